#!/usr/bin/env bash
# The C interface. Every tests/c/*.c is a program that exits with 0; it is compiled as C99 and as C++11, against the
# shared and the static library, and run plain, under valgrind and under the address and undefined-behaviour
# sanitizers. Every tests/c/*.cpp is one for C++17 (include/crm.hpp, and the facades of packs). tests/c/*.h is what they share.
# A program runs in an empty folder; CRM_SCENARIOS names the folder of stories. What jumps.c makes the engine jump over is
# lost, so there nobody looks for leaks.
source "$(dirname "$0")/lib.sh"
source tests/parts/lib_c.sh
source tests/parts/lib_bindgen.sh
need tests/c/*.c tests/c/facade.cpp
need_command valgrind valgrind
need_command make make
need_command pkg-config pkg-config
need_command luajit luajit
need_file /usr/include/cjson/cJSON.h libcjson-dev      # tests/c/stories.c reads the stories with it
export CRM_SCENARIOS=$root/tests/scenarios
CRM_STORIES=$(story_count)
export CRM_STORIES

cargo test -p crm-ffi "${ffi_features[@]}"
RUSTDOCFLAGS="-D warnings" step "cargo doc" cargo doc -p crm-ffi --no-deps

c_library
facade cpp

# Nothing but our own names is exported: a host may bring another SQLite.
foreign=$(nm -D --defined-only "$c_lib/libcrm.so" | awk '$3 !~ /^crm_/ { print $3 }')
[ -z "$foreign" ] || die "libcrm.so exports more than crm_*:" $foreign

# No function is forgotten by the tests of misuse: NULL and wrong texts, handles, fork, a panic.
mapfile -t functions < <(sed -nE 's/^[a-z0-9_ ]+ \*?(crm_[a-z_]+)\(.*/\1/p' include/crm.h | sort)
[ ${#functions[@]} -ge 20 ] || die "only ${#functions[@]} functions found in crm.h: ${functions[*]}"
for function in "${functions[@]}"; do
    case $function in
        crm_version | crm_abi_version) files=() ;;          # they take nothing
        crm_string_free) files=(misuse) ;;
        *) files=(misuse panic) ;;
    esac
    ! grep -qE "^crm_code $function\(crm_(engine|session) " include/crm.h || files+=(handles fork)
    for file in "${files[@]}"; do
        grep -q "\b$function(" "tests/c/$file.c" || die "tests/c/$file.c has no test of $function"
    done
done

