//! FILE-2: files that are sent in parts.

use std::sync::{Arc, Mutex};

use crm_core::Bytes;
use crm_core::files::{FileId, MAX_PART, MAX_PUT, MAX_UPLOADS, NewFile, UploadId};
use crm_core::prelude::*;
use crm_core::storage::sqlite::{SqliteOptions, SqliteStorage};
use crm_core::storage::{Transaction, Value};

use crate::files::*;
use crate::notes::key;
use crate::support::wrap::{Way, Wrap, Wrapped};
use crate::support::*;

// FILE-2: parts go on where they were cut off, the last may come again, and nothing is a file before all has come.
#[test]
fn a_file_is_sent_in_parts() {
    let office = Office::new();
    let record = key("opportunity", office.opportunity().id);
    let files = office.ann.files();
    let content = noise(3 * 1024 * 1024 + 5, 7);
    let id = UploadId("0195b5e2-7f00-7000-8000-000000000a01".parse().unwrap());
    let new = sized("图纸.dwg", content.len());
    assert_eq!(invalid(files.begin(record.clone(), named("a"), None)), ["size:required"]);
    let upload = files.begin(record.clone(), new.clone(), Some(id)).unwrap();
    assert_eq!((upload.id, upload.received), (id, 0));
    let parts: Vec<&[u8]> = content.chunks(900_001).collect();
    let mut offset = 0;
    for part in &parts[..2] {
        offset = files.append(id, offset, Bytes(part.to_vec())).unwrap().received;
    }
    // The last again, and one that jumps ahead or back.
    let again = files.append(id, 900_001, Bytes(parts[1].to_vec())).unwrap();
    assert_eq!(again.received, offset);
    for wrong in [offset + 1, 0, 900_001] {
        assert_eq!(conflict(files.append(id, wrong, Bytes(b"x".to_vec()))), "wrong_offset", "{wrong}");
    }
    assert_eq!(files.begin(record.clone(), new.clone(), Some(id)).unwrap().received, offset);
    assert_eq!(invalid(files.append(id, offset, Bytes(vec![0; content.len()]))), ["content:too_large"]);
    assert_eq!(invalid(files.append(id, offset, Bytes(vec![0; MAX_PART + 1]))), ["content:too_large"]);
    assert_eq!(invalid(files.finish(id, None)), ["id:incomplete"]);
    assert_eq!(files.list(record.clone(), None).unwrap().items, []);
    // Nobody else sends on.
    for session in [&office.ben, &office.manager] {
        assert_eq!(session.files().append(id, offset, Bytes(b"x".to_vec())).unwrap_err().code(), "not_found");
        assert_eq!(session.files().finish(id, None).unwrap_err().code(), "not_found");
    }
    for part in &parts[2..] {
        offset = files.append(id, offset, Bytes(part.to_vec())).unwrap().received;
    }
    assert_eq!(invalid(files.finish(id, Some("ab".repeat(32)))), ["sha256:mismatch"]);
    // What came wrong is sent anew, from the start.
    offset = 0;
    for part in &parts {
        offset = files.append(id, offset, Bytes(part.to_vec())).unwrap().received;
    }
    let file = files.finish(id, Some(hex(&content).to_uppercase())).unwrap();
    assert_eq!((file.id, file.size, file.sha256.clone()), (FileId(id.0), content.len() as i64, hex(&content)));
    assert_eq!(files.finish(id, None).unwrap(), file);
    assert_eq!(files.begin(record.clone(), new.clone(), Some(id)).unwrap().idle_until, None);
    // The id is its sender's, and that of what was sent.
    assert_eq!(conflict(files.begin(record.clone(), sized("图纸.dwg", 3), Some(id))), "id_taken");
    assert_eq!(conflict(office.ben.files().begin(record.clone(), new, Some(id))), "id_taken");
    assert_eq!(office.ben.files().finish(id, None).unwrap_err().code(), "not_found");
    assert_eq!(files.append(id, 0, Bytes(Vec::new())).unwrap_err().code(), "not_found");
    assert!(whole(&office.manager, &file) == content);
    assert_eq!(files.read(file.id, None, Some(offset - 2), Some(100)).unwrap().0, content[content.len() - 2..]);
    assert!(files.read(file.id, None, Some(offset + 2), Some(100)).unwrap().0.is_empty());
    // Empty files are files.
    let empty = files.begin(record.clone(), sized("空.txt", 0), None).unwrap();
    assert_eq!(files.finish(empty.id, None).unwrap().sha256, hex(b""));
    assert_eq!(
        invalid(files.put(record.clone(), named("a"), Bytes(vec![0; MAX_PUT + 1]), None)),
        ["content:too_large"]
    );
    assert_eq!(invalid(files.put(record, sized("a", 2), Bytes(vec![0; 1]), None)), ["size:mismatch"]);
    assert!(office.admin.maintenance().check().unwrap().ok);
}

