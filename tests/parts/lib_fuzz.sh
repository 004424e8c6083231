# How the fuzz targets are built: libFuzzer with the address sanitizer, in a folder of their own. Sourced after lib.sh.
# shellcheck shell=bash
fuzz_host=$(rustc -vV | sed -n 's/^host: //p')
fuzz_built=$target/fuzz/$fuzz_host/debug

# fuzz_cargo COMMAND ARGUMENT...: cargo as `cargo fuzz` would call it. RUSTC_BOOTSTRAP lets the stable compiler take -Z, so
# that no nightly is needed; naming the target keeps the flags away from build scripts. What is found is a place in a source, so
# where it was is kept.
fuzz_cargo() {
    env -u CARGO_PROFILE_DEV_DEBUG "${by_clippy[@]}" \
        RUSTC_BOOTSTRAP=1 RUSTFLAGS="--cfg fuzzing -Zsanitizer=address -Ccodegen-units=1 -Cpasses=sancov-module \
-Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
-Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares" \
        cargo "$1" --manifest-path tests/fuzz/Cargo.toml --target-dir "$target/fuzz" --target "$fuzz_host" "${@:2}"
}
