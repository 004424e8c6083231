#!/usr/bin/env bash
# The C interface. Every tests/c/*.c is a program that exits with 0; it is compiled as C99 and as C++11, against the
# shared and the static library, and run plain, under valgrind and under the address and undefined-behaviour
# sanitizers. Every tests/c/*.cpp is one for C++17 (include/crm.hpp). tests/c/*.h is what they share.
# A program runs in an empty folder; CRM_SCENARIOS names the folder of stories.
source "$(dirname "$0")/lib.sh"
source tests/parts/lib_c.sh
need tests/c/*.c
need_command valgrind valgrind
need_file /usr/include/cjson/cJSON.h libcjson-dev      # tests/c/stories.c reads the stories with it
export CRM_SCENARIOS=$root/tests/scenarios

test_features=test-panic        # of crm-ffi: a panic on request, for tests/c

cargo test -p crm-ffi ${test_features:+--features "$test_features"}
RUSTDOCFLAGS="-D warnings" step "cargo doc" cargo doc -p crm-ffi --no-deps

c_library "$test_features"

# Nothing but our own names is exported: a host may bring another SQLite.
foreign=$(nm -D --defined-only "$c_lib/libcrm.so" | awk '$3 !~ /^crm_/ { print $3 }')
[ -z "$foreign" ] || die "libcrm.so exports more than crm_*:" $foreign

sanitize=(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
export ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1
suppressions=()
[ ! -e tests/c/valgrind.supp ] || suppressions=("--suppressions=$root/tests/c/valgrind.supp")
valgrind=(valgrind -q --fair-sched=yes --leak-check=full --error-exitcode=9 "${suppressions[@]}")

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

# Valgrind is slow, and hashes passwords: it replays a handful of stories, the sanitizers replay them all.
few_stories=$work/few-stories
rm -rf "$few_stories" && mkdir -p "$few_stories"
cp tests/scenarios/cast.json tests/scenarios/opportunity_*.json tests/scenarios/ticket*.json "$few_stories"

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

    check "$name, C++11, shared" "$exe-cpp11"
    check "$name, C99, static" "$exe-static"
    check "$name, C99, static, sanitizers" "$exe-sanitized"
    check "$name, C99, shared, valgrind" env CRM_SCENARIOS="$few_stories" "${valgrind[@]}" "$exe-shared"
done

for source in $(compgen -G 'tests/c/*.cpp' || true); do
    name=$(basename "$source" .cpp)
    exe=$work/$name
    g++ -std=c++17 "${c_warnings[@]}" "${sanitize[@]}" "$source" "${c_static[@]}" -o "$exe-sanitized"
    check "$name, C++17, static, sanitizers" "$exe-sanitized"
done

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
