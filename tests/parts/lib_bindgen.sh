# The generator crate. Sourced after lib.sh.
# shellcheck shell=bash

# Its dependencies take minutes to build and change almost never: a folder of its own keeps them.
bindgen() {
    need_rust
    step "generator" cargo build --manifest-path crm-ffi/bindgen/Cargo.toml --target-dir "$target/bindgen" ||
        return              # said plainly: after `bindgen … ||` the shell would go on with an old generator
    "$target/bindgen/debug/crm-bindgen" "$@"
}

# mobile_library: libcrm with uniffi inside, unstripped, since generated sources are read from its symbols.
# It has the same file name as the library for C, so it is copied away at once.
mobile_lib=$target/tests/mobile-lib
mobile_library() {
    need crm-ffi/Cargo.toml
    need_rust
    step "libcrm with uniffi" cargo build -p crm-ffi
    mkdir -p "$mobile_lib"
    cp "$target/debug/libcrm.so" "$mobile_lib/"
}

# stories: tests/scenarios as typed Kotlin and Swift tests, in $stories/kotlin and $stories/swift.
stories=$target/tests/stories
stories() {
    step "crm-describe" cargo build -p crm-describe
    step "stories" "$target/debug/crm-describe" stories "$stories"
    local language told
    for language in kotlin swift; do
        told=$(find "$stories/$language" -name '*Story*' | wc -l)
        [ "$told" = "$(story_count)" ] || die "$told of $(story_count) stories are there in $language"
    done
}

# facade LANGUAGE: the typed classes of the hotel, in $facades/LANGUAGE, and the pack itself, in $CRM_PACKS.
facades=$target/tests/facades
facade() {
    step "crm-describe" cargo build -p crm-describe
    rm -rf "${facades:?}/$1"
    step "facade in $1" "$target/debug/crm-describe" facade crm-core/packs/hotel.json "$1" "$facades/$1"
    export CRM_PACKS=$target/tests/packs
    mkdir -p "$CRM_PACKS"
    tests/packs.py hotel >"$CRM_PACKS/hotel.json"
}
