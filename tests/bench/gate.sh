#!/usr/bin/env bash
# What an operation costs the gate: the processor's seconds (user and system, so that other work on the machine counts little)
# of a debug build of the engine, as its tests build it, divided by its operations. docs/performance.md quotes it.
#
#   bash tests/bench/gate.sh            the engine alone
#   bash tests/bench/gate.sh tests      and with its own tests inside, which is a second build of it
source "$(dirname "${BASH_SOURCE[0]}")/../parts/lib.sh"
need_rust
need include/operations.json
# Every build in the gate is whole.
export CARGO_INCREMENTAL=0
operations=$(grep -c '^{"name":"[a-z_]*\.[a-z_]*","result":' include/operations.json)
[ "$operations" -gt 100 ] || die "only $operations operations are told in include/operations.json"

# measure NAME COMMAND...: builds once, so that what the engine stands on is there, and then the engine anew.
measure() {
    local name=$1 seconds TIMEFORMAT='%U %S'
    shift
    step "$name, and what it stands on" "$@"
    touch crm-core/src/lib.rs
    seconds=$({ time "$@" >"$logs/gate-timed.log" 2>&1; } 2>&1) || die "$name: $(tail -n 20 "$logs/gate-timed.log")"
    awk -v name="$name" -v operations="$operations" \
        '{ printf "%s: %.1f s, %d operations, %.2f s an operation\n", name, $1 + $2, operations, ($1 + $2) / operations }' <<<"$seconds"
}

# With a program of a second, without which cargo would take other features of its dependencies.
measure "the engine" cargo build -p crm-core --example recurrences
[ "${1-}" != tests ] || measure "with its tests inside" cargo test -p crm-core --lib --no-run
