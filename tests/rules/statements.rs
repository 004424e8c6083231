//! Where SQL stands (DESIGN.md): in `store.rs` files and folders of them, and in few other places, each for a reason.

use crate::sources::sources;

/// Where statements or parts of them stand beside `store.rs`, and why. A path that ends in `/` is a folder.
const ELSEWHERE: &[(&str, &str)] = &[
    ("engine/storage/", "the storage itself"),
    ("engine/objects/", "composes the statements of what packs define from their descriptions"),
    ("engine/scope/", "composes what is seen into the statements of others"),
    ("engine/hanging.rs", "one statement for every table of what hangs on records, which the areas name"),
    ("engine/people/found.rs", "one statement for every way in which people are found"),
    ("engine/superior.rs", "a condition that other statements take in"),
    ("engine/telling/followers.rs", "one statement for every record that is followed"),
    ("areas/process/activities/list.rs", "composes one list from what is asked for"),
    ("areas/relationships/customers/forgotten.rs", "a condition of one list"),
    ("areas/selling/scoring/fields.rs", "composes what scores read from the fields that the setting names"),
    ("areas/reporting/reports/", "a report is its statement: each in its own file"),
];

/// Whether a line is code that holds a statement. Documentation may show one.
fn holds(line: &str) -> bool {
    let words = ["SELECT ", "INSERT INTO ", "DELETE FROM ", "CREATE TABLE ", "CREATE INDEX ", "CREATE UNIQUE INDEX "];
    let updates = |line: &str| line.split_once("UPDATE ").is_some_and(|(_, rest)| rest.contains(" SET "));
    !line.trim_start().starts_with("//") && (words.iter().any(|word| line.contains(word)) || updates(line))
}

/// Tests ask the database what they like.
fn is_test(path: &str) -> bool {
    path.contains("/tests/") || ["tests.rs", "samples.rs"].iter().any(|end| path.ends_with(end))
}

fn is_store(path: &str) -> bool {
    path.ends_with("/store.rs") || path.contains("/store/")
}

#[test]
fn sql_stands_in_stores() {
    let mut used = vec![false; ELSEWHERE.len()];
    let mut held = 0;
    for (path, text) in sources(".rs") {
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let Some((at, line)) = text.lines().enumerate().find(|(_, line)| holds(line)) else { continue };
        if is_store(&path) || is_test(&path) {
            held += 1;
            continue;
        }
        let excused = |place: &str| if place.ends_with('/') { path.starts_with(place) } else { path == place };
        let found = ELSEWHERE.iter().position(|(place, _)| excused(place));
        let Some(found) = found else { panic!("{path}:{}: SQL outside store.rs: {line}", at + 1) };
        used[found] = true;
    }
    assert!(held > 30, "the stores are there: {held}");
    for ((place, why), used) in ELSEWHERE.iter().zip(used) {
        assert!(used, "{place} holds no SQL any more ({why})");
    }
}

#[test]
fn a_statement_is_found() {
    for line in
        ["    \"SELECT id FROM users\",", "tx.execute(\"UPDATE users SET status = ?\")", "let sql = \"DELETE FROM x \\"]
    {
        assert!(holds(line), "{line}");
    }
    for line in ["    /// SELECT nothing", "// UPDATE x SET y", "let update = \"UPDATE\";", "fn select() {}"] {
        assert!(!holds(line), "{line}");
    }
    assert!(is_store("areas/a/b/store/list.rs") && is_store("engine/gate/store.rs") && !is_store("engine/restore.rs"));
}
