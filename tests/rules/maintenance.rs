//! MAINT-1: backup while others write, the check, a read-only open. Damaged files and full disks are in `tests/faults`.

use std::path::Path;

use crm_core::opportunities::OpportunityFilter;
use crm_core::prelude::*;
use crm_core::{Access, Operation, Synchronous};

use crate::support::*;

/// An office on a new file in the folder.
fn office(folder: &Path) -> Office {
    let clock = FixedEnvironment::new(MORNING);
    let options = Crm::options().synchronous(Synchronous::Normal).environment(clock.clone());
    Office::staff(options.open(folder.join("office.crm")).unwrap(), clock)
}

#[test]
fn a_backup_is_a_database_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let office = office(folder.path());
    let before = office.opportunity();
    let copy = folder.path().join("copy.crm");
    let name = copy.to_string_lossy().into_owned();
    office.admin.maintenance().backup(name.clone()).unwrap();
    let later = office.opportunity();
    // MAINT-1: the moment's state, complete, sound, and apart from what comes later.
    let copied = Crm::open(&copy).unwrap();
    let ann = copied.session(user(&office.ann)).unwrap();
    assert_eq!(ann.opportunities().get(before.id).unwrap(), before);
    assert_eq!(refused(ann.opportunities().get(later.id)), "not_found");
    assert!(copied.session(user(&office.admin)).unwrap().maintenance().check().unwrap().ok);
    // A copy can be written too, and the original does not hear of it.
    ann.opportunities().delete(before.id, None).unwrap();
    assert_eq!(office.ann.opportunities().get(before.id).unwrap(), before);
    // What is there is never overwritten, be it a copy or any other file.
    let notes = folder.path().join("notes.txt");
    std::fs::write(&notes, "keep me").unwrap();
    for taken in [name, notes.to_string_lossy().into_owned()] {
        let refusal = office.admin.maintenance().backup(taken).unwrap_err();
        assert!(matches!(&refusal, CrmError::Conflict { reason, .. } if reason == "file_exists"), "{refusal}");
    }
    assert_eq!(std::fs::read_to_string(&notes).unwrap(), "keep me");
    let nowhere = folder.path().join("no/such/folder.crm").to_string_lossy().into_owned();
    let problem = CrmError::Storage { problem: "cannot_open".into() };
    assert_eq!(office.admin.maintenance().backup(nowhere).unwrap_err(), problem);
    for (name, session) in office.everyone().into_iter().filter(|(name, _)| *name != "admin") {
        let file = folder.path().join("stolen.crm");
        assert_eq!(refused(session.maintenance().backup(file.to_string_lossy().into_owned())), "forbidden", "{name}");
        assert!(!file.exists(), "{name}");
    }
}

#[test]
fn two_backups_to_one_name_never_mix() {
    let folder = tempfile::tempdir().unwrap();
    let office = office(folder.path());
    for i in 0..200 {
        office.ann.opportunities().create(new_opportunity(&i.to_string()), None, None).unwrap();
    }
    for round in 0..5 {
        let file = folder.path().join(format!("copy-{round}.crm"));
        let name = file.to_string_lossy().into_owned();
        let start = std::sync::Barrier::new(4);
        let outcomes: Vec<Result<()>> = std::thread::scope(|scope| {
            let tries: Vec<_> = (0..4)
                .map(|_| {
                    scope.spawn(|| {
                        start.wait();
                        office.admin.maintenance().backup(name.clone())
                    })
                })
                .collect();
            tries.into_iter().map(|t| t.join().unwrap()).collect()
        });
        // MAINT-1: one of them has the name, and its copy is whole.
        assert_eq!(outcomes.iter().filter(|o| o.is_ok()).count(), 1, "{outcomes:?}");
        assert!(outcomes.iter().filter_map(|o| o.as_ref().err()).all(|e| e.code() == "conflict"), "{outcomes:?}");
        let copied = Crm::open(&file).unwrap().session(user(&office.admin)).unwrap();
        assert!(copied.maintenance().check().unwrap().ok);
    }
}

