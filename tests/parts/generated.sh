#!/usr/bin/env bash
# Committed files that a generator makes are what it makes today. To renew them: bash tests/parts/generated.sh --write
source "$(dirname "$0")/lib.sh"
source tests/parts/lib_bindgen.sh
source tests/parts/lib_python.sh
mode=verify
[ "${1-}" != --write ] || mode=write
to_renew="to renew it: bash tests/parts/generated.sh --write"

bindgen $mode || die "$to_renew"

# The types of the Python module, read from the built module by maturin.
stub=crm-py/python/crm/_crm.pyi
need crm-py/Cargo.toml
need_venv
rm -rf "$work/stubs"
step "maturin generate-stubs" maturin generate-stubs --manifest-path crm-py/Cargo.toml --features stubs --out "$work/stubs"
fresh=$work/stubs/crm/_crm.pyi
# Inside a class that has a method `list`, a type checker takes `list[...]` for that method.
sed -i -e '0,/^\(from\|import\) /s//import builtins\n&/' -e 's/\([^A-Za-z0-9_.]\)list\[/\1builtins.list[/g' "$fresh"
if [ "$mode" = write ]; then
    cp "$fresh" "$stub"
else
    diff -u --label committed --label generated --new-file "$stub" "$fresh" || die "$stub is not up to date; $to_renew"
    echo "generated: all up to date"
fi