/// Has somebody do something while the pieces of a content are read.
struct Meanwhile(Mutex<Option<Box<dyn FnOnce() + Send>>>);

impl Wrap for Arc<Meanwhile> {
    const READS: bool = true;
    const ALTERS: bool = false;

    fn before(&self, _: &mut dyn Transaction, _: Way, sql: &str, _: &[Value<'_>]) -> crm_core::Result<()> {
        if !sql.starts_with("SELECT bytes FROM file_pieces") {
            return Ok(());
        }
        // Let go before the thread runs, for it reads pieces too.
        let send = self.0.lock().unwrap().take();
        if let Some(send) = send {
            std::thread::spawn(send).join().unwrap();
        }
        Ok(())
    }
}

/// An office with what comes between, and its folder.
fn watched() -> (Office, Arc<Meanwhile>, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let meanwhile = Arc::new(Meanwhile(Mutex::new(None)));
    let inner = SqliteStorage::open(&folder.path().join("office.crm"), &SqliteOptions::default()).unwrap();
    let storage = Wrapped { inner, wrap: meanwhile.clone() };
    let clock = FixedEnvironment::new(MORNING);
    let crm = Crm::options().environment(clock.clone()).open_storage(Box::new(storage)).unwrap();
    (Office::staff(crm, clock), meanwhile, folder)
}

// FILE-2: what is sent anew while it is made a file of is read again: a file's digest is that of its content.
#[test]
fn a_file_is_what_its_digest_says() {
    let (office, meanwhile, _folder) = watched();
    let record = key("opportunity", office.opportunity().id);
    let files = office.ann.files();
    let (wrong, right) = (noise(300_000, 1), noise(300_000, 2));
    let upload = files.begin(record, sized("a.bin", wrong.len()), None).unwrap().id;
    files.append(upload, 0, Bytes(wrong)).unwrap();
    let (other_device, sent) = (office.ann.clone(), right.clone());
    *meanwhile.0.lock().unwrap() = Some(Box::new(move || {
        assert_eq!(other_device.files().append(upload, 0, Bytes(sent)).unwrap().received, 300_000);
    }));
    let file = files.finish(upload, None).unwrap();
    assert!(meanwhile.0.lock().unwrap().is_none());
    assert_eq!(file.sha256, hex(&right));
    assert!(whole(&office.ann, &file) == right);
}

// FILE-2: what was to be replaced may be gone when all has come; nothing else comes to stand in its place.
#[test]
fn what_is_replaced_may_be_gone() {
    let shelf = Shelf::new();
    let office = &shelf.office;
    let record = key("opportunity", office.opportunity().id);
    let files = office.ann.files();
    let file = put(&office.ann, &record, "a.txt", b"one");
    let new = NewFile { replaces: Some(file.id), ..sized("a.txt", 3) };
    let upload = files.begin(record.clone(), new, None).unwrap().id;
    files.append(upload, 0, Bytes(b"two".to_vec())).unwrap();
    files.delete(file.id, None).unwrap();
    assert_eq!(invalid(files.finish(upload, None)), ["replaces:unknown_record"]);
    assert_eq!(files.list(record, None).unwrap().items, []);
    shelf.hours_pass(49);
    while !office.integration.jobs().run_due(None).unwrap().is_empty() {
        shelf.hours_pass(25);
    }
    assert_eq!((shelf.rows("file_uploads"), shelf.rows("file_contents"), shelf.room()), (0, 0, 0));
}

// FILE-2, PROC-8: an upload of which nothing more comes goes after a day, with what came of it.
#[test]
fn idle_uploads_go() {
    let shelf = Shelf::new();
    let office = &shelf.office;
    let record = key("opportunity", office.opportunity().id);
    let (files, run) = (office.ann.files(), || office.integration.jobs().run_due(None).unwrap());
    let upload = files.begin(record.clone(), sized("a.bin", 10), None).unwrap();
    shelf.hours_pass(23);
    files.append(upload.id, 0, Bytes(vec![1; 5])).unwrap();
    shelf.hours_pass(23);
    run();
    assert_eq!(files.append(upload.id, 5, Bytes(vec![1; 2])).unwrap().received, 7);
    shelf.hours_pass(25);
    run();
    assert_eq!(files.append(upload.id, 7, Bytes(vec![1; 3])).unwrap_err().code(), "not_found");
    shelf.hours_pass(24);
    run();
    assert_eq!((shelf.rows("file_uploads"), shelf.rows("file_contents")), (0, 0));
    assert_eq!(shelf.room(), 0);
    // Of eleven the one goes that was idle longest.
    let mut begun = Vec::new();
    for at in 0..=MAX_UPLOADS {
        shelf.hours_pass(1);
        begun.push(files.begin(record.clone(), sized(&format!("{at}"), 1), None).unwrap().id);
        if at == 5 {
            files.append(begun[0], 0, Bytes(vec![1])).unwrap();
        }
    }
    assert_eq!(files.finish(begun[0], None).unwrap().size, 1);
    assert_eq!(files.finish(begun[1], None).unwrap_err().code(), "not_found");
}

// FILE-2: of two that finish at once, both are answered with the one file.
#[test]
fn a_file_is_finished_once() {
    let (office, meanwhile, _folder) = watched();
    let record = key("opportunity", office.opportunity().id);
    let files = office.ann.files();
    let upload = files.begin(record.clone(), sized("a.bin", 5), None).unwrap().id;
    files.append(upload, 0, Bytes(b"12345".to_vec())).unwrap();
    let (other_device, answered) = (office.ann.clone(), Arc::new(Mutex::new(None)));
    let answer = answered.clone();
    *meanwhile.0.lock().unwrap() = Some(Box::new(move || {
        *answer.lock().unwrap() = Some(other_device.files().finish(upload, None).unwrap());
    }));
    let file = files.finish(upload, None).unwrap();
    assert_eq!(answered.lock().unwrap().as_ref(), Some(&file));
    assert_eq!(files.list(record, None).unwrap().items, [file]);
}

// FILE-5: what is still sent takes its declared size; what came of one that ends takes its room until the night, when it goes.
#[test]
fn uploads_take_room_until_they_are_gone() {
    let shelf = Shelf::new();
    let office = &shelf.office;
    let opportunity = office.opportunity().id;
    let record = key("opportunity", opportunity);
    let files = office.ann.files();
    let upload = files.begin(record.clone(), sized("a.bin", 1_000), None).unwrap().id;
    files.append(upload, 0, Bytes(noise(300, 1))).unwrap();
    files.begin(record.clone(), sized("b.bin", 500), None).unwrap();
    assert_eq!(shelf.room(), 1_500);
    // With the record goes what is sent for it.
    office.ann.opportunities().delete(opportunity, None).unwrap();
    assert_eq!((shelf.rows("file_uploads"), shelf.room()), (0, 300));
    assert!(office.admin.maintenance().check().unwrap().ok);
    // One that is sent anew takes the room twice until then.
    let record = key("opportunity", office.opportunity().id);
    let upload = files.begin(record.clone(), sized("a.bin", 1_000), None).unwrap().id;
    files.append(upload, 0, Bytes(noise(1_000, 1))).unwrap();
    files.append(upload, 0, Bytes(noise(1_000, 2))).unwrap();
    assert_eq!(shelf.room(), 2_300);
    bound(office, None, Some(3_000));
    assert_eq!(conflict(files.append(upload, 0, Bytes(noise(1_000, 3)))), "quota");
    let file = files.finish(upload, None).unwrap();
    assert!(whole(&office.ann, &file) == noise(1_000, 2));
    shelf.hours_pass(25);
    office.integration.jobs().run_due(None).unwrap();
    assert_eq!((shelf.rows("file_contents"), shelf.room()), (1, 1_000));
    assert!(office.admin.maintenance().check().unwrap().ok);
}

// FILE-2, FILE-5: an upload that was begun goes on, whatever became of the bounds and of the clock.
#[test]
fn what_was_begun_goes_on() {
    let shelf = Shelf::new();
    let office = &shelf.office;
    let record = key("opportunity", office.opportunity().id);
    let files = office.ann.files();
    let id = UploadId("0195b5e2-7f00-7000-8000-000000000a03".parse().unwrap());
    files.begin(record.clone(), sized("a.bin", 900), Some(id)).unwrap();
    files.append(id, 0, Bytes(noise(400, 1))).unwrap();
    bound(office, Some(500), None);
    assert_eq!(files.begin(record.clone(), sized("a.bin", 900), Some(id)).unwrap().received, 400);
    assert_eq!(invalid(files.begin(record.clone(), sized("b.bin", 900), None)), ["size:too_large"]);
    bound(office, Some(1_000), None);
    for at in 1..MAX_UPLOADS {
        shelf.hours_pass(1);
        files.begin(record.clone(), sized(&format!("{at}"), 1), None).unwrap();
    }
    // A clock that was put back makes no upload the eldest that is just begun.
    shelf.hours_pass(-23);
    let begun = files.begin(record.clone(), sized("late", 1), None).unwrap();
    assert_eq!(shelf.rows("file_uploads"), MAX_UPLOADS);
    assert_eq!(files.append(begun.id, 0, Bytes(vec![1])).unwrap().received, 1);
    assert_eq!(files.append(id, 400, Bytes(vec![1])).unwrap_err().code(), "not_found");
}
