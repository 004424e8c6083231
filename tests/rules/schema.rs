//! The documented schema is the one that a new database has.

use std::collections::BTreeMap;

use crm_core::prelude::*;

/// Every table and index by name, without comments and spacing, of a database.
fn objects(connection: &rusqlite::Connection) -> BTreeMap<String, String> {
    let mut statement = connection
        .prepare("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'")
        .unwrap();
    let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))).unwrap();
    rows.map(|row| {
        let (name, sql) = row.unwrap();
        let code: Vec<&str> = sql.lines().filter(|l| !l.trim_start().starts_with("--")).collect();
        // A column that was added later stands where SQLite puts it, and names are quoted where one was renamed.
        let spaced = code.join(" ").replace('"', "").split_whitespace().collect::<Vec<_>>().join(" ");
        (name, spaced.replace(" ,", ",").replace("( ", "(").replace(" )", ")"))
    })
    .collect()
}

#[test]
fn the_documented_schema_is_the_live_one() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("live.crm");
    drop(Crm::open(&file).unwrap());
    let live = objects(&rusqlite::Connection::open(&file).unwrap());
    let documented = rusqlite::Connection::open_in_memory().unwrap();
    documented.execute_batch(include_str!("../../docs/schema.sql")).unwrap();
    let documented = objects(&documented);
    assert_eq!(documented.keys().collect::<Vec<_>>(), live.keys().collect::<Vec<_>>());
    for (name, sql) in &live {
        assert_eq!(&documented[name], sql, "{name}: docs/schema.sql differs from the live database");
    }
    // Every table is STRICT and has no floating-point column.
    for (name, sql) in live.iter().filter(|(_, sql)| sql.starts_with("CREATE TABLE")) {
        assert!(sql.contains("STRICT"), "{name} is not STRICT");
        assert!(!sql.contains(" REAL"), "{name} has a REAL column");
    }
}
