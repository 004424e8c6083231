//! An open that is refused changes nothing: neither the file nor its log, and nothing is made beside them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crm_core::prelude::*;
use rusqlite::Connection;

use crate::support::{FixedEnvironment, MORNING, Office};

/// Every file of a folder with what is in it.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.map(|file| (file.clone(), fs::read(file).unwrap())).collect()
}

/// Refused with this problem, read-only or not, and everything is as it was.
#[track_caller]
fn untouched(file: &Path, problem: &str) {
    let folder = file.parent().unwrap();
    let before = contents(folder);
    for options in [Crm::options(), Crm::options().must_exist(true), Crm::options().read_only(true)] {
        match options.open(file) {
            Err(CrmError::Storage { problem: found }) => assert_eq!(found, problem),
            other => panic!("not refused as {problem}: {other:?}"),
        }
        assert_eq!(contents(folder).keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>(), "{problem}");
        assert!(contents(folder) == before, "{problem}: a file was changed");
    }
}

/// A database whose last change is in the log alone, as a process that was killed leaves it: file, log and its index.
fn killed(folder: &Path, name: &str, change: &str, make: impl Fn(&Path)) -> PathBuf {
    let original = folder.join("original");
    fs::create_dir_all(&original).unwrap();
    let file = original.join(name);
    make(&file);
    let connection = Connection::open(&file).unwrap();
    connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0;").unwrap();
    connection.execute_batch(change).unwrap();
    let image = folder.join(format!("image of {name}"));
    fs::create_dir(&image).unwrap();
    for entry in fs::read_dir(&original).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), image.join(entry.file_name())).unwrap();
    }
    drop(connection);
    fs::remove_dir_all(original).unwrap();
    image.join(name)
}

const LATER: &str =
    "INSERT INTO schema_migrations (number, name, checksum, applied_at) VALUES (4711, 'later', x'00', 0)";

fn ours(file: &Path) {
    let clock = FixedEnvironment::new(MORNING);
    drop(Office::staff(Crm::options().environment(clock.clone()).open(file).unwrap(), clock));
}

#[test]
fn a_newer_database_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    // Without a log, as a backup is.
    let plain = folder.path().join("plain");
    fs::create_dir(&plain).unwrap();
    let file = plain.join("erp.crm");
    ours(&file);
    Connection::open(&file).unwrap().execute_batch(&format!("PRAGMA journal_mode = DELETE; {LATER}")).unwrap();
    assert_eq!(fs::read(&file).unwrap()[18..20], [1, 1]);
    untouched(&file, "newer");
    // With one that was written into the file.
    let closed = folder.path().join("closed");
    fs::create_dir(&closed).unwrap();
    let file = closed.join("erp.crm");
    ours(&file);
    Connection::open(&file).unwrap().execute_batch(LATER).unwrap();
    assert_eq!(fs::read(&file).unwrap()[18..20], [2, 2]);
    untouched(&file, "newer");
    // With one that still holds what makes it newer.
    let file = killed(folder.path(), "newer.crm", LATER, ours);
    let log = fs::metadata(file.with_file_name("newer.crm-wal")).unwrap().len();
    assert!(log > 0);
    untouched_but_for_the_index(&file, "newer");
    // Of the same version it is recovered and opened.
    let file = killed(folder.path(), "same.crm", "UPDATE users SET display_name = '安娜·张' WHERE login = 'ann'", ours);
    let crm = Crm::options().must_exist(true).open(&file).unwrap();
    let ann = crm.session_by_login("ann").unwrap();
    assert_eq!(ann.users().me().unwrap().display_name, "安娜·张");
}

/// As `untouched`; the log's index, which holds nothing that is not in the log, is written by whoever reads the log.
#[track_caller]
fn untouched_but_for_the_index(file: &Path, problem: &str) {
    let folder = file.parent().unwrap();
    let lasting = |folder: &Path| {
        let mut contents = contents(folder);
        contents.retain(|file, _| !file.to_string_lossy().ends_with("-shm"));
        contents
    };
    let before = lasting(folder);
    for options in [Crm::options(), Crm::options().read_only(true)] {
        match options.open(file) {
            Err(CrmError::Storage { problem: found }) => assert_eq!(found, problem),
            other => panic!("not refused as {problem}: {other:?}"),
        }
        assert!(lasting(folder) == before, "{problem}: a file was changed");
    }
}

#[test]
fn a_foreign_database_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let theirs = |file: &Path| {
        Connection::open(file).unwrap().execute_batch("CREATE TABLE invoices (number, total)").unwrap();
    };
    let file = killed(folder.path(), "books.db", "INSERT INTO invoices VALUES (1, 2)", theirs);
    untouched_but_for_the_index(&file, "not_a_database");
    let rows: i64 =
        Connection::open(&file).unwrap().query_row("SELECT count(*) FROM invoices", [], |r| r.get(0)).unwrap();
    assert_eq!(rows, 1);
    // One of another program that marks its files, without a log.
    let marked = folder.path().join("marked");
    fs::create_dir(&marked).unwrap();
    let file = marked.join("library.db");
    Connection::open(&file).unwrap().execute_batch("PRAGMA application_id = 77; CREATE TABLE books (title)").unwrap();
    untouched(&file, "not_a_database");
    // One that another program is writing to just now.
    let writing = Connection::open(&file).unwrap();
    writing.execute_batch("BEGIN EXCLUSIVE; INSERT INTO books VALUES ('红楼梦')").unwrap();
    assert!(matches!(Crm::open(&file), Err(CrmError::Storage { .. } | CrmError::Busy)));
    writing.execute_batch("COMMIT").unwrap();
    let rows: i64 = writing.query_row("SELECT count(*) FROM books", [], |r| r.get(0)).unwrap();
    assert_eq!(rows, 1);
}

#[test]
fn a_log_without_its_database_is_not_thrown_away() {
    let folder = tempfile::tempdir().unwrap();
    let file = killed(folder.path(), "erp.crm", "UPDATE users SET display_name = '本·李' WHERE login = 'ben'", ours);
    fs::remove_file(file.with_file_name("erp.crm-shm")).unwrap();
    fs::rename(&file, file.with_file_name("moved.crm")).unwrap();
    untouched(&file, "corrupt");
    fs::write(&file, "").unwrap();
    untouched(&file, "corrupt");
}

#[test]
fn an_option_that_no_database_can_have_makes_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("erp.crm");
    for (options, field) in
        [(Crm::options().time_zone("Asia/Atlantis"), "time_zone"), (Crm::options().currency("YUAN"), "currency")]
    {
        match options.open(&file) {
            Err(CrmError::Invalid { fields }) => assert_eq!(fields[0].field, field),
            other => panic!("{other:?}"),
        }
    }
    let failed = Crm::options().environment(FixedEnvironment::new("1970-01-01T00:00:00Z")).open(&file);
    assert_eq!(failed.unwrap_err().code(), "clock");
    assert!(contents(folder.path()).is_empty());
}
