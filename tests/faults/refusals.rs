//! Refusals cost nobody a write, are all told, and fill nothing.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use crm_core::audit::RefusalFilter;
use crm_core::opportunities::NewOpportunity;
use crm_core::prelude::*;
use crm_core::{Options, PasswordCost, Synchronous};

use crate::support::{FixedEnvironment, MORNING, Office};

fn options(clock: &Arc<FixedEnvironment>) -> Options {
    let cheap = PasswordCost { memory_kib: 8, passes: 1 };
    Crm::options().synchronous(Synchronous::Normal).environment(clock.clone()).password_cost(cheap)
}

fn office(file: &Path) -> Office {
    let clock = FixedEnvironment::new(MORNING);
    Office::staff(options(&clock).open(file).unwrap(), clock)
}

/// How often the refusals of one operation are told, and in how many rows.
fn told(admin: &Session, operation: &str) -> (i64, usize) {
    let filter = RefusalFilter { operation: Some(operation.into()), ..Default::default() };
    let page = PageRequest { limit: Some(10_000), ..Default::default() };
    let rows = admin.audit().refusals(Some(filter), Some(page)).unwrap().items;
    (rows.iter().map(|row| row.times).sum(), rows.len())
}

/// One number that another connection sees change with every commit.
fn commits(other: &rusqlite::Connection) -> i64 {
    other.query_row("PRAGMA data_version", [], |row| row.get(0)).unwrap()
}

#[test]
fn a_refused_call_waits_for_nobody_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("office.crm");
    let office = office(&file);
    let other = rusqlite::Connection::open(&file).unwrap();
    let before = commits(&other);
    let refuse = || {
        for _ in 0..50 {
            assert_eq!(office.stranger.opportunities().list(None, None, None).unwrap_err().code(), "forbidden");
            assert_eq!(office.stranger.users().list(None, None, None).unwrap_err().code(), "forbidden");
        }
    };
    refuse();
    assert_eq!(commits(&other), before, "a refusal was a commit");
    // While somebody else writes, too.
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    refuse();
    other.execute_batch("COMMIT").unwrap();
    assert_eq!(commits(&other), before);
    // PERM-2: all of them are told, repeats of a minute in one row, also those that nothing was written behind.
    assert_eq!(told(&office.admin, "opportunities.list"), (100, 1));
    assert_eq!(told(&office.admin, "users.list"), (100, 1));
    // What is written next takes them along.
    refuse();
    let waiting = || -> i64 {
        let sql = "SELECT coalesce(sum(times), 0) FROM audit_refusals WHERE operation = 'users.list'";
        other.query_row(sql, [], |row| row.get(0)).unwrap()
    };
    assert_eq!(waiting(), 100);
    office.opportunity();
    assert_eq!(waiting(), 150);
    // So does closing.
    refuse();
    drop(office);
    assert_eq!(waiting(), 200);
}

#[test]
fn a_write_that_fails_keeps_the_refusals_it_would_have_taken_along() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("office.crm");
    let office = office(&file);
    assert_eq!(office.stranger.users().list(None, None, None).unwrap_err().code(), "forbidden");
    // Refused for its fields, and interrupted before its end.
    let nothing = NewOpportunity::default();
    assert_eq!(office.ann.opportunities().create(nothing.clone(), None, None).unwrap_err().code(), "invalid");
    let hurried = office.ann.with_time_limit(Some(std::time::Duration::ZERO));
    assert_eq!(hurried.opportunities().create(nothing, None, None).unwrap_err().code(), "interrupted");
    assert_eq!(told(&office.admin, "users.list"), (1, 1));
}

