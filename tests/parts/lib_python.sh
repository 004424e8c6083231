# A Python environment with pinned tools, and the module in it. Sourced after lib.sh.
# shellcheck shell=bash
venv=$target/venv

need_venv() {
    local python=${CRM_PYTHON:-python3}
    need_rust
    need_command "$python" python3
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        die "the test tools need Python 3.11 or later (the module itself 3.9); set CRM_PYTHON"
    "$python" -c 'import ensurepip' 2>/dev/null || install python3-venv
    # Made anew when the pinned versions change.
    if ! cmp -s tests/parts/python.txt "$venv/installed.txt"; then
        step "python environment" "$python" -m venv --clear "$venv"
        step "python tools" "$venv/bin/pip" install --quiet -r tests/parts/python.txt
        cp tests/parts/python.txt "$venv/installed.txt"
    fi
    export VIRTUAL_ENV=$venv PATH=$venv/bin:$PATH
}

# Installs the module as a user would, by pip from the folder; in cargo's dev profile, for the speed of building, and
# with a function that panics, for the test of what becomes of that.
need_crm_python() {
    need crm-py/pyproject.toml
    need_venv
    MATURIN_PEP517_ARGS="--profile dev --features test-panic" step "pip install ./crm-py" \
        pip install --quiet --no-build-isolation --no-deps --force-reinstall ./crm-py
}
