//! The database of every released version, with data: this version upgrades it to a schema equal to a new one, reads all
//! of it, and is not stopped half-way by being killed.

#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

#[path = "../support/faults.rs"]
mod faults;
mod kill;
mod play;
mod sql;
#[path = "../support/story.rs"]
mod story;
#[path = "../support/mod.rs"]
mod support;
#[path = "../support/totp.rs"]
mod totp;

use std::path::{Path, PathBuf};

use crm_core::prelude::*;
use serde_json::Value;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/schemas")
}

/// The released versions, as the files of the folder name them.
fn released() -> Vec<String> {
    let names = std::fs::read_dir(folder()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
    let mut versions: Vec<String> = names.filter_map(|name| name.strip_suffix(".sql").map(str::to_owned)).collect();
    versions.sort();
    assert!(versions.iter().any(|v| v == "0.1.0"), "{versions:?}");
    versions
}

/// The database of a version in a new file.
fn restored(version: &str, file: &Path) {
    sql::restore(&std::fs::read_to_string(folder().join(format!("{version}.sql"))).unwrap(), file);
}

/// The schema that a new database of this version has.
fn new_schema(folder: &Path) -> Vec<(String, String)> {
    let file = folder.join("new.crm");
    drop(Crm::open(&file).unwrap());
    sql::schema(&file)
}

/// Every question that the version answered has the same answer still. What came later is not compared.
fn answers_alike(version: &str, crm: &Crm) {
    let text = std::fs::read_to_string(folder().join(format!("{version}.json"))).unwrap();
    let asked: Vec<Value> = serde_json::from_str(&text).unwrap();
    assert!(asked.len() > 70, "{}", asked.len());
    for question in asked {
        let call = question["call"].as_str().unwrap();
        let session = crm.session_by_login(question["login"].as_str().unwrap()).unwrap();
        let answer = session.call(call, &question["with"].to_string()).unwrap_or_else(|e| panic!("{call}: {e}"));
        let (mut expected, found) = (question["answer"].clone(), serde_json::from_str::<Value>(&answer).unwrap());
        if call == "changes.since" {
            // Up to where the answer goes: behind the upgrade's own changes.
            let told = expected.as_object_mut().and_then(|answer| answer.remove("sequence"));
            assert!(told.and_then(|n| n.as_i64()) <= found["sequence"].as_i64(), "{found}");
        }
        alike(&expected, &found, &format!("{call} {}", question["with"]));
    }
}

/// As stories compare, but instants by value: how they are written may change, and so may a cursor.
fn alike(expected: &Value, found: &Value, place: &str) {
    match (expected, found) {
        (Value::Object(fields), Value::Object(_)) => {
            // A later version brings entries of its own to the dictionary, which has more of them then.
            let more = |name: &str| name == "total" && place.starts_with("dictionary.list");
            for (name, value) in fields.iter().filter(|(name, _)| *name != "next" && !more(name)) {
                alike(value, found.get(name).unwrap_or(&Value::Null), &format!("{place}: {name}"));
            }
        }
        (Value::Array(wanted), Value::Array(items)) => {
            // The upgrade itself is in the audit: what it gave to the built-in roles. The kinds of activity came later.
            let brought = |item: &Value| {
                item["operation"] == "upgrade"
                    || [
                        "activity_kind",
                        "lost_reason",
                        "opportunity_kind",
                        "origin",
                        "contact_role",
                        "company_suffix",
                        "public_mail_domain",
                    ]
                    .iter()
                    .any(|category| item["category"] == *category)
            };
            let items: Vec<&Value> = items.iter().filter(|item| !brought(item)).collect();
            assert_eq!(wanted.len(), items.len(), "{place}: {found}");
            wanted.iter().zip(items).enumerate().for_each(|(i, (w, f))| alike(w, f, &format!("{place}[{i}]")));
        }
        // What was a list may have become one in pages.
        (Value::Array(_), Value::Object(page)) => alike(expected, &page["items"], place),
        (Value::String(a), Value::String(b)) => {
            assert!(a == b || instant(a).is_some_and(|a| Some(a) == instant(b)), "{place}: {b:?} and not {a:?}");
        }
        _ => assert_eq!(expected, found, "{place}"),
    }
}

fn instant(text: &str) -> Option<Timestamp> {
    text.parse().ok()
}

#[test]
fn every_released_database_is_upgraded_and_read() {
    for version in released() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("old.crm");
        restored(&version, &file);
        let crm = Crm::open(&file).unwrap_or_else(|e| panic!("{version}: {e}"));
        answers_alike(&version, &crm);
        // Passwords, the locks of log-ins and the creates that brought an id are remembered too.
        crm.login("ben", &play::BENS_PASSWORD.into()).unwrap();
        let check = crm.session_by_login("admin").unwrap().maintenance().check().unwrap();
        assert!(check.ok, "{version}: {:?}", check.findings);
        drop(crm);
        assert_eq!(sql::schema(&file), new_schema(folder.path()), "{version}");
        days_follow(&file);
        // A second time there is nothing to do.
        let before = sql::dump(&file);
        answers_alike(&version, &Crm::open(&file).unwrap());
        assert_eq!(sql::dump(&file), before, "{version}");
    }
}

