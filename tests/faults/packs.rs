//! A pack that is applied while the process dies, the disk is full, or another process goes by the old definition: the
//! catalogue and the schema are those of before, or those of after (PACK-4, PACK-5).

use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use crm_core::prelude::*;
use crm_core::storage::sqlite::{SqliteOptions, SqliteStorage};
use serde_json::{Map, Value, json};

use crate::faults::striking;

/// A depot; its second version weighs what is in it.
fn depot(version: i64) -> Value {
    let mut fields = json!({"label": {"type": "text", "max": 20, "required": true, "search": true}});
    if version > 1 {
        fields["weight"] = json!({"type": "integer", "fill": "7"});
        fields["twice"] = json!({"type": "integer", "formula": "weight * 2"});
    }
    json!({
        "pack": "depot", "version": version, "language": 1, "title": "Depot",
        "objects": {"crate": {"title": "label", "fields": fields, "unique": [{"fields": ["label"]}]}},
        "roles": {"system_administrator": ["depot"]}
    })
}

fn call(session: &Session, operation: &str, arguments: &Value) -> Result<Value> {
    session.call(operation, &arguments.to_string()).map(|json| json.parse().unwrap())
}

fn plan(session: &Session, document: &Value) -> Value {
    let plan = call(session, "packs.plan", &json!({"document": document})).unwrap();
    assert!(plan["refusals"].as_array().is_none_or(Vec::is_empty), "{plan}");
    plan["digest"].clone()
}

fn apply(session: &Session, document: &Value) -> Result<Value> {
    let digest = plan(session, document);
    call(session, "packs.apply", &json!({"document": document, "plan": digest}))
}

/// A database with the first version, and a crate in it.
fn first(file: &Path) {
    let crm = Crm::open(file).unwrap();
    let admin = crm.session(crm.bootstrap("admin", "管理员", &["system_administrator"]).unwrap()).unwrap();
    apply(&admin, &depot(1)).unwrap();
    call(&admin, "depot.crate.create", &json!({"new": {"label": "A"}})).unwrap();
}

/// The schema, and what the catalogue and the audit have.
fn stand(file: &Path) -> Vec<String> {
    let raw = rusqlite::Connection::open(file).unwrap();
    let ask = "SELECT name || ' ' || coalesce(sql, '') FROM sqlite_schema \
               UNION ALL SELECT name || ' ' || version || ' ' || document FROM packs \
               UNION ALL SELECT name || ' ' || kind FROM object_fields UNION ALL SELECT 'version ' || catalogue FROM settings \
               UNION ALL SELECT 'audited ' || count(*) FROM audit_calls ORDER BY 1";
    let mut statement = raw.prepare(ask).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.map(|row| row.unwrap()).collect()
}

/// Runs a test of this file in a process of its own.
fn child(name: &str, variables: &[(&str, String)]) -> Output {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", &format!("packs::{name}"), "--nocapture"]).envs(variables.iter().cloned());
    command.output().unwrap()
}

/// What the test below kills: it applies the second version, and dies at the statement that it is told.
#[test]
fn child_that_dies_while_it_applies() {
    let Ok(file) = std::env::var("CRM_TEST_APPLY") else { return };
    let storage = SqliteStorage::open(Path::new(&file), &SqliteOptions::default()).unwrap();
    let (storage, fuse) = striking(storage, || std::process::abort());
    let crm = Crm::options().open_storage(Box::new(storage)).unwrap();
    let admin = crm.session_by_login("admin").unwrap();
    let digest = plan(&admin, &depot(2));
    fuse.arm(std::env::var("CRM_TEST_AT").unwrap().parse().unwrap());
    call(&admin, "packs.apply", &json!({"document": depot(2), "plan": digest})).unwrap();
    println!("\napplied");
}

// PACK-4: killed at any statement, the commit included, the old catalogue and schema are there, whole.
#[test]
fn a_killed_apply_leaves_what_was() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("depot.crm");
    first(&file);
    let before = stand(&file);
    let mut killed = 0;
    for at in 1.. {
        let variables = [("CRM_TEST_APPLY", file.display().to_string()), ("CRM_TEST_AT", at.to_string())];
        let output = child("child_that_dies_while_it_applies", &variables);
        if String::from_utf8_lossy(&output.stdout).contains("\napplied") {
            break;
        }
        killed += 1;
        assert!(!output.status.success(), "{output:?}");
        assert_eq!(stand(&file), before, "killed at statement {at}");
        let crm = Crm::open(&file).unwrap();
        let admin = crm.session_by_login("admin").unwrap();
        assert!(admin.maintenance().check().unwrap().ok);
        let listed = call(&admin, "objects.list", &json!({"object": "depot.crate"})).unwrap();
        assert!(listed["items"][0]["values"].get("twice").is_none(), "{listed}");
        assert!(at < 200, "the fuse never ended");
    }
    assert!(killed > 10, "only {killed} statements");
    let crm = Crm::open(&file).unwrap();
    let admin = crm.session_by_login("admin").unwrap();
    let listed = call(&admin, "objects.list", &json!({"object": "depot.crate"})).unwrap();
    assert_eq!(
        (&listed["items"][0]["values"]["weight"], &listed["items"][0]["values"]["twice"]),
        (&json!(7), &json!(14))
    );
    assert!(admin.maintenance().check().unwrap().ok);
}

