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

# The types of the Python module, from the tables inside the built module.
need crm-py/stubs.py
need_crm_python
if [ "$mode" = write ]; then
    python crm-py/stubs.py --write
else
    python crm-py/stubs.py
fi

# Every language has every operation, with the same arguments.
mobile_library
bindgen kotlin "$mobile_lib/libcrm.so" "$work/kotlin"
bindgen swift "$mobile_lib/libcrm.so" "$work/swift"
interfaces=(include/crm_operations.h crm-py/python/crm/_crm.pyi
    "$work/kotlin/crm/crm.kt" "$work/swift/Sources/CrmKit/Generated/Crm.swift" include/crm.h)
"$target/debug/crm-describe" parity "${interfaces[@]}" || die "the languages differ"

# Planted differences are found, else its silence would mean nothing: in each file an operation with another name, and
# an argument with another name.
planted() {
    local file=$1 difference=$2 expected=$3 copies=("${interfaces[@]}") found
    copies[file]=$work/planted
    sed "$difference" "${interfaces[file]}" >"$work/planted"
    ! cmp -s "${interfaces[file]}" "$work/planted" || die "nothing to plant in ${interfaces[file]}"
    ! found=$("$target/debug/crm-describe" parity "${copies[@]}" 2>&1) || die "not found in ${copies[file]}: $difference"
    [[ "$found" == *"$expected"* ]] || die "found something else than \"$expected\": $found"
}
planted 0 's/"opportunities\.reassign"/"opportunities.hand_over"/' "the C header has no opportunities.reassign"
planted 0 '/^ \* @param assignee /s/assignee/agent/' "opportunities.assign takes (id, assignee, version, pipeline), in the C header (id, agent"
planted 1 's/^    def reassign(/    def hand_over(/' "the Python stub has no opportunities.reassign"
planted 1 's/\bassignee: /agent: /' "opportunities.assign takes (id, assignee, version, pipeline), in the Python stub (id, agent"
planted 2 's/fun `reassign`(/fun `handOver`(/' "Kotlin has no opportunities.reassign"
planted 2 's/`assignee`: /`agent`: /' "opportunities.assign takes (id, assignee, version, pipeline), in Kotlin (id, agent"
planted 3 's/func reassign(/func handOver(/' "Swift has no opportunities.reassign"
planted 3 's/(id: \([A-Za-z]*\), assignee: /(id: \1, agent: /' "opportunities.assign takes (id, assignee, version, pipeline), in Swift (id, agent"
planted 4 's/crm_scheduler_start(/crm_scheduler_begin(/' "c has no Crm::start_scheduler"
planted 1 's/def login(/def sign_in(/' "python has no Crm::login"
[ "$mode" = write ] || echo "generated: all up to date"
