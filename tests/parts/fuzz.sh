#!/usr/bin/env bash
# A short run of each fuzz target (tests/fuzz/src/bin/*.rs): libFuzzer with the address sanitizer, as many at once as there
# are processors. Seeds are in tests/fuzz/corpus/<target>; what is found on the way stays in target/ and is where the next
# run starts.
#   CRM_FUZZ_SECONDS=300 tests/run fuzz
source "$(dirname "$0")/lib.sh"
need 'tests/fuzz/src/bin/*.rs'
need_rust
need_c
source tests/parts/lib_fuzz.sh
seconds=${CRM_FUZZ_SECONDS:-20}
step "build" fuzz_cargo build
[ "${1-}" != --build ] || exit 0

# fuzz TARGET: new inputs go to the first folder, never to the seeds.
fuzz() {
    local name=$1 found=$work/$1
    mkdir -p "$found"
    CRM_LOG_LINES=60 step "$name" in_fresh_dir "$fuzz_built/$name" \
        -max_total_time="$seconds" -timeout=60 -artifact_prefix="$work/$name-finding-" "$found" "$root/tests/fuzz/corpus/$name" &&
        tail -n 1 "$logs/$part-$name.log"           # Done N runs in S second(s)
}

started=()
for source in tests/fuzz/src/bin/*.rs; do
    name=$(basename "$source" .rs)
    need "tests/fuzz/corpus/$name"
    while [ "$(jobs -rp | wc -l)" -ge "$(nproc)" ]; do sleep 0.2; done
    fuzz "$name" &
    started+=("$!")
done
code=0
for one in "${started[@]}"; do wait "$one" || code=1; done
exit "$code"
