//! FILE-4: a store of the host's for what is in files, also one that fails, loses something, or panics.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use crm_core::files::{File, NewFile};
use crm_core::objects::RecordKey;
use crm_core::prelude::*;
use crm_core::{Bytes, FileStore};

use crate::files::*;
use crate::notes::key;
use crate::support::*;

/// How a store behaves from now on.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
enum Manner {
    #[default]
    Well,
    Fails,
    Panics,
    /// It fails from the third piece on.
    Full,
}

/// A store in memory.
#[derive(Default)]
struct Shelves {
    pieces: Mutex<BTreeMap<(String, u64), Vec<u8>>>,
    manner: Mutex<Manner>,
    longest: AtomicUsize,
    /// A session that is used while the store is called.
    session: Mutex<Option<Session>>,
}

impl Shelves {
    fn behave(&self, manner: Manner) {
        *self.manner.lock().unwrap() = manner;
    }

    fn keys(&self) -> BTreeSet<String> {
        self.pieces.lock().unwrap().keys().map(|(key, _)| key.clone()).collect()
    }

    fn called(&self, piece: u64) -> io::Result<()> {
        // No transaction is under way: who is called may call the engine, to write too.
        if let Some(session) = &*self.session.lock().unwrap() {
            session.opportunities().create(new_opportunity("inside"), None, None).unwrap();
        }
        let manner = *self.manner.lock().unwrap();
        match manner {
            Manner::Panics => panic!("a store that panics"),
            Manner::Full if piece < 2 => Ok(()),
            Manner::Well => Ok(()),
            Manner::Fails | Manner::Full => Err(io::Error::other("no room")),
        }
    }
}

impl FileStore for Shelves {
    fn put(&self, key: &str, piece: u64, bytes: &[u8]) -> io::Result<()> {
        self.called(piece)?;
        self.longest.fetch_max(bytes.len(), Ordering::SeqCst);
        self.pieces.lock().unwrap().insert((key.into(), piece), bytes.to_vec());
        Ok(())
    }

    fn read(&self, key: &str, piece: u64) -> io::Result<Option<Vec<u8>>> {
        self.called(0)?;
        Ok(self.pieces.lock().unwrap().get(&(key.to_owned(), piece)).cloned())
    }

    fn delete(&self, key: &str) -> io::Result<()> {
        self.called(9)?;
        self.pieces.lock().unwrap().retain(|(of, _), _| of != key);
        Ok(())
    }
}

fn shelf() -> (Shelf, Arc<Shelves>) {
    let (shelf, store) = (Shelf::new(), Arc::<Shelves>::default());
    assert!(!shelf.office.crm.set_file_store(Some(store.clone())));
    (shelf, store)
}

fn problem<T: std::fmt::Debug>(result: Result<T>) -> String {
    match result.unwrap_err() {
        CrmError::Storage { problem } => problem,
        other => panic!("{other:?}"),
    }
}

/// Sends a file in parts.
fn send(session: &Session, record: &RecordKey, name: &str, content: &[u8]) -> Result<File> {
    let upload = session.files().begin(record.clone(), sized(name, content.len()), None)?;
    for (at, part) in content.chunks(900_000).enumerate() {
        session.files().append(upload.id, (at * 900_000) as i64, Bytes(part.to_vec()))?;
    }
    session.files().finish(upload.id, Some(hex(content)))
}

fn night(office: &Office) -> Option<String> {
    let runs = office.integration.jobs().run_due(None).unwrap();
    runs.into_iter().find(|run| run.job == crm_core::jobs::Job::FILE_CONTENTS).and_then(|run| run.failure)
}

