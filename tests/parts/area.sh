#!/usr/bin/env bash
# What a new area costs its author: that of tests/area (ten fields, five operations) is put into a copy of the tree with
# its folder, one line in the list of areas and its table's migration, and works.
source "$(dirname "$0")/lib.sh"
source tests/parts/lib_area.sh
need_rust
need_command tar tar
need tests/area/competitors/mod.rs tests/area/competitors.sql tests/area/main.rs

lines=$(cat tests/area/competitors/{mod,types,operations,status,store}.rs | wc -l)
[ "$lines" -le 150 ] || die "an area of ten fields and five operations takes $lines lines beside its rules, above 150"
echo "area: $lines lines beside its rules, of 150 at most"

# The workspace's own formatting does not come here.
rustfmt --check --edition "$(sed -n 's/^edition = "\(.*\)"/\1/p' Cargo.toml)" tests/area/main.rs tests/area/competitors/mod.rs

tree_with_area "$work/tree"
# As a module of the engine's own tests, so that the engine is compiled once.
printf '\n#[cfg(test)]\nextern crate self as crm_core;\n#[cfg(test)]\n#[path = "../../tests/area/main.rs"]\nmod area_story;\n' \
    >>"$work/tree/crm-core/src/lib.rs"
# What the engine stands on is shared. Cargo takes two trees of the same crates for one, unless they are of another version.
sed -i 's/^version = "\(.*\)"/version = "\1-area"/' "$work/tree/Cargo.toml"
cargo_there() { cargo "$1" --manifest-path "$work/tree/Cargo.toml" --target-dir "$target" -p crm-core "${@:2}"; }
step "build" cargo_there test --lib --no-run --quiet
cargo_there test --lib -- --exact area_story::a_new_area_is_whole | tee "$work/tests.log"
grep -q '^test result: ok\. 1 passed' "$work/tests.log" || die "the area was not tried"
# What holds every area to its words, rights and tables.
cargo_there test --lib area::