#[test]
fn a_database_in_memory_can_be_kept() {
    let folder = tempfile::tempdir().unwrap();
    let office = Office::new();
    let o = office.opportunity();
    let file = folder.path().join("kept.crm");
    office.admin.maintenance().backup(file.to_string_lossy().into_owned()).unwrap();
    // MAINT-1
    let kept = Crm::open(&file).unwrap();
    assert_eq!(kept.session(user(&office.ann)).unwrap().opportunities().get(o.id).unwrap(), o);
}

#[test]
fn a_read_only_open_reads_everything_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let office = office(folder.path());
    let o = office.opportunity();
    let crm = Crm::options().read_only(true).open(folder.path().join("office.crm")).unwrap();
    assert!(crm.is_read_only());
    let session = |of: &Session| crm.session(user(of)).unwrap();
    let (ann, admin) = (session(&office.ann), session(&office.admin));
    // MAINT-1: a read-only open sees what the owner writes meanwhile …
    assert_eq!(ann.opportunities().get(o.id).unwrap(), o);
    let later = office.opportunity();
    assert_eq!(ann.opportunities().get(later.id).unwrap(), later);
    assert!(admin.maintenance().check().unwrap().ok);
    let copy = folder.path().join("copy.crm");
    admin.maintenance().backup(copy.to_string_lossy().into_owned()).unwrap();
    assert!(Crm::open(&copy).is_ok());
    // … and every write is refused, with a clear error; what is forbidden to read stays forbidden.
    let read_only = CrmError::Storage { problem: "read_only".into() };
    for operation in Operation::all().filter(|o| o.access == Access::Write) {
        let arguments = crate::samples::arguments(operation).to_string();
        assert_eq!(admin.call(operation.name, &arguments).unwrap_err(), read_only, "{}", operation.name);
    }
    assert_eq!(refused(ann.users().list(None, None, None)), "forbidden");
    // Signing in writes nothing where it can't: the right password opens, a wrong one does not.
    office.admin.users().set_password(user(&office.ann), Some("correct horse".into()), None).unwrap();
    assert_eq!(crm.login("ann", &"correct horse".into()).unwrap().user(), ann.user());
    assert_eq!(refused(crm.login("ann", &"wrong".into())), "login_failed");
    let changes = office.admin.changes().latest().unwrap();
    assert_eq!(admin.changes().latest().unwrap(), changes);
}

#[test]
fn the_check_finds_texts_that_a_search_would_miss() {
    let folder = tempfile::tempdir().unwrap();
    let office = office(folder.path());
    let o = office.opportunity();
    let maintenance = office.admin.maintenance();
    assert!(maintenance.check().unwrap().ok);
    let raw = rusqlite::Connection::open(folder.path().join("office.crm")).unwrap();
    let search = || {
        let filter = OpportunityFilter { customer_name: Some("精密".into()), ..Default::default() };
        office.ann.opportunities().list(Some(filter), None, None).unwrap().items
    };
    for (damage, findings) in [
        ("UPDATE opportunities SET customer_name_folded = 'x'", 1),
        ("UPDATE opportunities SET contact_folded = 'x', summary_folded = 'y'", 2),
        ("UPDATE dictionary_entries SET item_folded = 'x' WHERE id < 4", 1),
        ("UPDATE users SET display_name_folded = upper(login)", 1),
    ] {
        raw.execute(damage, []).unwrap();
        // MAINT-1: derived data against recomputation.
        assert_eq!(maintenance.check().unwrap().findings.len(), findings, "{damage}");
        assert!(maintenance.rebuild().unwrap().ok, "{damage}");
        assert_eq!(search(), std::slice::from_ref(&o), "{damage}");
    }
    // MAINT-1: foreign keys.
    raw.execute_batch("PRAGMA foreign_keys = OFF; UPDATE opportunities SET creator = 4711").unwrap();
    let report = maintenance.check().unwrap();
    assert!(!report.ok && report.findings[0].contains("foreign key"), "{report:?}");
}
