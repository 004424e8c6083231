#!/usr/bin/env bash
# Formatting and clippy of every crate in the repository; syntax of the shell scripts.
# (That a crate is there at all is the business of the part that tests it.)
source "$(dirname "$0")/lib.sh"
need_rust
need crm-core/Cargo.toml
need_command python3 python3            # crm-py's build asks it which Python it is for
own_workspaces=$(compgen -G 'crm-ffi/bindgen/Cargo.toml'; compgen -G 'tests/fuzz/Cargo.toml') || true

cargo fmt --all --check
for manifest in $own_workspaces; do
    cargo fmt --manifest-path "$manifest" --check
done

step "clippy" cargo clippy --workspace --all-targets -- -D warnings
if [ -d crm-ffi/src ]; then
    # The C library's own set of features, which the line above never compiles.
    step "clippy without uniffi" cargo clippy -p crm-ffi --no-default-features --all-targets -- -D warnings
fi
# Where other parts build the same dependencies, and as they build them.
for manifest in $own_workspaces; do
    case $manifest in
        crm-ffi/bindgen/*) clippy=(cargo clippy --manifest-path "$manifest" --target-dir "$target/bindgen") ;;
        tests/fuzz/*)
            source tests/parts/lib_fuzz.sh
            clippy=(fuzz_cargo clippy)
            ;;
        *) clippy=(cargo clippy --manifest-path "$manifest") ;;
    esac
    step "clippy of $(dirname "$manifest")" "${clippy[@]}" --all-targets -- -D warnings
done

for script in tests/run .ci/run tests/parts/*.sh; do
    bash -n "$script"
done
