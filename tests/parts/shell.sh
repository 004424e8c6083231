#!/usr/bin/env bash
# The shell: its own tests, a person's typing at its prompt, and its installation.
source "$(dirname "$0")/lib.sh"
need_rust
need_command python3 python3
need examples/shell/Cargo.toml tests/shell/main.rs tests/shell/prompt.py

step "build" cargo test -p crm-shell --no-run --quiet
cargo test -p crm-shell --no-fail-fast
python3 tests/shell/prompt.py "$target/debug/crm"
