#!/usr/bin/env bash
# Every program of examples/ is built and run as its reader would, but without optimisation; it must end with 0. (Swift's:
# part swift.) So is what docs/objects.md shows in Python and C.
source "$(dirname "$0")/lib.sh"
source tests/parts/lib_c.sh
source tests/parts/lib_python.sh
source tests/parts/lib_kotlin.sh
need 'examples/rust/*/main.rs' 'examples/c/*.c' 'examples/cpp/*.cpp' 'examples/python/*.py' 'examples/kotlin/*.kt'
need_rust

for source in $(compgen -G 'examples/rust/*.rs') examples/rust/*/main.rs; do
    name=${source#examples/rust/}
    name=${name%.rs}
    name=${name%/main}
    step "$source" cargo run -p crm-core --example "$name"
done
if [ -n "${CRM_NORTHWIND-}" ]; then
    step "tour on Northwind" cargo run -p crm-core --example tour -- --erp "$CRM_NORTHWIND"
fi

c_library
for source in examples/c/*.c; do
    exe=$work/$(basename "$source" .c)-c
    step "build $source" gcc -std=c99 "${c_warnings[@]}" "$source" "${c_shared[@]}" -lpthread -o "$exe"
    step "$source" in_fresh_dir "$exe"
done
for source in examples/cpp/*.cpp; do
    exe=$work/$(basename "$source" .cpp)-cpp
    step "build $source" g++ -std=c++17 "${c_warnings[@]}" "$source" "${c_shared[@]}" -lpthread -o "$exe"
    step "$source" in_fresh_dir "$exe"
done

need_crm_python
export MPLBACKEND=Agg                               # no display
for source in examples/python/*.py; do
    step "$source" in_fresh_dir python "$root/$source"
done

# What docs/objects.md shows, as it stands there: its steps in Python, then its C program on the database that they leave.
page=$work/objects
rm -rf "$page" && mkdir -p "$page"
tests/page.py docs/objects.md "$page"
step "objects.md in Python" env -C "$page" python script.py
[ "$(tail -n 1 "$logs/examples-objects-md-in-Python.log")" = "2030-03-01 1 777.00" ] || die "docs/objects.md computes something else"
step "build objects.md in C" gcc -std=c99 "${c_warnings[@]}" "$page/arrive.c" "${c_shared[@]}" -o "$page/arrive"
step "objects.md in C" env -C "$page" ./arrive
grep -q '^inn.stay.arrive: .*"status":"here"' "$logs/examples-objects-md-in-C.log" || die "docs/objects.md: nobody arrives"

kotlin_module
for source in examples/kotlin/*.kt; do
    name=$(basename "$source" .kt)
    kotlin_jar "$work/$name.jar" "$kotlin_out/crm.jar:$kotlin_runtime" "$source"
    # kotlinc calls the class of a file's functions by the file's name.
    step "$source" in_fresh_dir kotlin_run "$work/$name.jar" "${name^}Kt"
done