/// ACT-14, AUTO-2: the days beside records, and since when they are in their states, follow from what was there.
fn days_follow(file: &Path) {
    let raw = rusqlite::Connection::open(file).unwrap();
    let count = |sql: &str| raw.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    for table in ["customers", "opportunities", "tickets"] {
        assert_eq!(count(&format!("SELECT count(*) FROM {table} WHERE idle_since IS NULL OR state_since IS NULL")), 0);
        assert!(count(&format!("SELECT count(*) FROM {table} WHERE state_since > created_at")) > 0, "{table}");
    }
    let interactions = "EXISTS (SELECT 1 FROM interactions i WHERE i.customer = c.id)";
    assert!(
        count(&format!("SELECT count(*) FROM customers c WHERE last_activity_on IS NOT NULL AND {interactions}")) > 0
    );
    assert_eq!(count("SELECT count(*) FROM customers WHERE status = 'lost' AND state_since <> lost_at"), 0);
    assert_eq!(count("SELECT count(*) FROM customers WHERE idle_since < active_since"), 0);
}

/// A database that an engine between two releases made and kept: it stands at the second migration.
#[test]
fn a_database_between_two_releases_is_upgraded() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("between.crm");
    restored("0.1.0", &file);
    drop(Crm::open(folder.path().join("new.crm")).unwrap());
    let new = rusqlite::Connection::open(folder.path().join("new.crm")).unwrap();
    let (name, checksum): (String, Vec<u8>) = new
        .query_row("SELECT name, checksum FROM schema_migrations WHERE number = 2", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    drop(new);
    let migrations = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let raw = rusqlite::Connection::open(&file).unwrap();
    raw.execute_batch(&std::fs::read_to_string(migrations.join(format!("0002_{name}.sql"))).unwrap()).unwrap();
    let note = "INSERT INTO schema_migrations (number, name, checksum, applied_at) VALUES (2, ?, ?, 1772413200000000)";
    raw.execute(note, rusqlite::params![name, checksum]).unwrap();
    // What that version knew and the first did not.
    let followed = "SELECT count(*) FROM tickets WHERE followed_up = 1";
    let before: i64 = raw.query_row(followed, [], |row| row.get(0)).unwrap();
    assert!(before > 0);
    drop(raw);
    let crm = Crm::open(&file).unwrap();
    answers_alike("0.1.0", &crm);
    let check = crm.session_by_login("admin").unwrap().maintenance().check().unwrap();
    assert_eq!(check.findings, Vec::<String>::new());
    drop(crm);
    let raw = rusqlite::Connection::open(&file).unwrap();
    assert_eq!(raw.query_row(followed, [], |row| row.get::<_, i64>(0)).unwrap(), before);
    let numbers: String =
        raw.query_row("SELECT group_concat(number) FROM schema_migrations", [], |row| row.get(0)).unwrap();
    assert!(numbers.starts_with("1,2,3,4,5,6,7,8,9"), "{numbers}");
    assert_eq!(sql::schema(&file), sql::schema(&folder.path().join("new.crm")));
}

#[test]
fn an_upgraded_database_is_worked_with() {
    for version in released() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("old.crm");
        restored(&version, &file);
        let clock = support::FixedEnvironment::new("2026-09-11T12:00:00Z");
        let crm = Crm::options().environment(clock).open(&file).unwrap();
        let ann = crm.session_by_login("ann").unwrap();
        // A create repeated from before the upgrade is told from a new one.
        let again = r#"{"new": {"customer_name": "华东精密机械", "success_probability": 60, "summary": "数控机床 12 台",
            "description": "年底前更换旧设备\n分两批", "source": "展会", "contact_name": "王芳",
            "contact_phone": "138-0013-8000"}, "id": "0195b5e2-7f00-7000-8000-000000000101"}"#;
        let before: Value = serde_json::from_str(&ann.call("opportunities.create", again).unwrap()).unwrap();
        assert_eq!(before["status"], "developed");
        let other = again.replace("展会", "电话");
        assert_eq!(support::refused(ann.call("opportunities.create", &other)), "conflict");
        // Numbers go on, also that of a record that was deleted.
        let new = ann.opportunities().create(support::new_opportunity("新客户"), None, None).unwrap();
        assert_eq!(new.number, Some(6));
        let erp = crm.session_by_login("erp").unwrap();
        // What was closed there is learned from, so that what is open is scored in the first night.
        let mut run = erp.jobs().run_due(None).unwrap();
        run.retain(|run| run.job.as_str() != "scores");
        assert_eq!(run.len(), 0, "{version}: the last scan is remembered");
        let admin = crm.session_by_login("admin").unwrap();
        assert!(admin.maintenance().check().unwrap().ok);
    }
}

#[test]
fn a_dump_is_the_database() {
    for version in released() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("old.crm");
        restored(&version, &file);
        let text = std::fs::read_to_string(self::folder().join(format!("{version}.sql"))).unwrap();
        assert!(sql::dump(&file) == text, "{version}: what was restored is not what was dumped");
        assert_eq!(sql::empty_tables(&file), Vec::<String>::new(), "{version}");
    }
}

/// What `make.rs` writes when this version is released has rows of every kind.
#[test]
fn the_story_leaves_no_table_without_a_row() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("made.crm");
    let answers = play::whole().play(&file);
    assert!(answers.len() > 70);
    // What goes on in slices is done by then, what a call notes it takes up itself, no host has a store of its own here, nobody is
    // narrowed who checks for duplicates, and the pipeline that there is serves everybody.
    let empty = [
        "activity_walks",
        "automation_noted",
        "duplicate_told",
        "file_store_keys",
        "noted_records",
        "pipeline_departments",
    ];
    assert_eq!(sql::empty_tables(&file), empty);
}
