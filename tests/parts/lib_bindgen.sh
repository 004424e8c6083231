# The generator crate. Sourced after lib.sh.
# shellcheck shell=bash

# Its dependencies take minutes to build and change almost never: a folder of its own keeps them.
bindgen() {
    need_rust
    step "generator" env "${by_clippy[@]}" cargo build --manifest-path crm-ffi/bindgen/Cargo.toml --target-dir "$target/bindgen" ||
        return              # said plainly: after `bindgen … ||` the shell would go on with an old generator
    "$target/bindgen/debug/crm-bindgen" "$@"
}

# mobile_library: libcrm with uniffi inside, unstripped, since generated sources are read from its symbols.
# It has the same file name as the library for C, so it is copied away at once.
mobile_lib=$target/tests/mobile-lib
mobile_library() {
    need crm-ffi/Cargo.toml
    need_rust
    step "libcrm with uniffi" cargo build -p crm-ffi "${ffi_features[@]}"
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

# facade LANGUAGE: the typed classes of the hotel and of sales, in $facades/LANGUAGE, and the packs themselves, in $CRM_PACKS;
# beside them those of a pack whose names are words of languages, which need only compile.
facades=$target/tests/facades
facade() {
    local pack
    step "crm-describe" cargo build -p crm-describe
    rm -rf "${facades:?}/$1"
    export CRM_PACKS=$target/tests/packs
    mkdir -p "$CRM_PACKS"
    for pack in hotel sales; do
        step "facade of $pack in $1" "$target/debug/crm-describe" facade "crm-core/packs/$pack.json" "$1" "$facades/$1"
        tests/packs.py "$pack" >"$CRM_PACKS/$pack.json"
    done
    step "facade of odd names in $1" "$target/debug/crm-describe" facade crm-ffi/describe/tests/odd.json "$1" "$facades/$1"
}
