//! A pack that is applied while the process dies, the disk is full, or another process goes by the old definition: the
//! catalogue and the schema are those of before, or those of after (PACK-4, PACK-5).

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use crm_core::prelude::*;
use crm_core::storage::sqlite::{SqliteOptions, SqliteStorage};
use serde_json::{Map, Value, json};

use crate::faults::striking;

/// A depot; its second version weighs what is in it, calls a field otherwise, has another value for one and another state for
/// one, gives a field up, counts what lies on a new kind of shelf, and lets no two be called the same.
fn depot(version: i64) -> Value {
    let mut document = json!({
        "pack": "depot", "version": version, "language": 1, "title": "Depot",
        "objects": {"crate": {"title": "label", "fields": {
            "label": {"type": "text", "max": 20, "required": true, "search": true},
            "count": {"type": "integer"},
            "colour": {"type": "choice", "values": ["red", "grey"]},
            "note": {"type": "text"}
        }, "status": {
            "start": "full", "states": {"full": {}, "empty": {"final": true}},
            "actions": {"clear": {"from": ["full"], "to": "empty"}}
        }}},
        "roles": {"system_administrator": ["depot"]}
    });
    if version > 1 {
        let of = &mut document["objects"]["crate"];
        of["fields"] = json!({
            "name": {"type": "text", "max": 20, "required": true, "search": true, "was": "label"},
            "count": {"type": "decimal", "places": 1},
            "colour": {"type": "choice", "values": ["red", "blue"]},
            "weight": {"type": "integer", "fill": "7"},
            "twice": {"type": "integer", "formula": "weight * 2"},
            "shelf": {"type": "ref", "to": "depot.shelf"}
        });
        (of["title"], of["unique"]) = (json!("name"), json!([{"fields": ["name"]}]));
        of["status"] = json!({
            "start": "full", "states": {"full": {}, "gone": {"final": true}},
            "actions": {"clear": {"from": ["full"], "to": "gone"}}
        });
        document["objects"]["shelf"] = json!({"title": "'shelf'", "fields": {
            "load": {"type": "integer", "rollup": {"sum": "twice", "of": "depot.crate", "by": "shelf"}}
        }});
        document["removed"] = json!(["crate.note"]);
        document["replaced"] = json!({"crate.colour": {"grey": "blue"}, "crate.status": {"empty": "gone"}});
    }
    document
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
    let new = json!({"new": {"label": "A", "count": 3, "colour": "grey", "note": "fragile"}});
    let made = call(&admin, "depot.crate.create", &new).unwrap();
    call(&admin, "depot.crate.clear", &json!({"id": made["id"]})).unwrap();
}

/// The first crate as the second version shows it.
fn is_second(admin: &Session) {
    let listed = call(admin, "objects.list", &json!({"object": "depot.crate", "page": {"limit": 1}})).unwrap();
    let found = &listed["items"][0];
    let read = ["name", "count", "colour", "weight", "twice"].map(|name| &found["values"][name]);
    assert_eq!(read, [&json!("A"), &json!("3"), &json!("blue"), &json!(7), &json!(14)], "{found}");
    assert_eq!((&found["status"], &found["version"]), (&json!("gone"), &json!(2)), "{found}");
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
    assert!(killed > 40, "only {killed} statements");
    let crm = Crm::open(&file).unwrap();
    let admin = crm.session_by_login("admin").unwrap();
    is_second(&admin);
    assert!(admin.maintenance().check().unwrap().ok);
}

/// What the test below kills: it applies the second version, and says when it begins and when it is done.
#[test]
fn child_that_is_killed_while_it_applies() {
    let Ok(file) = std::env::var("CRM_TEST_APPLY_UNTIL_KILLED") else { return };
    let crm = Crm::open(&file).unwrap();
    let admin = crm.session_by_login("admin").unwrap();
    let digest = plan(&admin, &depot(2));
    println!("\nbegins");
    call(&admin, "packs.apply", &json!({"document": depot(2), "plan": digest})).unwrap();
    println!("\ndone");
}

// PACK-4: killed from outside at any moment, the old definition is there or the new one, whole; what was confirmed is there.
#[test]
fn a_process_that_is_killed_while_it_applies_leaves_one_of_both() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("depot.crm");
    first(&file);
    {
        let crm = Crm::open(&file).unwrap();
        let admin = crm.session_by_login("admin").unwrap();
        let crates: Vec<Value> = (0..600).map(|at| json!({"label": format!("B{at}"), "colour": "grey"})).collect();
        call(&admin, "depot.crate.create_many", &json!({ "records": crates })).unwrap();
    }
    let before = stand(&file);
    let mut left = [0, 0];
    for round in 0..10 {
        let copy = folder.path().join(format!("round{round}.crm"));
        std::fs::copy(&file, &copy).unwrap();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "packs::child_that_is_killed_while_it_applies", "--nocapture"])
            .env("CRM_TEST_APPLY_UNTIL_KILLED", &copy)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(|line| line.ok());
        assert!(lines.any(|line| line == "begins"), "the other process never began");
        // Another moment each round.
        std::thread::sleep(Duration::from_millis(40 * round));
        child.kill().unwrap();
        child.wait().unwrap();
        let confirmed = lines.any(|line| line == "done");
        let old = stand(&copy) == before;
        assert!(!(confirmed && old), "what was confirmed is gone");
        left[usize::from(old)] += 1;
        let crm = Crm::open(&copy).unwrap();
        let admin = crm.session_by_login("admin").unwrap();
        assert!(admin.maintenance().check().unwrap().ok);
        if old {
            apply(&admin, &depot(2)).unwrap();
        }
        let sort = json!({"object": "depot.crate", "filter": {"field": "name", "is": "a"}});
        assert_eq!(call(&admin, "objects.list", &sort).unwrap()["items"][0]["values"]["twice"], json!(14));
    }
    assert!(left[1] > 0, "{left:?}: nobody was killed before the end");
}

/// What the test below runs: it reads by the first version, waits, and writes by the second.
#[test]
fn child_with_an_old_definition() {
    let Ok(file) = std::env::var("CRM_TEST_OLD") else { return };
    let crm = Crm::open(&file).unwrap();
    let admin = crm.session_by_login("admin").unwrap();
    let create = |new: Value| call(&admin, "depot.crate.create", &json!({ "new": new }));
    let refused = create(json!({"label": "B", "weight": 3})).unwrap_err();
    println!("\nbefore {}", refused.fields()[0].code);
    let planned = plan(&admin, &depot(3));
    std::fs::write(Path::new(&file).with_extension("ready"), "").unwrap();
    let since = Instant::now();
    while !Path::new(&file).with_extension("start").exists() {
        assert!(since.elapsed() < Duration::from_secs(60), "nobody applied");
        std::thread::yield_now();
    }
    println!("\nafter {}", create(json!({"name": "B", "weight": 3})).unwrap()["values"]["twice"]);
    println!("\nold {}", create(json!({"label": "C"})).unwrap_err().fields()[0].code);
    println!("\ntwice {}", create(json!({"name": "b"})).unwrap_err().fields()[0].code);
    let stale = call(&admin, "packs.apply", &json!({"document": depot(3), "plan": planned})).unwrap_err();
    println!(
        "\nplanned {}",
        if matches!(&stale, CrmError::Conflict { reason, .. } if reason == "stale_plan") { "anew" } else { "?" }
    );
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
        let all = ["before unknown_field", "after 6", "old unknown_field", "twice not_unique", "planned anew"];
        assert!(all.iter().all(|line| said.contains(&format!("\n{line}"))), "{output:?}");
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
