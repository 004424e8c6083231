#!/usr/bin/env bash
# A short run of each fuzz target (tests/fuzz/src/bin/*.rs): libFuzzer with the address sanitizer. Seeds are in
# tests/fuzz/corpus/<target>; what is found on the way stays in target/ and is where the next run starts.
#   CRM_FUZZ_SECONDS=300 tests/run fuzz
source "$(dirname "$0")/lib.sh"
need 'tests/fuzz/src/bin/*.rs'
need_rust
need_c
seconds=${CRM_FUZZ_SECONDS:-20}
host=$(rustc -vV | sed -n 's/^host: //p')

# What `cargo fuzz` would set. RUSTC_BOOTSTRAP lets the stable compiler take -Z, so that no nightly is needed; naming
# the target keeps the flags away from build scripts.
export RUSTC_BOOTSTRAP=1
export RUSTFLAGS="--cfg fuzzing -Zsanitizer=address -Ccodegen-units=1 -Cpasses=sancov-module \
-Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
-Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares"
step "build" cargo build --manifest-path tests/fuzz/Cargo.toml --target-dir "$target/fuzz" --target "$host"

for source in tests/fuzz/src/bin/*.rs; do
    name=$(basename "$source" .rs)
    found=$work/$name
    seeds=$root/tests/fuzz/corpus/$name
    need "$seeds"
    mkdir -p "$found"
    # New inputs go to the first folder, never to the seeds.
    CRM_LOG_LINES=60 step "$name" in_fresh_dir "$target/fuzz/$host/debug/$name" \
        -max_total_time="$seconds" -timeout=60 -artifact_prefix="$work/$name-finding-" "$found" "$seeds"
    tail -n 1 "$logs/$part-$name.log"               # Done N runs in S second(s)
done
