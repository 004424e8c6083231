#!/usr/bin/env bash
# The Python module: installed by pip, tested by pytest, its types by mypy and against the running module by stubtest.
source "$(dirname "$0")/lib.sh"
source tests/parts/lib_python.sh
source tests/parts/lib_bindgen.sh
need tests/python crm-py/python/crm/py.typed
need_crm_python
export CRM_SCENARIOS=$root/tests/scenarios
# What the engine makes of rules of recurrence, to be compared with another implementation.
step "recurrences" cargo build -p crm-core --example recurrences
export CRM_RECURRENCES=$target/debug/examples/recurrences

# From an empty folder, so that `import crm` finds the installed package.
in_fresh_dir pytest -q -p no:cacheprovider --rootdir "$root/tests/python" "$root/tests/python"
in_fresh_dir mypy --strict --cache-dir "$work/mypy" -p crm
# The types of packs, for tests/python/test_facade.py, and those of a pack with odd names.
facade pyi
export MYPYPATH=$facades/pyi
in_fresh_dir mypy --strict --cache-dir "$work/mypy" "$facades/pyi/odd.pyi"
# pandas and pyarrow bring no types of their own.
in_fresh_dir mypy --strict --disable-error-code import-untyped --cache-dir "$work/mypy" "$root/tests/python"
# No stub can name an attribute that is a word of the language; beside them stand `class_` and `from_`.
for attribute in PackStep.class ObjectAction.from PackRename.from; do
    printf 'crm\.%s\ncrm\._crm\.%s\n' "${attribute/./\\.}" "${attribute/./\\.}"
done >"$work/unnamed.txt"
in_fresh_dir stubtest crm --ignore-unused-allowlist --allowlist "$work/unnamed.txt"
