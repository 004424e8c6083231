#!/usr/bin/env bash
# Committed files that a generator makes are what it makes today. To renew them: bash tests/parts/generated.sh --write
source "$(dirname "$0")/lib.sh"
source tests/parts/lib_bindgen.sh
source tests/parts/lib_python.sh
mode=verify
[ "${1-}" != --write ] || mode=write
to_renew="to renew it: bash tests/parts/generated.sh --write"

bindgen $mode || die "$to_renew"

# What follows from the operation tables: crm_operations.h and docs/operations.md.
step "crm-describe" cargo build -p crm-describe
"$target/debug/crm-describe" $mode || die "$to_renew"

# Every language has every operation, with the same arguments.
mobile_library
bindgen kotlin "$mobile_lib/libcrm.so" "$work/kotlin"
bindgen swift "$mobile_lib/libcrm.so" "$work/swift"
"$target/debug/crm-describe" parity "$work/kotlin/crm/crm.kt" "$work/swift/Sources/CrmKit/Generated/Crm.swift" ||
    die "the languages differ"

# The types of the Python module, from the tables inside the built module.
need crm-py/stubs.py
need_crm_python
if [ "$mode" = write ]; then
    python crm-py/stubs.py --write
else
    python crm-py/stubs.py
    echo "generated: all up to date"
fi
