# Shared by every part. A part sources this file first and then reads top to bottom.
# shellcheck shell=bash
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
# Compilers that are fetched rather than installed; safe to keep between runs (a CI cache, say).
tools=${CRM_TOOLS:-$target/tools}
part=$(basename "$0" .sh)
work=$target/tests/$part            # what this part builds; may be deleted at any time
logs=$target/tests/logs
mkdir -p "$work" "$logs"
export CARGO_TERM_QUIET=${CARGO_TERM_QUIET:-true}
cd "$root"

die() { printf '%s: %s\n' "$part" "$*" >&2; exit 1; }

# step NAME COMMAND...: runs a command silently; on failure shows its output, else nothing but one line.
# For installing and building. Test runners are not wrapped: their own output is the result.
step() {
    local name=$1 log started=$SECONDS
    shift
    log=$logs/$part-${name//[^a-zA-Z0-9]/-}.log
    if "$@" >"$log" 2>&1; then
        printf '%s: %s (%d s)\n' "$part" "$name" $((SECONDS - started))
    else
        local code=$?
        tail -n "${CRM_LOG_LINES:-80}" "$log" >&2
        printf '%s: FAILED: %s (exit %d), all of its output: %s\n' "$part" "$name" "$code" "$log" >&2
        return "$code"
    fi
}

# need PATH...: what the part tests must be there. An absent folder is a failure, never a silent skip.
need() {
    local path
    for path in "$@"; do
        compgen -G "$path" >/dev/null || die "$path is not there, so this part would test nothing"
    done
}

# install PACKAGE...: Debian packages, or the one line that would install them.
install() {
    local line="apt-get install -y --no-install-recommends $*"
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        step "apt-get update" apt-get update
        # A machine that has just booted may still hold the lock.
        DEBIAN_FRONTEND=noninteractive step "$line" ${line/apt-get/apt-get -o DPkg::Lock::Timeout=300}
    else
        die "needs $*; install with: sudo $line"
    fi
}

# need_command COMMAND PACKAGE...  and  need_file FILE PACKAGE...: installs the packages where the thing is absent.
need_command() { command -v "$1" >/dev/null || install "${@:2}"; }
need_file() { [ -e "$1" ] || install "${@:2}"; }

need_rust() { command -v cargo >/dev/null || die "needs Rust; install rustup from rust-lang.org, then: rustup default stable"; }
need_c() { need_command gcc gcc libc6-dev; need_command g++ g++; }

# Of crm-ffi, for all that is tested of it: a panic on request, and the features of dependencies in which the tests share
# one build of the engine. Without it each part would compile the engine anew; what is shipped, the part c builds.
ffi_features=(--features test-panic)

# Has what is built of a workspace's own crates, and nothing that they stand on, compiled by clippy, as it asks cargo to when it
# checks: `env "${by_clippy[@]}" cargo build`. To be checked by itself, all that it stands on would have to be checked first.
by_clippy=(RUSTC_WORKSPACE_WRAPPER=clippy-driver CLIPPY_ARGS="-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__")

# story_count: the number of stories; every replay must have told as many.
story_count() { find tests/scenarios -maxdepth 1 -name '*.json' ! -name cast.json | wc -l; }

# first_example FILE LANGUAGE: the first code of a page in that language, as a newcomer would copy it.
first_example() {
    awk -v fence='```'"$2" 'on && /^```$/ { exit } on { print } $0 == fence { on = 1 }' "$1"
}

# in_fresh_dir COMMAND...: runs a command in an empty folder that is deleted after it.
in_fresh_dir() {
    local dir code=0
    dir=$(mktemp -d "$work/run.XXXXXX")
    (cd "$dir" && "$@") || code=$?
    rm -rf "$dir"
    return "$code"
}
