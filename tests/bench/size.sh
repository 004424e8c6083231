#!/usr/bin/env bash
# What one operation costs in what is shipped and in what is generated: the tree with the five operations of tests/area
# beside the tree without them. docs/size.md quotes it.
#
#   bash tests/bench/size.sh
source "$(dirname "${BASH_SOURCE[0]}")/../parts/lib.sh"
source tests/parts/lib_area.sh
source tests/parts/lib_bindgen.sh
source tests/parts/lib_python.sh
need_rust
need_command size binutils
need_command tar tar
need_command unzip unzip
need_venv
operations=5
root_target=$target

# part FILE SECTION...: bytes of some sections of a library.
part() {
    local file=$1
    shift
    size -A "$file" | awk -v wanted=" $* " 'index(wanted, " " $1 " ") { sum += $2 } END { print sum + 0 }'
}

declare -A found
# measure NAME TREE FOLDER: builds what is shipped of a tree into a folder of its own (cargo takes two trees of the same
# crates for one), generates what is generated, and notes the figures.
measure() {
    local name=$1 tree=$2 target=$3 lib wheel unpacked generated started
    step "$name: libcrm.so" \
        env CARGO_TARGET_DIR="$target" make -C "$tree/crm-ffi" shared
    lib=$work/$name.so
    cp "$target/dist/libcrm.so" "$lib"
    found[$name,libcrm.so]=$(stat -c %s "$lib")
    found[$name,of which code]=$(part "$lib" .text)
    found[$name,of which unwind data]=$(part "$lib" .eh_frame .eh_frame_hdr .gcc_except_table)

    rm -rf "${work:?}/wheels"
    step "$name: wheel" env CARGO_TARGET_DIR="$target" maturin build --manifest-path "$tree/crm-py/Cargo.toml" --out "$work/wheels"
    wheel=$(ls "$work"/wheels/*.whl)
    found[$name,wheel]=$(stat -c %s "$wheel")
    unpacked=$work/unpacked
    rm -rf "$unpacked"
    unzip -q "$wheel" -d "$unpacked"
    found[$name,the module in it]=$(find "$unpacked" -name '*.so' -printf '%s')

    # A build of what the change touches, from the same start: dependencies there, the engine's own crates not.
    cargo build --manifest-path "$tree/Cargo.toml" --target-dir "$target" -p crm-ffi
    touch "$tree/crm-core/src/lib.rs"
    started=$EPOCHREALTIME
    step "$name: libcrm with uniffi" cargo build --manifest-path "$tree/Cargo.toml" --target-dir "$target" -p crm-ffi
    found[$name,a debug build in milliseconds]=$(awk -v a="$started" -v b="$EPOCHREALTIME" 'BEGIN { print int(1000 * (b - a)) }')
    generated=$work/generated
    rm -rf "$generated"
    mkdir -p "$work/mobile-$name"
    cp "$target/debug/libcrm.so" "$work/mobile-$name/libcrm.so"
    target=$root_target bindgen kotlin "$work/mobile-$name/libcrm.so" "$generated/kotlin"
    target=$root_target bindgen swift "$work/mobile-$name/libcrm.so" "$generated/swift"
    found[$name,generated Kotlin lines]=$(find "$generated/kotlin" -name '*.kt' -exec cat {} + | wc -l)
    found[$name,generated Swift lines]=$(find "$generated/swift" -name '*.swift' -exec cat {} + | wc -l)
}

rows=("libcrm.so" "of which code" "of which unwind data" "wheel" "the module in it" "a debug build in milliseconds"
    "generated Kotlin lines" "generated Swift lines")
measure without "$root" "$work/target-without"
tree_with_area "$work/tree"
measure with "$work/tree" "$work/target-with"

printf '\n| | without | with | an operation |\n|---|---:|---:|---:|\n'
for row in "${rows[@]}"; do
    a=${found[without,$row]} b=${found[with,$row]}
    printf '| %s | %d | %d | %d |\n' "$row" "$a" "$b" $(((b - a) / operations))
done
