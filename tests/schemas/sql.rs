//! A database as text, with everything that a faithful copy needs: the file's marks, the schema as it is kept, every
//! row, and the numbers that are given next.

#![allow(dead_code, reason = "the test and the program each use their part")]

use std::fmt::Write;
use std::path::Path;

use rusqlite::Connection;

/// What stands in the file's header beside the schema.
const MARKS: &[&str] = &["application_id", "user_version"];

/// Writes the database as statements that make it again.
pub fn dump(file: &Path) -> String {
    let db = Connection::open(file).unwrap();
    let mut out = String::new();
    let encoding: String = db.query_row("PRAGMA encoding", [], |row| row.get(0)).unwrap();
    writeln!(out, "PRAGMA encoding = '{encoding}';").unwrap();
    for mark in MARKS {
        let value: i64 = db.query_row(&format!("PRAGMA {mark}"), [], |row| row.get(0)).unwrap();
        writeln!(out, "PRAGMA {mark} = {value};").unwrap();
    }
    out.push_str("BEGIN;\n");
    let objects: Vec<(String, String, Option<String>)> =
        rows(&db, "SELECT type, name, sql FROM sqlite_schema ORDER BY type <> 'table', rowid", |row| {
            (row.get(0).unwrap(), row.get(1).unwrap(), row.get(2).unwrap())
        });
    let own = |name: &str| !name.starts_with("sqlite_");
    for (_, _, sql) in objects.iter().filter(|(kind, name, _)| kind == "table" && own(name)) {
        writeln!(out, "{};", sql.as_ref().unwrap()).unwrap();
    }
    for (_, table, _) in objects.iter().filter(|(kind, name, _)| kind == "table" && own(name)) {
        insert(&db, table, &mut out);
    }
    // Numbers that were given are in no row once their rows are deleted.
    out.push_str("DELETE FROM sqlite_sequence;\n");
    insert(&db, "sqlite_sequence", &mut out);
    for (_, _, sql) in objects.iter().filter(|(kind, ..)| kind != "table") {
        // An index that a constraint makes has no text of its own.
        if let Some(sql) = sql {
            writeln!(out, "{sql};").unwrap();
        }
    }
    out.push_str("COMMIT;\n");
    out
}

/// Makes the database again in a new file.
pub fn restore(sql: &str, file: &Path) {
    let db = Connection::open(file).unwrap();
    db.execute_batch(sql).unwrap();
}

/// Every object of the schema, by name, with its text, but for comments and spacing: a new database is made with other
/// lines than the migrations have.
pub fn schema(file: &Path) -> Vec<(String, String)> {
    let db = Connection::open(file).unwrap();
    rows(&db, "SELECT name, coalesce(sql, '') FROM sqlite_schema ORDER BY type, name", |row| {
        let sql: String = row.get(1).unwrap();
        let code: Vec<&str> = sql.lines().filter(|line| !line.trim_start().starts_with("--")).collect();
        let spaced = code.join(" ").replace('"', "").split_whitespace().collect::<Vec<_>>().join(" ");
        (row.get(0).unwrap(), spaced.replace(" ,", ",").replace("( ", "(").replace(" )", ")"))
    })
}

/// The tables without a row.
pub fn empty_tables(file: &Path) -> Vec<String> {
    let db = Connection::open(file).unwrap();
    let all: Vec<String> =
        rows(&db, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name", |row| row.get(0).unwrap());
    let is_empty = |table: &String| {
        db.query_row(&format!("SELECT NOT EXISTS (SELECT 1 FROM \"{table}\")"), [], |row| row.get::<_, bool>(0))
            .unwrap()
    };
    all.into_iter().filter(is_empty).collect()
}

/// Runs one query and reads its rows.
pub fn rows<T>(db: &Connection, sql: &str, read: impl Fn(&rusqlite::Row<'_>) -> T) -> Vec<T> {
    let mut statement = db.prepare(sql).unwrap();
    let found = statement.query_map([], |row| Ok(read(row))).unwrap();
    found.map(Result::unwrap).collect()
}

fn insert(db: &Connection, table: &str, out: &mut String) {
    let columns: Vec<String> =
        rows(db, &format!("SELECT name FROM pragma_table_info('{table}')"), |row| row.get(0).unwrap());
    let quoted: Vec<String> = columns.iter().map(|c| format!("quote(\"{c}\")")).collect();
    let sql = format!("SELECT {} FROM \"{table}\" ORDER BY {}", quoted.join(", "), quoted.join(", "));
    for values in rows(db, &sql, |row| (0..columns.len()).map(|i| row.get::<_, String>(i).unwrap()).collect::<Vec<_>>())
    {
        // SQLite takes a NUL and line ends in a literal as they are.
        writeln!(out, "INSERT INTO {table} VALUES ({});", values.join(",")).unwrap();
    }
}