// FILE-4: what comes is put there, in pieces, and known again; what lies in the database stays there; each knows where it lies.
#[test]
fn contents_lie_in_the_hosts_store() {
    let (shelf, store) = shelf();
    let office = &shelf.office;
    let record = key("customer", office.customer().id);
    office.crm.set_file_store(None);
    let before = put(&office.ann, &record, "before.txt", b"here");
    office.crm.set_file_store(Some(store.clone()));
    *store.session.lock().unwrap() = Some(office.ann.clone());
    let content = noise(1_000_000, 5);
    let small = put(&office.ann, &record, "a.bin", &content);
    assert_eq!((store.keys().len(), shelf.rows("file_pieces")), (1, 1));
    assert!(store.keys().iter().all(|key| key.starts_with(&hex(&content)) && key.len() == 97), "{:?}", store.keys());
    let large = noise(2_500_000, 6);
    let sent = send(&office.ann, &record, "图纸.pdf", &large).unwrap();
    assert_eq!((sent.size, sent.sha256.clone(), sent.media_type.as_str()), (2_500_000, hex(&large), "application/pdf"));
    let empty = put(&office.ann, &record, "empty", b"");
    // Known again, however it comes.
    put(&office.ben, &record, "b.bin", &content);
    send(&office.ben, &record, "c.bin", &large).unwrap();
    assert_eq!((store.keys().len(), shelf.rows("file_store_keys")), (2, 0));
    for (file, content) in [(&small, &content[..]), (&sent, &large), (&before, b"here"), (&empty, b"")] {
        assert!(whole(&office.manager, file) == content, "{}", file.name);
    }
    let part = office.ann.files().read(sent.id, None, Some(262_140), Some(300_000)).unwrap().0;
    assert!(part == large[262_140..562_140]);
    assert_eq!(office.ann.files().read(sent.id, None, Some(2_500_000), None).unwrap().0, b"");
    assert!(store.longest.load(Ordering::SeqCst) <= 256 * 1024);
    // Another call than `put` makes no row of the audit.
    let told = office.admin.audit().list(Default::default(), None).unwrap().items;
    assert_eq!(told.iter().filter(|entry| entry.operation == "files.put").count(), 4);
    assert!(office.admin.maintenance().check().unwrap().ok);
    // With its id it comes again, and is another's with another content.
    let id = crm_core::files::FileId("0195b5e2-7f00-7000-8000-000000000a03".parse().unwrap());
    let with_id =
        |content: &[u8]| office.ann.files().put(record.clone(), named("id"), Bytes(content.to_vec()), Some(id));
    let made = with_id(b"id").unwrap();
    assert_eq!((made.id, with_id(b"id").unwrap()), (id, made.clone()));
    assert_eq!(conflict(with_id(b"other")), "id_taken");
    assert_eq!(store.keys().len(), 3);
    // What is replaced stays readable; a put that comes again puts nothing.
    let new = NewFile { replaces: Some(small.id), ..named("a2.bin") };
    let next = office.ann.files().put(record.clone(), new.clone(), Bytes(b"v2".to_vec()), None).unwrap();
    assert_eq!(office.ann.files().put(record.clone(), new, Bytes(b"v2".to_vec()), None).unwrap(), next);
    assert!(office.ann.files().read(small.id, Some(1), None, Some(10)).unwrap().0 == content[..10]);
    assert_eq!(store.keys().len(), 4);
}

// FILE-4: deleted behind the commit that forgets it, once no file has it; the same content gets another key.
#[test]
fn contents_go_from_the_hosts_store() {
    let (shelf, store) = shelf();
    let office = &shelf.office;
    let record = key("customer", office.customer().id);
    let content = noise(600_000, 5);
    let (one, two) = (put(&office.ann, &record, "a", &content), put(&office.ann, &record, "b", &content));
    let keys = store.keys();
    office.ann.files().delete(one.id, None).unwrap();
    office.clock.set("2026-03-09T01:00:00Z");
    assert_eq!(night(office), None);
    assert_eq!(store.keys(), keys);
    office.ann.files().delete(two.id, None).unwrap();
    // A night in which the store fails is no harm: the next one does it.
    store.behave(Manner::Fails);
    office.clock.set("2026-03-10T01:00:00Z");
    assert_eq!(problem(office.integration.jobs().run_due(None).map(|runs| assert_eq!(runs, []))), "file_store");
    assert_eq!((shelf.rows("file_contents"), shelf.rows("file_store_keys"), shelf.room()), (0, 1, 0));
    store.behave(Manner::Panics);
    assert_eq!(problem(office.integration.jobs().run_due(None).map(|runs| assert_eq!(runs, []))), "file_store");
    store.behave(Manner::Well);
    let again = put(&office.ann, &record, "c", &content);
    assert_eq!(store.keys().len(), 2);
    assert_eq!(night(office), None);
    assert_eq!((store.keys().len(), shelf.rows("file_store_keys")), (1, 0));
    assert!(store.keys().is_disjoint(&keys));
    assert!(whole(&office.ann, &again) == content);
    // What a process noted that died before it was named: of nobody, after a day.
    shelf.raw_execute(
        "INSERT INTO file_store_keys (key, noted_at) VALUES ('dead-1', (SELECT max(at) FROM audit_calls))",
    );
    store.pieces.lock().unwrap().insert(("dead-1".into(), 0), b"x".to_vec());
    shelf.hours_pass(23);
    night(office);
    assert!(store.keys().contains("dead-1"));
    shelf.hours_pass(24);
    assert_eq!(night(office), None);
    assert_eq!((store.keys().len(), shelf.rows("file_store_keys")), (1, 0));
}

