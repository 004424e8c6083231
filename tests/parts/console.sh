#!/usr/bin/env bash
# The console: its own tests, over HTTP against its router; and in a browser what only one shows.
source "$(dirname "$0")/lib.sh"
need_rust
need_command python3 python3
need_command chromium chromium fonts-noto-cjk
need examples/console/Cargo.toml tests/console/main.rs tests/console/browser.py

step "build" cargo test -p crm-console --no-run --quiet
cargo test -p crm-console --no-fail-fast

# The tests' company behind an address; it ends with its input.
told=$work/served.log
mkfifo "$work/input.$$"
cargo test -p crm-console --test console -- --ignored --exact server::serves_a_browser --nocapture \
    <"$work/input.$$" >"$work/server.log" 2>"$told" &
server=$!
exec 7>"$work/input.$$"
rm -f "$work/input.$$"
for _ in $(seq 300); do
    grep -q '^SERVES ' "$told" && break
    kill -0 "$server" 2>/dev/null || break
    sleep 0.2
done
read -r _ address login password < <(grep '^SERVES ' "$told") || die "the console was not served: $(cat "$told")"
code=0
timeout 300 python3 tests/console/browser.py "$(command -v chromium)" "$address" "$login" "$password" || code=$?
exec 7>&-
wait "$server" || die "the console ended badly: $(cat "$told")"
exit "$code"
