//! Backups that are interrupted, killed, or that can't be recorded: there is a whole copy or none.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use crm_core::Synchronous;
use crm_core::audit::AuditFilter;
use crm_core::prelude::*;
use crm_core::storage::sqlite::{SqliteOptions, SqliteStorage};

use crate::faults::{Shared, faulty};
use crate::names::files;
use crate::support::{FixedEnvironment, MORNING, Office, new_order};

fn office(folder: &Path) -> Office {
    let clock = FixedEnvironment::new(MORNING);
    let options = Crm::options().synchronous(Synchronous::Normal).environment(clock.clone());
    let office = Office::staff(options.open(folder.join("office.crm")).unwrap(), clock);
    // Enough to take a moment.
    let orders = (0..5_000).map(|i| new_order(&i.to_string(), "C1", "2026-03-01", 2)).collect();
    office.integration.sales().push_orders(orders, None).unwrap();
    office
}

fn partial(folder: &Path) -> Option<String> {
    files(folder).into_iter().find(|name| name.ends_with(".partial"))
}

#[test]
fn an_interrupted_backup_leaves_nothing_and_can_be_tried_again() {
    let folder = tempfile::tempdir().unwrap();
    let office = office(folder.path());
    let copy = folder.path().join("copy.crm");
    std::thread::scope(|scope| {
        let backup = scope.spawn(|| {
            // Until one of them is hit.
            loop {
                if let Err(error) = office.admin.maintenance().backup(copy.display().to_string()) {
                    return error;
                }
                fs::remove_file(&copy).unwrap();
            }
        });
        while !backup.is_finished() {
            office.admin.interrupt();
            std::thread::yield_now();
        }
        assert_eq!(backup.join().unwrap(), CrmError::Interrupted);
    });
    assert_eq!((copy.exists(), partial(folder.path())), (false, None));
    office.admin.maintenance().backup(copy.display().to_string()).unwrap();
}

/// What the test below kills: it makes backups without end.
#[test]
fn child_that_backs_up_until_killed() {
    let Ok(folder) = std::env::var("CRM_TEST_BACKUP") else { return };
    let crm = Crm::open(Path::new(&folder).join("office.crm")).unwrap();
    let admin = crm.session_by_login("admin").unwrap();
    let copy = Path::new(&folder).join("copy.crm");
    loop {
        admin.maintenance().backup(copy.display().to_string()).unwrap();
        fs::remove_file(&copy).unwrap();
    }
}

#[test]
fn a_killed_backup_is_in_nobodys_way() {
    let folder = tempfile::tempdir().unwrap();
    drop(office(folder.path()));
    // Until one is killed half-way.
    let left = loop {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "backups::child_that_backs_up_until_killed"])
            .env("CRM_TEST_BACKUP", folder.path())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        while partial(folder.path()).is_none() && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        match partial(folder.path()) {
            Some(left) => break left,
            None => drop(fs::remove_file(folder.path().join("copy.crm"))),
        }
    };
    let copy = folder.path().join("copy.crm");
    assert!(!copy.exists(), "half a backup has the name of a whole one");
    // A file of the user's that looks nearly like it stays.
    let kept = folder.path().join("copy.crm.notes.partial");
    fs::write(&kept, "mine").unwrap();
    let crm = Crm::open(folder.path().join("office.crm")).unwrap();
    crm.session_by_login("admin").unwrap().maintenance().backup(copy.display().to_string()).unwrap();
    assert!(!folder.path().join(left).exists());
    assert_eq!(fs::read_to_string(kept).unwrap(), "mine");
    let copied = Crm::options().read_only(true).open(&copy).unwrap();
    assert!(copied.session_by_login("admin").unwrap().maintenance().check().unwrap().ok);
}

#[test]
fn a_backup_that_is_not_recorded_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let (storage, fuse) = faulty(SqliteStorage::in_memory(&SqliteOptions::default()).unwrap());
    let clock = FixedEnvironment::new(MORNING);
    let options = Crm::options().environment(clock.clone());
    let office = Office::staff(options.open_storage(Box::new(Shared(Arc::new(storage)))).unwrap(), clock);
    let copy = folder.path().join("copy.crm");
    let recorded = || {
        let filter = AuditFilter { operation: Some("maintenance.backup".into()), ..Default::default() };
        office.admin.audit().list(Some(filter), None).unwrap().items
    };
    for n in 1.. {
        fuse.arm(n);
        let outcome = office.admin.maintenance().backup(copy.display().to_string());
        let struck = !fuse.is_armed();
        fuse.disarm();
        if !struck {
            outcome.unwrap();
            assert!(n > 2, "only {} failures were tried", n - 1);
            break;
        }
        assert_eq!(outcome.unwrap_err(), CrmError::Storage { problem: "io".into() });
        assert_eq!((files(folder.path()), recorded()), (Vec::new(), Vec::new()), "statement {n}");
    }
    // AUDIT-1: who took all of it away, and where to.
    let calls = recorded();
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0].user.as_ref().map(|user| user.id), office.admin.user());
    assert_eq!(calls[0].arguments, serde_json::json!({ "file": copy.display().to_string() }).to_string());
    assert_eq!(calls[0].changes, []);
}

#[test]
fn a_copy_can_be_read_where_nothing_can_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let office = office(folder.path());
    let copies = folder.path().join("copies");
    fs::create_dir(&copies).unwrap();
    let copy = copies.join("copy.crm");
    office.admin.maintenance().backup(copy.display().to_string()).unwrap();
    // No log, so nothing has to be made beside it.
    assert_eq!(fs::read(&copy).unwrap()[18..20], [1, 1]);
    let reading = Crm::options().read_only(true).open(&copy).unwrap();
    let admin = reading.session_by_login("admin").unwrap();
    assert!(admin.maintenance().check().unwrap().ok);
    assert_eq!(files(&copies), ["copy.crm"]);
    // A database that is open for reading only can be backed up too; that is in no audit.
    admin.maintenance().backup(copies.join("second.crm").display().to_string()).unwrap();
    assert!(copies.join("second.crm").exists());
}

#[test]
fn a_backup_takes_no_reader_from_the_others() {
    let folder = tempfile::tempdir().unwrap();
    drop(office(folder.path()));
    let crm = Crm::options().readers(1).open(folder.path().join("office.crm")).unwrap();
    let admin = crm.session_by_login("admin").unwrap();
    std::thread::scope(|scope| {
        let backups = scope.spawn(|| {
            for i in 0..20 {
                admin.maintenance().backup(folder.path().join(format!("{i}.crm")).display().to_string()).unwrap();
            }
        });
        let mut beside = 0;
        while !backups.is_finished() {
            let growing = partial(folder.path());
            admin.users().me().unwrap();
            beside += usize::from(growing.is_some() && growing == partial(folder.path()));
        }
        backups.join().unwrap();
        assert!(beside > 0, "no read came between the beginning and the end of a backup");
    });
}