sanitize=(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
export ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1
suppressions=()
[ ! -e tests/c/valgrind.supp ] || suppressions=("--suppressions=$root/tests/c/valgrind.supp")
# Whose memory it is stands deep in the stack: maps that live until the end are known by who made them.
valgrind=(valgrind -q --num-callers=60 --fair-sched=yes --child-silent-after-fork=yes --leak-check=full --error-exitcode=9 "${suppressions[@]}")

# The checkers find planted errors, else their silence below would mean nothing. (volatile: gcc must not see through.)
planted() {
    local name=$1 body=$2
    printf '#include <limits.h>\n#include <stdlib.h>\nint main(void) { %s return 0; }\n' "$body" >"$work/planted.c"
    gcc -std=c99 -g "${@:3}" "$work/planted.c" -o "$work/planted"
    ! in_fresh_dir "${run_planted[@]}" "$work/planted" >"$logs/c-planted.log" 2>&1 || die "$name was not found"
}
leak='void *volatile p = malloc(8); p = NULL;'
run_planted=()
planted "a leak, by the address sanitizer," "$leak" "${sanitize[@]}"
planted "an overflow, by the undefined-behaviour sanitizer," 'volatile int i = INT_MAX; i = i + 1;' "${sanitize[@]}"
run_planted=("${valgrind[@]}")
planted "a leak, by valgrind," "$leak"

passed=0 failed=0
# check NAME COMMAND...: one line a program and way of running it; its output only when it fails.
check() {
    if in_fresh_dir "${@:2}" >"$logs/c-check.log" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        cat "$logs/c-check.log" >&2
        echo "c: FAILED: $1" >&2
    fi
}

# check_soon NAME COMMAND...: the same, beside as many others as there are processors; settle waits for them all.
soon=0
check_soon() {
    local log
    while [ "$(jobs -rp | wc -l)" -ge "$(nproc)" ]; do wait -n || true; done
    soon=$((soon + 1))
    log=$logs/c-check-$soon
    rm -f "$log.passed"
    echo "$1" >"$log.name"
    { in_fresh_dir "${@:2}" >"$log.log" 2>&1 && touch "$log.passed"; } &
}
settle() {
    local i
    wait
    for ((i = 1; i <= soon; i++)); do
        if [ -e "$logs/c-check-$i.passed" ]; then
            passed=$((passed + 1))
        else
            failed=$((failed + 1))
            cat "$logs/c-check-$i.log" >&2
            echo "c: FAILED: $(cat "$logs/c-check-$i.name")" >&2
        fi
    done
    soon=0
}

# Valgrind is slow, and hashes passwords: it replays a handful of stories, the sanitizers replay them all.
few_stories=$work/few-stories few=0
rm -rf "$few_stories" && mkdir -p "$few_stories"
for story in tests/scenarios/opportunity_*.json tests/scenarios/ticket*.json; do
    cp "$story" "$few_stories"
    few=$((few + 1))
done
cp tests/scenarios/cast.json "$few_stories"

# What a call needs of stack without optimisation; the shipped library gets by with what docs/c.md says, below.
export CRM_STACK=1024
for source in tests/c/*.c; do
    name=$(basename "$source" .c)
    exe=$work/$name
    gcc -std=c99 "${c_warnings[@]}" "$source" "${c_shared[@]}" -lcjson -lpthread -o "$exe-shared"
    gcc -std=c99 "${c_warnings[@]}" "$source" "${c_static[@]}" -lcjson -o "$exe-static"
    gcc -std=c99 "${c_warnings[@]}" "${sanitize[@]}" "$source" "${c_static[@]}" -lcjson -o "$exe-sanitized"
    g++ -x c++ -std=c++11 "${c_warnings[@]}" "$source" -x none "${c_shared[@]}" -lcjson -lpthread -o "$exe-cpp11"
    # A clean run proves nothing unless the sanitizers are in the program.
    [[ "$(nm "$exe-sanitized")" == *__asan_init* ]] || die "$exe-sanitized is without the address sanitizer"
    [[ "$(readelf -d "$exe-sanitized")" == *libubsan* ]] || die "$exe-sanitized is without the undefined-behaviour sanitizer"

    check_soon "$name, C++11, shared" "$exe-cpp11"
    check_soon "$name, C99, static" "$exe-static"
    check_soon "$name, C99, static, sanitizers" "$exe-sanitized"
    leaks=()
    [ "$name" != jumps ] || leaks=(--leak-check=no)
    check_soon "$name, C99, shared, valgrind" \
        env CRM_SCENARIOS="$few_stories" CRM_STORIES="$few" CRM_HUGE=500000 "${valgrind[@]}" "${leaks[@]}" "$exe-shared"
done

for source in $(compgen -G 'tests/c/*.cpp' || true); do
    name=$(basename "$source" .cpp)
    exe=$work/$name
    g++ -std=c++17 "${c_warnings[@]}" -I "$facades/cpp" "${sanitize[@]}" "$source" "${c_static[@]}" -o "$exe-sanitized"
    check_soon "$name, C++17, static, sanitizers" "$exe-sanitized"
done

# What a facade forbids does not compile: a forgotten field, a text in the place of an id, a day of no such type.
facade_compiles() {
    printf '#include "hotel.hpp"\nvoid use(const crm::packs::hotel::Hotel &hotel, const crm::Id &id) { %s static_cast<void>(id); }\n' "$2" >"$work/use.cpp"
    g++ "-std=$1" "${c_warnings[@]}" -I "$facades/cpp" -fsyntax-only "$work/use.cpp" 2>"$logs/c-use.log"
}
printf '#include "odd.hpp"\n' >"$work/odd.cpp"
g++ -std=c++17 "${c_warnings[@]}" -I "$facades/cpp" -fsyntax-only "$work/odd.cpp"
booked='hotel.reservation.create({id, id, crm::Date{2026, 3, 5}, crm::Date{2026, 3, 7}});'
facade_compiles c++17 "$booked" || die "a stay is not booked: $(cat "$logs/c-use.log")"
facade_compiles c++20 'hotel.guest.create({.name = "Wang", .phone = "021", .card = "A1"});' || die "no names: $(cat "$logs/c-use.log")"
for wrong in "${booked/, crm::Date\{2026, 3, 7\}/}" "${booked/\{id, id/\{\"7\", id}" "${booked/crm::Date\{2026, 3, 5\}/\"2026-03-05\"}"; do
    [ "$wrong" != "$booked" ] || die "nothing is planted in: $booked"
    ! facade_compiles c++17 "$wrong" || die "this should not compile: $wrong"
    grep -q 'NewReservation\|Required' "$logs/c-use.log" || die "refused for another reason: $(cat "$logs/c-use.log")"
done
settle

# The library as it is shipped: installed as for a package, into a tree that then lies elsewhere, and used by pkg-config
# as a host would.
staged=$work/staged installed=$work/installed archive_only=$work/archive-only
rm -rf "$staged" "$installed" "$archive_only"
step "make install" make -C crm-ffi install DESTDIR="$staged" PREFIX=/opt/crm
mv "$staged/opt/crm" "$installed"
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml)
library=$installed/lib/libcrm.so.$version
for file in include/{crm,crm_operations}.h include/{crm,crm_json,crm_values,crm_records}.hpp share/crm/crm.cdef \
    share/crm/operations.json lib/libcrm.so lib/libcrm.so.0 lib/libcrm.so."$version" lib/libcrm.a lib/pkgconfig/crm.pc; do
    [ -s "$installed/$file" ] || die "make install left no $file"
done
[[ "$(readelf -d "$library")" == *"Library soname: [libcrm.so.0]"* ]] || die "$library is without its SONAME"
exported=$(nm -D --defined-only "$library" | awk '{ print $3 }' | sort)
[ "$exported" = "$(printf '%s\n' "${functions[@]}")" ] || die "crm.h declares other functions than are exported:" $exported

# Field rights took it from 5,621,976 to 5,803,288 bytes: each record is walked by references to its fields once more, and
# what is withheld is found in arguments, results and histories. What
# narrows lists, reports, history and hand-over to what is seen took another 237 KiB with two operations, what packs define
# 1.9 MB with some thirty (docs/size.md). Selling brought some thirty more, a parser of e-mails, and what its names are compared by.
size=$(stat -c %s "$library")
echo "libcrm.so as shipped: $size bytes"
[ "$size" -le $((15 * 1024 * 1024)) ] || die "libcrm.so must not pass 15 MiB"
needed=$(objdump -T "$library" | grep -o 'GLIBC_[0-9.]*' | sort -Vu | tail -n 1)
[ "$(printf '%s\n' "$needed" GLIBC_2.34 | sort -V | tail -n 1)" = GLIBC_2.34 ] || die "needs $needed: docs/embedding.md"

# The declarations alone are C without a preprocessor, and what crm.h declares.
cdef=$installed/share/crm/crm.cdef
! grep -q '#' "$cdef" || die "crm.cdef needs a preprocessor"
{
    printf 'typedef int int32_t; typedef unsigned uint32_t; typedef long int64_t; typedef unsigned long uint64_t;\n'
    cat "$cdef"
} >"$work/cdef.i"
gcc -std=c99 -Wall -Wextra -Wpedantic -Werror -x cpp-output -fsyntax-only "$work/cdef.i"
declared=$(sed -nE 's/^[a-z0-9_ ]+ \*?(crm_[a-z_]+)\(.*/\1/p' "$cdef" | sort)
[ "$declared" = "$(printf '%s\n' "${functions[@]}")" ] || die "crm.cdef declares other functions than crm.h:" $declared
# And a language without one reads them: LuaJIT, whose numbers are doubles.
check "crm.cdef, LuaJIT" luajit "$root/tests/c/cdef.lua" "$cdef" "$installed/share/crm/operations.json" "$library"

# The same tree without the shared library: what is linked then is the archive.
mkdir -p "$archive_only/lib"
cp -r "$installed/include" "$archive_only/"
mv "$installed/lib/libcrm.a" "$archive_only/lib/"
cp -r "$installed/lib/pkgconfig" "$archive_only/lib/"

# The programs that the headers begin with, as they stand, and the ERP of the examples.
start() {
    awk -v first="$2" 'index($0, first) == 1 { on = 1 } on && /^ \*( \*\/)?$/ { exit } on { print }' "$1" | sed 's/^ \*//'
}
{
    printf '#include <stdio.h>\n#include <crm.h>\nint main(void) {\n'
    start include/crm.h ' *     crm_engine engine;'
    printf '    return 0;\n}\n'
} >"$work/start.c"
{
    printf '#include <iostream>\n#include <crm.hpp>\nint main() {\n'
    start include/crm.hpp ' *     crm::Engine engine ='
    printf '    std::cout << page;\n}\n'
} >"$work/start.cpp"
cp examples/c/erp_host.c "$work/erp_host.c"

# use TREE FLAG...: builds and runs them with what `pkg-config FLAG...` says of the library in TREE.
use() {
    local tree=$1 flags program strict=(-Wall -Wextra -Wpedantic -Werror)
    read -ra flags <<<"$(PKG_CONFIG_PATH=$tree/lib/pkgconfig pkg-config "${@:2}" --cflags --libs crm)"
    gcc -std=c99 "${strict[@]}" "$work/start.c" "${flags[@]}" -o "$work/start"
    gcc -std=c99 "${strict[@]}" "$work/erp_host.c" "${flags[@]}" -lpthread -o "$work/erp_host"
    g++ -std=c++17 "${strict[@]}" "$work/start.cpp" "${flags[@]}" -o "$work/start-cpp"
    for program in start start-cpp erp_host; do
        check "$program, installed in $tree" env LD_LIBRARY_PATH="$tree/lib" "$work/$program"
        # What the headers begin with lists the opportunities of a new company.
        [ "$program" = erp_host ] || grep -q '^{"items":\[\]' "$logs/c-check.log" || die "$program prints something else"
    done
}
gcc -std=c99 "${c_warnings[@]}" tests/c/stack.c -L "$installed/lib" -lcrm -lpthread -o "$work/stack"
check "stack of 64 KiB, installed" env CRM_STACK=64 LD_LIBRARY_PATH="$installed/lib" "$work/stack"
[ "$(PKG_CONFIG_PATH=$installed/lib/pkgconfig pkg-config --modversion crm)" = "$version" ] || die "crm.pc has another version"
use "$installed"
[[ "$(readelf -d "$work/start")" == *"[libcrm.so.0]"* ]] || die "the program does not ask for libcrm.so.0"
use "$archive_only" --static
[[ "$(readelf -d "$work/start")" != *libcrm* ]] || die "the program should have the archive inside"

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
