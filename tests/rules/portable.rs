//! Every statement of the engine is one that PostgreSQL takes too, and takes the same way. What the other tests of this
//! program execute is held against the same list, by the storage of their office.

use crm_core::storage::sqlite::{SqliteOptions, SqliteStorage};

use crate::sources::sources;
use crate::story::{Stage, all};
use crate::support::portable::{portable, unportable};

#[test]
fn the_statements_of_every_story_are_portable() {
    for story in all() {
        let storage = portable(SqliteStorage::in_memory(&SqliteOptions::default()).unwrap());
        let mut stage = Stage::new(|options| options.open_storage(Box::new(storage)).unwrap());
        stage.play(&story, |session, operation, arguments| session.call(operation, arguments));
    }
}

/// The back-end's own files, and those that only SQLite's migrations need.
const OF_SQLITE: &[&str] = &["engine/storage/sqlite/", "engine/storage/migrate"];

#[test]
fn the_statements_in_the_sources_are_portable() {
    let mut looked_at = 0;
    for (file, text) in sources(".rs") {
        // Tests of the engine's own look at SQLite's schema.
        if OF_SQLITE.iter().any(|path| file.starts_with(path))
            || file.ends_with("/tests.rs")
            || file.contains("/tests/")
        {
            continue;
        }
        // What stands behind it is tests.
        let text = text.split("#[cfg(test)]\n").next().unwrap();
        for literal in literals(text).iter().filter(|literal| is_sql(literal)) {
            looked_at += 1;
            let wrong = unportable(&filled(literal));
            assert!(wrong.is_empty(), "{file}: {wrong:?}\n  {literal}");
        }
    }
    assert!(looked_at > 200, "{looked_at}");
}

/// What a format puts in is no name of the statement's own.
fn filled(literal: &str) -> String {
    let mut parts = literal.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + "x" + part.split_once('}').map_or("", |(_, behind)| behind))
}

fn is_sql(text: &str) -> bool {
    [
        "SELECT ",
        "INSERT INTO ",
        "UPDATE ",
        "DELETE FROM ",
        "WHERE ",
        "FROM ",
        "ORDER BY ",
        "GROUP BY ",
        "JOIN ",
        " IN (",
    ]
    .iter()
    .any(|part| text.contains(part))
}

/// The texts in quotes of a Rust source, comments left out.
fn literals(source: &str) -> Vec<String> {
    let (mut found, mut rest) = (Vec::new(), source);
    while let Some(at) = rest.find(['"', '/', '\'']) {
        let tail = &rest[at..];
        if tail.starts_with("//") {
            rest = tail.split_once('\n').map_or("", |(_, behind)| behind);
        } else if tail.starts_with("'\"'") || tail.starts_with("'\\\"'") {
            // A quote as a character.
            rest = &tail[tail[1..].find('\'').unwrap() + 2..];
        } else if tail.starts_with('"') {
            let raw = rest[..at].trim_end_matches('#').ends_with('r');
            let hashes = rest[..at].len() - rest[..at].trim_end_matches('#').len();
            let end = if raw { format!("\"{}", "#".repeat(hashes)) } else { "\"".to_owned() };
            let (mut text, mut from) = (String::new(), 1);
            loop {
                let c = tail[from..].chars().next().unwrap();
                if !raw && c == '\\' {
                    // An escaped end of a line takes the indent behind it.
                    let escaped = tail[from + 1..].chars().next().unwrap();
                    from += 1 + escaped.len_utf8();
                    match escaped {
                        '\n' => from += tail[from..].len() - tail[from..].trim_start().len(),
                        'n' => text.push('\n'),
                        other => text.push(other),
                    }
                } else if tail[from..].starts_with(&end) {
                    break;
                } else {
                    text.push(c);
                    from += c.len_utf8();
                }
            }
            found.push(text);
            rest = &tail[from + end.len()..];
        } else {
            rest = &tail[1..];
        }
    }
    found
}

#[test]
fn what_postgresql_lacks_is_found() {
    for (sql, finding) in [
        ("SELECT l.\"order\" FROM order_lines l", "a quoted name"),
        ("SELECT x FROM t WHERE user = ?", "user as a name"),
        ("SELECT t.order FROM t", "order as a name"),
        ("SELECT 1 AS end", "end as a name"),
        ("SELECT id FROM roles WHERE built_in = 1", "compared with a number"),
        ("SELECT id FROM roles r WHERE 0 <> ? AND r.built_in <> 0", "compared with a number"),
        ("UPDATE customers SET complete = CASE WHEN phone IS NULL THEN 0 ELSE 1 END", "a CASE of numbers"),
        ("INSERT INTO roles (uid, built_in) VALUES (?, 1)", "set to a number"),
        ("SELECT sum(editable + 1) FROM dictionary_entries", "taken for a number"),
        ("SELECT customer, sum(total) FROM orders GROUP BY customer", "sum without CAST"),
        ("SELECT CAST(substr(date, 1, 4) AS INTEGER) FROM orders", "CAST AS integer"),
        ("SELECT max(a, 1) FROM t", "GREATEST"),
        ("SELECT ifnull(a, 1) FROM t", "ifnull"),
        ("SELECT a FROM t WHERE a IS ?", "IS NOT DISTINCT FROM"),
        ("SELECT a FROM t WHERE a IS NOT b", "IS NOT DISTINCT FROM"),
        ("SELECT a FROM t WHERE name LIKE 'x%'", "like"),
        ("SELECT a FROM t WHERE name GLOB 'x*'", "glob"),
        ("SELECT instr(name, ?) FROM t", "instr"),
        ("SELECT rowid FROM t", "rowid"),
        ("SELECT a FROM t LIMIT 5, 10", "LIMIT with a comma"),
        ("SELECT a FROM t WHERE a == 1", "=="),
        ("SELECT a FROM t WHERE a = ?1", "numbered placeholder"),
        ("INSERT OR IGNORE INTO t (a) VALUES (1)", "insert OR"),
        ("REPLACE INTO t (a) VALUES (1)", "replace"),
        ("SELECT strftime('%Y', date) FROM t", "strftime"),
        ("SELECT a FROM t ORDER BY a COLLATE NOCASE", "collate"),
        ("PRAGMA user_version", "pragma"),
    ] {
        let wrong = unportable(sql);
        assert!(wrong.iter().any(|w| w.contains(finding)), "{sql}: {wrong:?}");
    }
    for sql in [
        "SELECT r.user_id, max(o.date) FROM orders o WHERE o.customer IS NOT DISTINCT FROM ? AND o.status = 1",
        "SELECT coalesce(CAST(sum(t.total) AS BIGINT), 0) FROM orders t GROUP BY t.customer HAVING sum(t.total) > 0",
        "SELECT id FROM roles WHERE built_in = TRUE AND name = 'user ? \"order\" LIKE' ORDER BY name DESC",
        "INSERT INTO roles (uid, version, built_in) VALUES (?, 1, FALSE) ON CONFLICT (uid) DO NOTHING",
        "SELECT CASE WHEN a IS NULL THEN 1 ELSE 0 END, count(*), strpos(name, ?) FROM t WHERE (a, b) > (?, ?) LIMIT ?",
    ] {
        assert!(unportable(sql).is_empty(), "{sql}: {:?}", unportable(sql));
    }
}
