#!/usr/bin/env bash
# The starts of the READMEs, saved as they stand there; each must print what it says. They are typed as they stand but for
# what makes them build what the other parts have built: without --release, and the library with the features of the tests.
# Optimised as a reader would have it, it is tried by the part c. (Swift's start runs in the part swift.)
source "$(dirname "$0")/lib.sh"
source tests/parts/lib_python.sh
source tests/parts/lib_kotlin.sh
need README.md README.zh-CN.md
need_rust
need_c
need_venv
need_kotlin

# What the other parts have built serves here too: the reader's commands build the same things.
export CARGO_TARGET_DIR=$target MATURIN_PEP517_ARGS="--profile dev --features test-panic"
export KOTLIN_HOME=$kotlin JAVA_OPTS=-Xmx2g
outside=$(mktemp -d)            # beside the repository, as the Rust start is
saved=()
trap 'rm -rf "$outside" "${saved[@]}" start start.jar' EXIT

# start README LANGUAGE: in the folder of the repository, as its reader. (`|| return`: what `step` calls runs without -e.)
start() {
    local readme=$1 language=$2 name commands
    name=$(tests/readme.py "$readme" "$language" name) || return
    # A folder beside this one, and Python's environment, are made anew for the test.
    commands=$(tests/readme.py "$readme" "$language" commands |
        sed "s#\.\./start#$outside/start#g; /venv/d; s# --release##; s#target/release/#target/debug/#;
             s#^cargo build -p crm-ffi.*#& ${ffi_features[*]}#") || return
    name=${name/#..\/start/$outside/start}
    rm -rf "$outside/start"
    [ ! -e "$name" ] || die "$name is there already"
    saved+=("$name")
    if [ "$language" = Rust ]; then
        # `cargo new` comes first; the program takes the place of the one that it makes.
        bash -euc "$(grep -m1 'cargo new' <<<"$commands")" || return
        cp Cargo.lock "$outside/start/" || return
        # What the engine stands on is there already, if it is to be built in the same way and with the same features.
        echo "crm-same = { path = \"$root/tests/same\" }" >>"$outside/start/Cargo.toml" || return
        sed -n '/^\[profile\.dev/,/^$/p' Cargo.toml >>"$outside/start/Cargo.toml" || return
        commands=$(grep -v 'cargo new' <<<"$commands")
    fi
    tests/readme.py "$readme" "$language" program >"$name" || return
    bash -euc "$commands" >"$work/printed.txt" || return
    rm -rf "${saved[@]}" start start.jar
    tests/readme.py "$readme" "$language" check "$work/printed.txt"
}

# The same start in both READMEs: the program and the commands but for comments, which need no second run.
same() {
    local what
    for what in name commands program; do
        cmp <(without_comments README.md "$1" "$what") <(without_comments README.zh-CN.md "$1" "$what") ||
            die "$1: README.zh-CN.md has other $what"
    done
}
without_comments() { tests/readme.py "$@" | sed 's# *//.*##; s# */\*.*\*/##; s/ *# .*//'; }

for language in Rust Python C C++ Kotlin Swift; do same "$language"; done
for language in Rust Python C C++ Kotlin; do step "$language" start README.md "$language"; done
