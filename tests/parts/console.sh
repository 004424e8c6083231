#!/usr/bin/env bash
# The console: its own tests, over HTTP against its router; and in a browser what only one shows.
source "$(dirname "$0")/lib.sh"
need_rust
need_command python3 python3
need_command chromium chromium fonts-noto-cjk
need examples/console/Cargo.toml tests/console/main.rs tests/console/browser.py

step "build" cargo test -p crm-console --no-run --quiet
cargo test -p crm-console --no-fail-fast

# The browser's tests serve their companies themselves.
timeout 900 python3 tests/console/browser.py
