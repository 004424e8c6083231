#!/usr/bin/env bash
# The engine in Rust: unit, rule and fault tests, the examples in its documentation, and the documentation itself.
source "$(dirname "$0")/lib.sh"
source tests/parts/lib_bindgen.sh
need_rust
need crm-core/Cargo.toml tests/rules

step "build" cargo test -p crm-core --no-run --quiet
if cargo nextest --version >/dev/null 2>&1; then
    cargo nextest run -p crm-core --no-fail-fast --status-level fail --final-status-level slow
else
    cargo test -p crm-core --no-fail-fast --lib --bins --tests --examples
fi
cargo test -p crm-core --doc
RUSTDOCFLAGS="-D warnings" step "cargo doc" cargo doc -p crm-core --no-deps

# The typed classes of a pack, made and then compiled and used.
cargo test -p crm-describe facade
facade rust
CRM_FACADES=$facades cargo test -p crm-describe --features facade --test hotel --test sales
