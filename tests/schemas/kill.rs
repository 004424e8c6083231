//! The upgrade is killed at its statements, each fourth of them; what is left opens, is upgraded, and lacks nothing.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use crm_core::prelude::*;
use crm_core::storage::sqlite::{SqliteOptions, SqliteStorage};

use crate::faults::striking;

/// What the test below kills: it opens the file, says when it has come to the n-th statement, and waits for the end.
#[test]
fn child_that_upgrades_until_killed() {
    let (Ok(file), Ok(at)) = (std::env::var("CRM_TEST_UPGRADE"), std::env::var("CRM_TEST_UPGRADE_AT")) else { return };
    let inner = SqliteStorage::open(Path::new(&file), &SqliteOptions::default()).unwrap();
    let (storage, fuse) = striking(inner, || {
        println!("\nwaits");
        loop {
            std::thread::park();
        }
    });
    fuse.arm(at.parse().unwrap());
    Crm::options().open_storage(Box::new(storage)).unwrap();
    println!("\nfinished");
}

/// Runs the child until it says that it waits, and kills it; whether it was killed.
fn killed_at(file: &Path, statement: usize) -> bool {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "kill::child_that_upgrades_until_killed", "--nocapture"])
        .env("CRM_TEST_UPGRADE", file)
        .env("CRM_TEST_UPGRADE_AT", statement.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let said = BufReader::new(child.stdout.take().unwrap()).lines().map_while(|l| l.ok());
    let last = said.into_iter().find(|line| line == "waits" || line == "finished");
    child.kill().unwrap();
    child.wait().unwrap();
    match last.as_deref() {
        Some("waits") => true,
        Some("finished") => false,
        other => panic!("the child ended before statement {statement}: {other:?}"),
    }
}

#[test]
fn an_upgrade_that_is_killed_goes_on_with_the_next_open() {
    for version in crate::released() {
        let folder = tempfile::tempdir().unwrap();
        let new = crate::new_schema(folder.path());
        // One or more in nearly each migration, which are one transaction each.
        for statement in (1..).step_by(7) {
            let file = folder.path().join(format!("{statement}.crm"));
            crate::restored(&version, &file);
            let killed = killed_at(&file, statement);
            let crm = Crm::open(&file).unwrap_or_else(|e| panic!("{version} killed at {statement}: {e}"));
            crate::answers_alike(&version, &crm);
            assert!(crm.session_by_login("admin").unwrap().maintenance().check().unwrap().ok);
            drop(crm);
            assert_eq!(crate::sql::schema(&file), new, "{version} killed at {statement}");
            if !killed {
                assert!(statement > 10, "the upgrade has only {statement} statements");
                break;
            }
        }
    }
}

#[test]
fn a_new_database_that_is_killed_is_made_by_the_next_open() {
    let folder = tempfile::tempdir().unwrap();
    let new = crate::new_schema(folder.path());
    // At the first, somewhere in its schema, and while it is filled.
    for statement in (1..).step_by(23) {
        let file = folder.path().join(format!("{statement}.crm"));
        let killed = killed_at(&file, statement);
        let crm = Crm::open(&file).unwrap_or_else(|e| panic!("killed at {statement}: {e}"));
        crm.bootstrap("admin", "Admin", &["system_administrator"]).unwrap();
        let admin = crm.session_by_login("admin").unwrap();
        assert!(admin.maintenance().check().unwrap().ok);
        // The first page of its entries, whole.
        assert_eq!(admin.dictionary().list(None, None).unwrap().items.len(), 50);
        drop((admin, crm));
        assert_eq!(crate::sql::schema(&file), new, "killed at {statement}");
        if !killed {
            assert!(statement > 100, "a new database has only {statement} statements");
            break;
        }
    }
}
