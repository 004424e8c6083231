//! Files that are damaged, foreign, newer, or on a disk that is full: a clear error, and the file is left as it was.

use std::fs;
use std::io::{Read, Seek, SeekFrom, Write};
use std::process::Command;

use crm_core::Synchronous;
use crm_core::prelude::*;

use crate::support::{FixedEnvironment, MORNING, Office, new_opportunity, user};

fn problem<T: std::fmt::Debug>(result: Result<T>) -> String {
    match result.expect_err("should fail") {
        CrmError::Storage { problem } => problem,
        other => panic!("not a storage error: {other}"),
    }
}

#[test]
fn a_foreign_file_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("notes.txt");
    fs::write(&text, "not a database at all, but long enough to look at".repeat(100)).unwrap();
    let before = fs::read(&text).unwrap();
    assert_eq!(problem(Crm::open(&text)), "not_a_database");
    assert_eq!(fs::read(&text).unwrap(), before);

    let other = folder.path().join("other.db");
    let connection = rusqlite::Connection::open(&other).unwrap();
    connection.execute_batch("CREATE TABLE theirs (a); INSERT INTO theirs VALUES (1);").unwrap();
    drop(connection);
    let before = fs::read(&other).unwrap();
    assert_eq!(problem(Crm::open(&other)), "not_a_database");
    assert_eq!(fs::read(&other).unwrap(), before);
}

#[test]
fn a_newer_or_altered_schema_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for (sql, expected) in [
        ("INSERT INTO schema_migrations VALUES (99, 'future', x'00', 0)", "newer"),
        ("UPDATE schema_migrations SET checksum = x'00' WHERE number = 1", "unknown_schema"),
    ] {
        let file = folder.path().join(format!("{expected}.crm"));
        drop(Crm::open(&file).unwrap());
        rusqlite::Connection::open(&file).unwrap().execute_batch(sql).unwrap();
        assert_eq!(problem(Crm::open(&file)), expected);
    }
}

#[test]
fn a_damaged_file_is_reported_and_never_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("office.crm");
    let clock = FixedEnvironment::new(MORNING);
    let office = Office::staff(Crm::options().environment(clock.clone()).open(&file).unwrap(), clock);
    for i in 0..200 {
        office.ann.opportunities().create(new_opportunity(&i.to_string()), None, None).unwrap();
    }
    let admin = user(&office.admin);
    drop(office);
    // Bad bytes in the middle of the file, behind the schema.
    let mut open = fs::OpenOptions::new().read(true).write(true).open(&file).unwrap();
    let length = open.metadata().unwrap().len();
    open.seek(SeekFrom::Start(length / 2)).unwrap();
    open.write_all(&[0xa5; 8192]).unwrap();
    drop(open);
    // MAINT-1: the check tells, or the opening where it reads those bytes.
    let told = match Crm::open(&file).and_then(|crm| crm.session(admin)).and_then(|s| s.maintenance().check()) {
        Ok(report) => !report.ok,
        Err(CrmError::Storage { problem }) => problem == "corrupt",
        Err(other) => panic!("{other}"),
    };
    assert!(told);
    assert_eq!(fs::metadata(&file).unwrap().len(), length);

    // A file cut short.
    fs::OpenOptions::new().write(true).open(&file).unwrap().set_len(length / 3).unwrap();
    match Crm::open(&file).and_then(|crm| crm.session(admin)?.maintenance().check()) {
        Ok(report) => assert!(!report.ok),
        Err(CrmError::Storage { .. } | CrmError::Bug { .. } | CrmError::NotFound { .. }) => {}
        Err(other) => panic!("{other}"),
    }
    assert_eq!(fs::metadata(&file).unwrap().len(), length / 3);
}

#[test]
fn read_only_reads_and_refuses_to_write() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("office.crm");
    assert_eq!(problem(Crm::options().read_only(true).open(&file)), "missing");
    let clock = FixedEnvironment::new(MORNING);
    let office = Office::staff(Crm::options().environment(clock.clone()).open(&file).unwrap(), clock);
    let o = office.opportunity();
    let ann = user(&office.ann);
    // MAINT-1: a read-only open, while the owner has it open too.
    let crm = Crm::options().read_only(true).open(&file).unwrap();
    let session = crm.session(ann).unwrap();
    assert_eq!(session.opportunities().get(o.id).unwrap(), o);
    assert_eq!(problem(session.opportunities().create(new_opportunity("x"), None, None)), "read_only");
}

