#!/usr/bin/env bash
# Instructions of ten operations, counted by callgrind and compared with those that are kept in instructions.txt: the only
# figures of a bench that other work on the machine does not move. Fails where an operation takes more than 1.02 times as
# many as its second count there, or 1.02 times 1.02 as many as its first: two things came between, each of which may cost
# so much.
#
# Of one create also what a rule adds whose condition does not hold, in memory, where nothing is written to a disk: 0.07 at most.
#
#   bash tests/bench/instructions.sh            counts and compares
#   bash tests/bench/instructions.sh --write    keeps what was counted as the second counts
source "$(dirname "${BASH_SOURCE[0]}")/../parts/lib.sh"
need_rust
need_command valgrind valgrind
kept=tests/bench/instructions.txt
need "$kept"

# Another compiler or C library makes other instructions of the same program.
made_by="$(rustc --version), $(getconf GNU_LIBC_VERSION)"

step "build" cargo bench -p crm-core --bench instructions --no-run
program=$(cargo bench -p crm-core --bench instructions --no-run --message-format=json 2>/dev/null |
    grep '"name":"instructions"' | sed -n 's/.*"executable":"\([^"]*\)".*/\1/p' | tail -1)
[ -x "$program" ] || die "the program to be counted was not built"

counts=$work/instructions
rm -rf "$counts"
mkdir -p "$counts"
# Each time the function is left, callgrind writes down what it counted in it: the first operation's in file 1, and so on.
step "count" bash -c 'valgrind --tool=callgrind --collect-atstart=no --toggle-collect="*instructions::counted" \
    --dump-after="*instructions::counted" --callgrind-out-file="$1/count" "$2" >"$1/names"' _ "$counts" "$program"

at=0
while read -r name times; do
    at=$((at + 1))
    all=$(awk '$1 == "summary:" { print $2; exit }' "$counts/count.$at")
    [ "${all:-0}" -gt 0 ] || die "nothing was counted of $name"
    printf '%s %d\n' "$name" $((all / times))
done <"$counts/names" >"$counts/found"
[ "$at" = 12 ] || die "$at operations were counted, not 12"

# A create of which a rule's condition does not hold against the same create in a database alike but for the rule.
awk '{ found[$1] = $2 }
    END {
        ratio = found["with_a_rule"] / found["without_a_rule"]
        printf "%-22s %8d   %.4f of without one%s\n", "with_a_rule", found["with_a_rule"], ratio,
            (ratio > 1.07 ? "   TOO MANY" : "")
        exit (ratio > 1.07)
    }' "$counts/found" || over_a_rule=1
sed -i '/_a_rule /d' "$counts/found"

if [ "${1-}" = --write ]; then
    {
        grep '^#' "$kept" | grep -v '^# Latest by:'
        printf '# Latest by: %s\n' "$made_by"
        while read -r name found; do
            printf '%-22s %8d %8d\n' "$name" "$(awk -v n="$name" '$1 == n { print $2 }' "$kept")" "$found"
        done <"$counts/found"
    } >"$counts/kept"
    cp "$counts/kept" "$kept"
    exit
fi

grep -qxF "# Latest by: $made_by" "$kept" ||
    die "the counts kept are of another compiler or C library than $made_by: count the commit before with these, and keep that with --write"
# An operation that is not kept is a failure: it was compared with nothing.
awk 'NR == FNR { if ($1 !~ /^#/) { first[$1] = $2; latest[$1] = $3 } next }
    !(first[$1] > 0 && latest[$1] > 0) { print $1 ": nothing is kept to compare it with"; failed = 1; next }
    {
        a = $2 / first[$1]; b = $2 / latest[$1]
        over = a > 1.0404 || b > 1.02
        failed = failed || over
        printf "%-22s %8d   %.4f of the first, %.4f of the second%s\n", $1, $2, a, b, over ? "   TOO MANY" : ""
    }
    END { exit failed }' "$kept" "$counts/found"
[ -z "${over_a_rule-}" ]
