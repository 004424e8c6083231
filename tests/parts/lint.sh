#!/usr/bin/env bash
# Formatting and clippy of every crate in the repository, but for the generator and the fuzz targets, which clippy looks at where
# they are built (lib_bindgen.sh, lib_fuzz.sh); syntax of the shell scripts.
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
# The C library's own set of features, which the line above never compiles, leaves code out and adds none, so that no more than
# rustc's own warnings can differ: they are errors where it is built (lib_c.sh).
! grep -rn 'not(feature = "uniffi")' crm-core/src crm-ffi/src || die "code without uniffi is looked at by nobody"

for script in tests/run .ci/run tests/parts/*.sh; do
    bash -n "$script"
done
