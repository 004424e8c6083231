#!/usr/bin/env bash
# The measurements. Each compares two ways of doing the same thing in one run, so its ratios hold on a busy machine too.
source "$(dirname "$0")/lib.sh"
source tests/parts/lib_python.sh
need_rust
need 'crm-core/benches/*.rs' tests/bench/python.py tests/bench/instructions.sh tests/bench/gate.sh
code=0
cargo bench -p crm-core || code=1
# Instructions, against those that are kept.
bash tests/bench/instructions.sh || code=1
# What an operation costs the gate.
bash tests/bench/gate.sh || code=1
# The C interface against the Rust call it makes.
cargo bench -p crm-ffi --no-default-features --bench overhead || code=1
# A page of the console, among 100,000 records.
cargo test --release -p crm-console --test console -- --ignored --exact --nocapture \
    speed::a_page_of_a_long_list_takes_five_milliseconds || code=1

# The Python module as it is shipped, in an environment of its own beside what it is compared with.
need_venv
step "wheel" maturin build --manifest-path crm-py/Cargo.toml --out "$work/wheels"
step "Rust side" cargo build --release -p crm-core --example read_customers
[ -x "$work/venv/bin/python" ] || step "python environment" python -m venv "$work/venv"
step "Django and SQLAlchemy" "$work/venv/bin/pip" install --quiet -r tests/bench/python.txt
step "pip install the wheel" \
    "$work/venv/bin/pip" install --quiet --force-reinstall --no-deps "$(ls -t "$work"/wheels/*.whl | head -1)"
in_fresh_dir "$work/venv/bin/python" "$root/tests/bench/python.py" \
    "$target/release/examples/read_customers" "$(ls -t "$work"/wheels/*.whl | head -1)" || code=1
exit "$code"