// FILE-4: a store that fails or panics ends the call, nothing is a file, and nothing stays behind.
#[test]
fn a_store_that_fails() {
    let (shelf, store) = shelf();
    let office = &shelf.office;
    let record = key("customer", office.customer().id);
    let content = noise(900_000, 5);
    for manner in [Manner::Fails, Manner::Panics, Manner::Full] {
        store.behave(manner);
        let put = office.ann.files().put(record.clone(), named("a"), Bytes(content.clone()), None);
        assert_eq!(problem(put), "file_store", "{manner:?}");
        assert_eq!(problem(send(&office.ann, &record, "b", &content)), "file_store", "{manner:?}");
        assert_eq!(office.ann.files().list(record.clone(), None).unwrap().items, []);
        // Refused before anything is put.
        bound(office, Some(1_000), None);
        assert_eq!(
            invalid(office.ann.files().put(record.clone(), named("a"), Bytes(vec![1; 1_001]), None)),
            ["content:too_large"]
        );
        bound(office, Some(50_000_000), None);
    }
    store.behave(Manner::Well);
    // What it could not even delete goes at night.
    assert!(shelf.rows("file_store_keys") > 0);
    office.clock.set("2026-03-09T01:00:00Z");
    assert_eq!(night(office), None);
    assert_eq!((shelf.rows("file_store_keys"), store.keys().len()), (0, 0));
    // The uploads were idle, and what came of them goes the night after.
    office.clock.set("2026-03-10T01:00:00Z");
    assert_eq!(night(office), None);
    assert_eq!(shelf.rows("file_contents"), 0);
    // A false hash puts nothing there.
    let upload = office.ann.files().begin(record.clone(), sized("c", 3), None).unwrap();
    office.ann.files().append(upload.id, 0, Bytes(b"abc".to_vec())).unwrap();
    assert_eq!(invalid(office.ann.files().finish(upload.id, Some("ab".repeat(32)))), ["sha256:mismatch"]);
    assert_eq!((store.keys().len(), shelf.rows("file_store_keys")), (0, 0));
    let file = office.ann.files().finish(upload.id, None).unwrap();
    store.behave(Manner::Fails);
    assert_eq!(problem(office.ann.files().read(file.id, None, None, None)), "file_store");
    store.behave(Manner::Well);
    assert_eq!(whole(&office.ann, &file), b"abc");
}

// FILE-4, MAINT-1: what a store lost or spoilt is told by the check, by its key; reading it says so.
#[test]
fn a_store_that_loses_something() {
    let (shelf, store) = shelf();
    let office = &shelf.office;
    let record = key("customer", office.customer().id);
    let lost = put(&office.ann, &record, "lost", &noise(900_000, 1));
    let cut = put(&office.ann, &record, "cut", &noise(900_000, 2));
    let spoilt = put(&office.ann, &record, "spoilt", &noise(900_000, 3));
    let well = put(&office.ann, &record, "well", &noise(900_000, 4));
    let of = |file: &File| store.keys().into_iter().find(|key| key.starts_with(&file.sha256)).unwrap();
    let keys = (of(&lost), of(&cut), of(&spoilt));
    store.pieces.lock().unwrap().remove(&(keys.0, 1)).unwrap();
    store.pieces.lock().unwrap().get_mut(&(keys.1, 3)).unwrap().pop();
    store.pieces.lock().unwrap().get_mut(&(keys.2, 2)).unwrap()[7] ^= 1;
    assert_eq!(problem(office.ann.files().read(lost.id, None, None, None)), "file_missing");
    assert_eq!(problem(office.ann.files().read(cut.id, None, Some(800_000), None)), "file_missing");
    assert_eq!(office.ann.files().read(lost.id, None, Some(0), Some(9)).unwrap().0, noise(900_000, 1)[..9]);
    let report = office.admin.maintenance().check().unwrap();
    assert!(!report.ok);
    let told = |what: &str, file: &File| report.findings.contains(&format!("the host's store {what} {}", of(file)));
    assert!(told("lacks some of", &lost) && told("lacks some of", &cut), "{report:?}");
    assert!(told("holds otherwise than it was put", &spoilt), "{report:?}");
    assert_eq!(report.findings.len(), 3);
    // FILE-4: a database whose contents lie in a store needs it.
    office.crm.set_file_store(None);
    assert_eq!(problem(office.ann.files().read(well.id, None, None, None)), "no_file_store");
    assert_eq!(office.admin.maintenance().check().unwrap().findings.len(), 1);
    let here = put(&office.ann, &record, "here", b"here");
    assert_eq!(whole(&office.ann, &here), b"here");
}