#[test]
fn guessed_names_do_not_fill_the_database() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("office.crm");
    let office = office(&file);
    let count =
        |sql: &str| -> i64 { rusqlite::Connection::open(&file).unwrap().query_row(sql, [], |row| row.get(0)).unwrap() };
    for i in 0..3_000 {
        assert_eq!(
            office.crm.login(&format!("guess{i}"), &"a wrong password".into()).unwrap_err().code(),
            "login_failed"
        );
        if i % 100 == 0 {
            office.clock.advance(chrono::TimeDelta::minutes(1));
        }
    }
    assert_eq!(office.crm.login("ann", &"a wrong password".into()).unwrap_err().code(), "login_failed");
    // All are counted, a thousand by name, and who is really there is among them whatever others guess.
    let (times, rows) = told(&office.admin, "login");
    assert_eq!(times, 3_001);
    assert!(rows <= 1_010, "{rows} rows");
    let ann = RefusalFilter { user: office.ann.user(), ..Default::default() };
    assert_eq!(office.admin.audit().refusals(Some(ann), None).unwrap().items[0].login.as_deref(), Some("ann"));
    let remembered = count("SELECT count(*) FROM login_failures");
    assert!(remembered <= 1_001, "{remembered} names are remembered");
    // USER-2: the latest of them behave as names that somebody has; a locked one is refused without a commit.
    for _ in 0..4 {
        assert_eq!(refusal(&office, "guess2999"), "wrong_credentials");
    }
    let other = rusqlite::Connection::open(&file).unwrap();
    let before = commits(&other);
    for _ in 0..20 {
        assert_eq!(refusal(&office, "guess2999"), "locked");
    }
    assert_eq!(commits(&other), before);
}

fn refusal(office: &Office, login: &str) -> String {
    match office.crm.login(login, &"a wrong password".into()) {
        Err(CrmError::LoginFailed { reason }) => reason,
        other => panic!("{other:?}"),
    }
}

/// What the test below kills: refusals, a write, refusals.
#[test]
fn child_that_is_refused_until_killed() {
    let Ok(file) = std::env::var("CRM_TEST_REFUSALS") else { return };
    let crm = options(&FixedEnvironment::new(MORNING)).open(&file).unwrap();
    let stranger = crm.session_by_login("stranger").unwrap();
    for _ in 0..7 {
        assert_eq!(stranger.users().list(None, None, None).unwrap_err().code(), "forbidden");
    }
    let ann = crm.session_by_login("ann").unwrap();
    ann.opportunities().create(crate::support::new_opportunity("写"), None, None).unwrap();
    for _ in 0..5 {
        assert_eq!(stranger.users().list(None, None, None).unwrap_err().code(), "forbidden");
    }
    println!("\nrefused");
    loop {
        std::thread::park();
    }
}

#[test]
fn a_killed_process_loses_the_refusals_since_its_last_write_and_no_others() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("office.crm");
    drop(office(&file));
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "refusals::child_that_is_refused_until_killed", "--nocapture"])
        .env("CRM_TEST_REFUSALS", &file)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let said = BufReader::new(child.stdout.take().unwrap()).lines().map_while(|line| line.ok());
    assert!(said.into_iter().any(|line| line == "refused"));
    child.kill().unwrap();
    child.wait().unwrap();
    let crm = options(&FixedEnvironment::new(MORNING)).open(&file).unwrap();
    assert_eq!(told(&crm.session_by_login("admin").unwrap(), "users.list"), (7, 1));
}

#[test]
fn a_hundred_log_ins_at_once_hash_one_a_core() {
    // Each takes 64 MiB: all at once would take more than the limit of the process, and end it.
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new("sh")
        .args(["-c", "ulimit -v 4194304; exec \"$0\" --exact refusals::child_of_many_log_ins --nocapture"])
        .arg(std::env::current_exe().unwrap())
        .env("CRM_TEST_LOG_INS", folder.path().join("office.crm"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stdout).contains("100 signed in"), "{output:?}");
}

/// What the test above runs in a process whose memory is limited.
#[test]
fn child_of_many_log_ins() {
    let Ok(file) = std::env::var("CRM_TEST_LOG_INS") else { return };
    let clock = FixedEnvironment::new(MORNING);
    let cost = PasswordCost { memory_kib: 64 << 10, passes: 1 };
    let office =
        Office::staff(Crm::options().environment(clock.clone()).password_cost(cost).open(file).unwrap(), clock);
    office.admin.users().set_password(crate::support::user(&office.ann), Some("correct horse".into()), None).unwrap();
    let start = std::sync::Barrier::new(100);
    let signed_in: usize = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..100)
            .map(|_| {
                scope.spawn(|| {
                    start.wait();
                    // Who waited for its turn too long asks again.
                    loop {
                        match office.crm.login("ann", &"correct horse".into()) {
                            Ok(_) => return 1,
                            Err(CrmError::Busy) => {}
                            Err(other) => panic!("{other}"),
                        }
                    }
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    println!("\n{signed_in} signed in");
}