/// What the test below runs: it reads by the first version, waits, and writes by the second.
#[test]
fn child_with_an_old_definition() {
    let Ok(file) = std::env::var("CRM_TEST_OLD") else { return };
    let crm = Crm::open(&file).unwrap();
    let admin = crm.session_by_login("admin").unwrap();
    let create = |label: &str| call(&admin, "depot.crate.create", &json!({"new": {"label": label, "weight": 3}}));
    let refused = create("B").unwrap_err();
    println!("\nbefore {}", refused.fields()[0].code);
    std::fs::write(Path::new(&file).with_extension("ready"), "").unwrap();
    let since = Instant::now();
    while !Path::new(&file).with_extension("start").exists() {
        assert!(since.elapsed() < Duration::from_secs(60), "nobody applied");
        std::thread::yield_now();
    }
    println!("\nafter {}", create("B").unwrap()["values"]["twice"]);
}

// PACK-5: a process that knows an old definition works by the new one at its next call.
#[test]
fn nobody_works_with_an_old_definition() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("depot.crm");
    first(&file);
    std::thread::scope(|scope| {
        let other = scope.spawn(|| {
            let variables = [("CRM_TEST_OLD", file.display().to_string())];
            child("child_with_an_old_definition", &variables)
        });
        let since = Instant::now();
        while !file.with_extension("ready").exists() {
            assert!(since.elapsed() < Duration::from_secs(60), "the other process never began");
            std::thread::yield_now();
        }
        let crm = Crm::open(&file).unwrap();
        apply(&crm.session_by_login("admin").unwrap(), &depot(2)).unwrap();
        std::fs::write(file.with_extension("start"), "").unwrap();
        let output = other.join().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(said.contains("\nbefore unknown_field") && said.contains("\nafter 6"), "{output:?}");
    });
}

/// So many tables that they find no room.
fn wide() -> Value {
    let fields: Map<String, Value> =
        (0..10).map(|at| (format!("f{at}"), json!({"type": "user", "on_delete": "clear"}))).collect();
    let objects: Map<String, Value> =
        (0..60).map(|at| (format!("o{at}"), json!({"title": "'o'", "fields": fields.clone()}))).collect();
    json!({"pack": "wide", "version": 1, "language": 1, "title": "Wide", "objects": objects})
}

/// What the test below runs in a process whose files may not grow beyond a limit.
#[test]
fn child_that_applies_on_a_full_disk() {
    let Ok(file) = std::env::var("CRM_TEST_FULL_APPLY") else { return };
    let crm = Crm::open(file).unwrap();
    let admin = crm.session_by_login("admin").unwrap();
    let error = apply(&admin, &wide()).unwrap_err();
    // It goes on by what was.
    let listed = call(&admin, "objects.list", &json!({"object": "depot.crate"})).unwrap();
    println!("\nchild: {} {}", error.code(), listed["items"].as_array().unwrap().len());
}

// PACK-4: on a full disk nothing of a pack is there.
#[test]
fn an_apply_on_a_full_disk_leaves_what_was() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("depot.crm");
    first(&file);
    let before = stand(&file);
    // No file may grow beyond 2 MiB; the signal that comes with it is ignored, so that the write itself fails.
    let limit =
        "trap '' XFSZ; ulimit -f 4096; exec \"$0\" --exact packs::child_that_applies_on_a_full_disk --nocapture";
    let mut limited = Command::new("sh");
    limited.args(["-c", limit]).arg(std::env::current_exe().unwrap()).env("CRM_TEST_FULL_APPLY", &file);
    let output = limited.output().unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).contains("\nchild: storage 1"), "{output:?}");
    assert_eq!(stand(&file), before);
    let crm = Crm::open(&file).unwrap();
    let admin = crm.session_by_login("admin").unwrap();
    assert!(admin.maintenance().check().unwrap().ok);
    apply(&admin, &wide()).unwrap();
}