#[test]
fn a_backup_is_one_moment_while_others_write() {
    let folder = tempfile::tempdir().unwrap();
    let clock = FixedEnvironment::new(MORNING);
    let crm = Crm::options()
        .synchronous(Synchronous::Normal)
        .environment(clock.clone())
        .open(folder.path().join("office.crm"))
        .unwrap();
    let office = Office::staff(crm, clock);
    for i in 0..300 {
        office.ann.opportunities().create(new_opportunity(&i.to_string()), None, None).unwrap();
    }
    let copy = folder.path().join("copy.crm");
    let name = copy.to_string_lossy().into_owned();
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                office.ann.opportunities().create(new_opportunity("meanwhile"), None, None).unwrap();
            }
        });
        office.admin.maintenance().backup(name.clone()).unwrap();
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
    });
    // MAINT-1: the copy opens, is whole, and was not overwritten by a second backup.
    assert_eq!(office.admin.maintenance().backup(name).unwrap_err().code(), "conflict");
    let copied = Crm::open(&copy).unwrap();
    let admin = copied.session(user(&office.admin)).unwrap();
    assert!(admin.maintenance().check().unwrap().ok);
    let ann = copied.session(user(&office.ann)).unwrap();
    let all = PageRequest { limit: Some(10_000), ..Default::default() };
    assert!(ann.opportunities().list(None, Some(all), None).unwrap().items.len() >= 300);
}

/// What the test below runs in a process of its own, whose files may not grow beyond a limit.
#[test]
fn child_on_a_full_disk() {
    let Ok(file) = std::env::var("CRM_TEST_FULL_DISK") else { return };
    let crm = Crm::open(file).unwrap();
    let session = crm.session_by_login("ann").unwrap();
    let mut stored = 0;
    let error = loop {
        match session.opportunities().create(new_opportunity(&"满".repeat(400)), None, None) {
            Ok(_) => stored += 1,
            Err(error) => break error,
        }
        assert!(stored < 100_000, "the limit never struck");
    };
    // The engine goes on: it reads, and what it confirmed is there.
    let all = PageRequest { limit: Some(10_000), ..Default::default() };
    let listed = session.opportunities().list(None, Some(all), None).unwrap().items.len();
    println!("child: stored {stored} listed {listed} error {}", error.code());
}

#[test]
fn a_full_disk_is_an_error_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("office.crm");
    let clock = FixedEnvironment::new(MORNING);
    drop(Office::staff(Crm::options().environment(clock.clone()).open(&file).unwrap(), clock));
    // No file may grow beyond 2 MiB; the signal that comes with it is ignored, so that the write itself fails.
    let output = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 4096; exec \"$0\" --exact files::child_on_a_full_disk --nocapture"])
        .arg(std::env::current_exe().unwrap())
        .env("CRM_TEST_FULL_DISK", &file)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = text.lines().find(|l| l.contains("child: stored")).unwrap_or_else(|| panic!("{output:?}"));
    let words: Vec<&str> = line.split_whitespace().collect();
    let at = words.iter().position(|w| *w == "stored").unwrap();
    assert_eq!(words[at + 1], words[at + 3], "{line}");
    assert_eq!(words[at + 5], "storage", "{line}");
    // With room again, everything confirmed is there and the file is sound.
    let crm = Crm::open(&file).unwrap();
    let all = PageRequest { limit: Some(10_000), ..Default::default() };
    let ann = crm.session_by_login("ann").unwrap();
    let found = ann.opportunities().list(None, Some(all), None).unwrap().items.len();
    assert_eq!(found.to_string(), words[at + 1]);
    assert!(crm.session_by_login("admin").unwrap().maintenance().check().unwrap().ok);
    let mut head = [0; 16];
    fs::File::open(&file).unwrap().read_exact(&mut head).unwrap();
    assert_eq!(&head, b"SQLite format 3\0");
}
