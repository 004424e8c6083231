#!/usr/bin/env bash
# The measurements. Each compares two ways of doing the same thing in one run, so its ratios hold on a busy machine too.
source "$(dirname "$0")/lib.sh"
need_rust
need 'crm-core/benches/*.rs'
cargo bench -p crm-core
