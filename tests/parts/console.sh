#!/usr/bin/env bash
# The console: its own tests, over HTTP against its router.
source "$(dirname "$0")/lib.sh"
need_rust
need examples/console/Cargo.toml tests/console/main.rs

step "build" cargo test -p crm-console --no-run --quiet
cargo test -p crm-console --no-fail-fast
