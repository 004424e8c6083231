# The area of tests/area in a copy of the tree. Sourced after lib.sh.
# shellcheck shell=bash

# tree_with_area FOLDER: copies the tree as it stands, and adds what a new area adds: its folder, its line in the list of
# areas, and since it has a table, a migration with its entry. Nothing else.
tree_with_area() {
    local tree=$1 number
    mkdir -p "$tree"
    # Whatever an earlier copy has goes.
    rm -rf "$tree/crm-core/src" "$tree/crm-core/migrations" "$tree/tests"
    git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do
        [ ! -e "$file" ] || printf '%s\0' "$file"
    done | tar --null --files-from=- -c | tar -x -C "$tree"

    cp -r -p tests/area/competitors "$tree/crm-core/src/areas/selling/"
    sed -i 's/^pub mod selling {$/&\n    pub mod competitors;/' "$tree/crm-core/src/areas/mod.rs"

    number=$(($(find crm-core/migrations -name '*.sql' | wc -l) + 1))
    cp -p tests/area/competitors.sql "$tree/crm-core/migrations/$(printf %04d "$number")_competitors.sql"
    awk -v n="$number" '
        /^const MIGRATIONS/ { on = 1 }
        on && /^\];$/ {
            file = sprintf("../../../migrations/%04d_competitors.sql", n)
            printf "    Migration { number: %d, name: \"competitors\", steps: &[Step::Sql(include_str!(\"%s\"))] },\n", n, file
            on = 0
        }
        { print }
    ' crm-core/src/engine/storage/migrate.rs >"$tree/crm-core/src/engine/storage/migrate.rs"
    # What is generated would follow; of that, the tests inside the crate read the schema.
    cat tests/area/competitors.sql >>"$tree/docs/schema.sql"
}
