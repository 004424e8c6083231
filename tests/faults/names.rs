//! The name of a file is the name of a file, whatever a library below would read into it.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use crm_core::prelude::*;

use crate::support::{FixedEnvironment, MORNING, Office, invalid};

/// Names that SQLite reads in its own way, or that are odd enough to get lost on the way.
const NAMES: &[&str] = &[
    ":memory:",
    "file:erp.crm",
    "file:erp.crm?mode=memory&cache=shared",
    "file::memory:",
    " space before.crm",
    "space behind.crm ",
    "50%20off?immutable=1#now.crm",
    "it's; --\"quoted\".crm",
    "line\nend.crm",
    "华东 2026.crm",
];

/// Everything in a folder, by name.
pub fn files(folder: &Path) -> Vec<String> {
    let mut found: Vec<_> =
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
    found.sort();
    found
}

/// What the test below runs in a process of its own, in a folder of its own.
#[test]
fn child_that_names_files() {
    if std::env::var("CRM_TEST_NAMES").is_err() {
        return;
    }
    let open = |name: &Path| {
        let clock = FixedEnvironment::new(MORNING);
        Office::staff(Crm::options().environment(clock.clone()).open(name).unwrap(), clock)
    };
    let bytes = OsStr::from_bytes(b"latin-\xe4.crm");
    for name in NAMES.iter().map(OsStr::new).chain([bytes]) {
        let office = open(Path::new(name));
        office.opportunity();
        drop(office);
        // It is there by exactly that name, alone, and what was stored is in it.
        let found: Vec<_> = fs::read_dir(".").unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(found, [name]);
        let crm = Crm::options().must_exist(true).open(name).unwrap();
        let ann = crm.session_by_login("ann").unwrap();
        assert_eq!(ann.opportunities().list(None, None, None).unwrap().items.len(), 1, "{name:?}");
        drop((crm, ann));
        fs::remove_file(name).unwrap();
    }

    // Another company's database, which a backup to a name of the other kind must not touch.
    drop(open(Path::new("other.crm")));
    let other = fs::read("other.crm").unwrap();
    let office = open(Path::new("own.crm"));
    // An argument holds no control characters.
    let names = NAMES.iter().copied().filter(|name| !name.contains('\n'));
    for name in names.chain(["file:other.crm", "file:other.crm?vfs=unix-none"]) {
        office.admin.maintenance().backup(name.into()).unwrap();
        assert!(Path::new(name).is_file(), "{name:?}");
        let copy = Crm::options().read_only(true).open(name).unwrap();
        assert!(copy.session_by_login("admin").unwrap().maintenance().check().unwrap().ok, "{name:?}");
    }
    assert_eq!(fs::read("other.crm").unwrap(), other);

    // A program that changes its folder still means the same file.
    fs::create_dir("elsewhere").unwrap();
    std::env::set_current_dir("elsewhere").unwrap();
    office.opportunity();
    office.admin.maintenance().backup("copy.crm".into()).unwrap();
    assert_eq!(files(Path::new(".")), ["copy.crm"]);
}

#[test]
fn no_name_is_special() {
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "names::child_that_names_files", "--nocapture"])
        .env("CRM_TEST_NAMES", "1")
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(files(folder.path()).contains(&"elsewhere".to_owned()));
}

#[test]
fn what_is_no_path_is_a_wrong_argument() {
    let folder = tempfile::tempdir().unwrap();
    let office = Office::new();
    let nul = format!("{}/a\0b.crm", folder.path().display());
    for (name, expected) in [("", "file:required"), (nul.as_str(), "file:control_character")] {
        assert_eq!(invalid(Crm::open(name)), [expected]);
        assert_eq!(invalid(office.admin.maintenance().backup(name.into())), [expected]);
    }
    assert_eq!(files(folder.path()), [""; 0]);
}

#[test]
fn a_mistyped_path_makes_no_company_where_it_must_exist() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("office.crm");
    let problem = |outcome: Result<Crm>| match outcome {
        Err(CrmError::Storage { problem }) => problem,
        other => panic!("{other:?}"),
    };
    assert_eq!(problem(Crm::options().must_exist(true).open(&file)), "missing");
    assert_eq!(problem(Crm::options().read_only(true).open(&file)), "missing");
    assert_eq!(files(folder.path()), [""; 0]);
    // A file without a database is not it either, and is left as it is.
    fs::write(&file, "").unwrap();
    assert_eq!(problem(Crm::options().must_exist(true).open(&file)), "not_a_database");
    assert_eq!(fs::metadata(&file).unwrap().len(), 0);
    assert_eq!(files(folder.path()), ["office.crm"]);
    drop(Crm::open(&file).unwrap());
    drop(Crm::options().must_exist(true).open(&file).unwrap());
}

#[test]
fn a_database_is_its_owners_alone_and_a_backup_no_more_public_than_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("office.crm");
    let clock = FixedEnvironment::new(MORNING);
    let office = Office::staff(Crm::options().environment(clock.clone()).open(&file).unwrap(), clock);
    let mode = |name: &str| fs::metadata(folder.path().join(name)).unwrap().permissions().mode() & 0o7777;
    for name in ["office.crm", "office.crm-wal", "office.crm-shm"] {
        assert_eq!(mode(name), 0o600, "{name}");
    }
    let backup = |name: &str| office.admin.maintenance().backup(folder.path().join(name).display().to_string());
    backup("private.crm").unwrap();
    assert_eq!(mode("private.crm"), 0o600);
    // What the administrator of the machine decided stays so.
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    backup("group.crm").unwrap();
    assert_eq!(mode("group.crm"), 0o640);
    // A database in memory has no mode to copy.
    let memory = Office::new();
    memory.admin.maintenance().backup(folder.path().join("memory.crm").display().to_string()).unwrap();
    assert_eq!(mode("memory.crm"), 0o600);
}
