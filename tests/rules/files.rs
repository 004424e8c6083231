//! FILE: files on records, put and sent in parts, kept once, with versions, within bounds.

use crm_core::files::{File, FileId, FileUpdate, MAX_FILES, NewFile};
use crm_core::objects::RecordKey;
use crm_core::prelude::*;
use crm_core::settings::SettingsUpdate;
use crm_core::{Bytes, CrmError, RecordId};
use sha2::{Digest, Sha256};

use crate::notes::key;
use crate::support::*;

pub(crate) fn named(name: &str) -> NewFile {
    NewFile { name: name.into(), ..Default::default() }
}

pub(crate) fn sized(name: &str, size: usize) -> NewFile {
    NewFile { size: Some(size as i64), ..named(name) }
}

pub(crate) fn put(session: &Session, record: &RecordKey, name: &str, content: &[u8]) -> File {
    session.files().put(record.clone(), named(name), Bytes(content.to_vec()), None).unwrap()
}

/// Bytes that no two places have alike.
pub(crate) fn noise(length: usize, seed: u8) -> Vec<u8> {
    (0..length).map(|at| ((at * 31 + at / 251) as u8).wrapping_add(seed)).collect()
}

pub(crate) fn hex(content: &[u8]) -> String {
    Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn whole(session: &Session, file: &File) -> Vec<u8> {
    let mut read = Vec::new();
    loop {
        let part = session.files().read(file.id, None, Some(read.len() as i64), None).unwrap().0;
        if part.is_empty() {
            return read;
        }
        read.extend(part);
    }
}

pub(crate) fn bound(office: &Office, max: Option<i64>, quota: Option<i64>) {
    let changes = SettingsUpdate { file_max_bytes: max, files_quota_bytes: quota, ..Default::default() };
    office.admin.settings().update(changes).unwrap();
}

pub(crate) fn conflict<T: std::fmt::Debug>(result: Result<T, CrmError>) -> String {
    match result.unwrap_err() {
        CrmError::Conflict { reason, .. } => reason,
        other => panic!("{other:?}"),
    }
}

/// An office whose file is looked into.
pub(crate) struct Shelf {
    pub(crate) office: Office,
    raw: rusqlite::Connection,
    _folder: tempfile::TempDir,
}

impl Shelf {
    pub(crate) fn new() -> Shelf {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("office.crm");
        let clock = FixedEnvironment::new(MORNING);
        let crm = Crm::options().environment(clock.clone()).open(&file).unwrap();
        let office = Office::staff(crm, clock);
        Shelf { office, raw: rusqlite::Connection::open(&file).unwrap(), _folder: folder }
    }

    fn asked(&self, sql: &str) -> i64 {
        self.raw.query_row(sql, [], |row| row.get(0)).unwrap()
    }

    pub(crate) fn raw_execute(&self, sql: &str) {
        self.raw.execute(sql, []).unwrap();
    }

    pub(crate) fn rows(&self, table: &str) -> i64 {
        self.asked(&format!("SELECT count(*) FROM {table}"))
    }

    pub(crate) fn room(&self) -> i64 {
        self.asked("SELECT bytes FROM file_space")
    }

    pub(crate) fn hours_pass(&self, hours: i64) {
        self.office.clock.advance(chrono::TimeDelta::hours(hours));
    }
}

// FILE-1, FILE-7: who reads the record reads its files; who put one there or maintains the record changes and deletes it.
#[test]
fn whose_files_are() {
    let office = Office::new();
    let record = key("customer", office.customer().id);
    let file = put(&office.ben, &record, "合同.txt", b"one");
    assert_eq!((file.name.as_str(), file.size, file.file_version, file.version), ("合同.txt", 3, 1, 1));
    assert_eq!((file.sha256.clone(), file.media_type.as_str(), file.inline_safe), (hex(b"one"), "text/plain", false));
    assert_eq!(file.record.title.as_deref(), Some("华东精密机械"));
    // Equal names stand side by side, the newest first.
    let other = put(&office.manager, &record, "合同.txt", b"two");
    let page = office.manager.files().list(record.clone(), None).unwrap();
    assert_eq!(page.items, [other.clone(), file.clone()]);
    assert_eq!(whole(&office.manager, &file), b"one");
    let rename = |name: &str| FileUpdate { name: Some(name.into()), ..Default::default() };
    let mine = office.ben.files();
    // An account manager who neither put it there nor looks after the customer.
    let refused = mine.update(other.id, rename("x")).unwrap_err();
    assert_eq!(refused, CrmError::Forbidden { operation: "files.update".into(), reason: "not_yours".into() });
    assert_eq!(invalid(mine.update(file.id, rename("a/b"))), ["name:bad_name"]);
    let renamed =
        mine.update(file.id, FileUpdate { description: Some("草稿".into()), ..rename("合同 2.txt") }).unwrap();
    assert_eq!(
        (renamed.name.as_str(), renamed.description.as_deref(), renamed.version),
        ("合同 2.txt", Some("草稿"), 2)
    );
    assert_eq!(office.manager.files().update(file.id, rename("合同 3.txt")).unwrap().version, 3);
    assert_eq!(mine.delete(other.id, None).unwrap_err().code(), "forbidden");
    office.ann.files().delete(file.id, Some(3)).unwrap();
    for gone in [office.ben.files().get(file.id).unwrap_err(), office.ben.files().delete(file.id, None).unwrap_err()] {
        assert_eq!(gone.code(), "not_found");
    }
    // PROC-2: the record is out of reach for who has no `get`; the host's own system puts files all the same.
    for session in [&office.executive, &office.stranger] {
        assert_eq!(session.files().get(other.id).unwrap_err().code(), "not_found");
    }
    let by_host =
        office.integration.files().put(record.clone(), named("扫描.png"), Bytes(b"\x89PNG\r\n\x1a\n".to_vec()), None);
    assert_eq!(by_host.unwrap().media_type, "image/png");
    let nobodys = key("customer", "0195b5e2-7f00-7000-8000-00000000abcd".parse::<RecordId>().unwrap());
    for session in [&office.integration, &office.ann] {
        let refused = session.files().put(nobodys.clone(), named("a"), Bytes(Vec::new()), None).unwrap_err();
        assert_eq!(refused.code(), "not_found");
    }
    assert_eq!(invalid(office.ann.files().list(key("user", user(&office.ann)), None)), ["record:not_supported"]);
}

// FILE-6: what the content shows, then what the name says; the sender's word decides between equals alone.
#[test]
fn what_files_are() {
    let office = Office::new();
    let record = key("opportunity", office.opportunity().id);
    for (name, content, word, media_type, inline_safe) in [
        ("a.txt", &b"%PDF-1.7\n"[..], Some("text/plain"), "application/pdf", true),
        ("a.pdf", &b"no pdf"[..], Some("application/pdf"), "application/pdf", false),
        ("a.png", &b"\xff\xd8\xff\xe0..JFIF"[..], None, "image/jpeg", true),
        ("a.txt", &b"GIF89a\x01\0\x01\0"[..], None, "image/gif", true),
        ("a", &b"RIFF\x1a\0\0\0WEBPVP8 "[..], None, "image/webp", true),
        ("a.svg", &b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>"[..], None, "image/svg+xml", false),
        ("a.exe.png", &b"MZ\x90\0"[..], Some("image/png"), "application/vnd.microsoft.portable-executable", false),
        ("a.html", &b"<html><script>"[..], Some("image/png"), "text/html", false),
        ("a.mp2", &b"x"[..], None, "audio/mpeg", false),
        ("a.mp2", &b"x"[..], Some("Video/MPEG"), "video/mpeg", false),
        ("a", &b"x"[..], Some("image/png"), "application/octet-stream", false),
        ("a.unheard-of", &b""[..], None, "application/octet-stream", false),
    ] {
        let new = NewFile { media_type: word.map(str::to_owned), ..named(name) };
        let file = office.ann.files().put(record.clone(), new, Bytes(content.to_vec()), None).unwrap();
        assert_eq!((file.media_type.as_str(), file.inline_safe), (media_type, inline_safe), "{name} {word:?}");
    }
}

// FILE-2, BAD-2: a put with an id that comes again is one file; with another content it is another's id.
#[test]
fn a_put_comes_again() {
    let office = Office::new();
    let record = key("customer", office.customer().id);
    let id = FileId("0195b5e2-7f00-7000-8000-000000000a02".parse().unwrap());
    let put =
        |content: &[u8]| office.ann.files().put(record.clone(), named("a.txt"), Bytes(content.to_vec()), Some(id));
    let file = put(b"one").unwrap();
    assert_eq!(put(b"one").unwrap(), file);
    assert_eq!(conflict(put(b"two")), "id_taken");
    // A version that comes again changes nothing, and has no id of its own.
    let next = |content: &[u8], id| {
        let new = NewFile { replaces: Some(file.id), ..named("b.txt") };
        office.ann.files().put(record.clone(), new, Bytes(content.to_vec()), id)
    };
    let second = next(b"two", None).unwrap();
    assert_eq!((second.id, second.file_version, second.version, second.name.as_str()), (file.id, 2, 2, "b.txt"));
    assert_eq!(next(b"two", None).unwrap(), second);
    assert_eq!(invalid(next(b"three", Some(id))), ["id:not_here"]);
    let detail = office.ben.files().get(file.id).unwrap();
    assert_eq!(detail.file, second);
    let told: Vec<_> = detail.versions.iter().map(|of| (of.file_version, of.sha256.clone())).collect();
    assert_eq!(told, [(2, hex(b"two")), (1, hex(b"one"))]);
    assert_eq!(office.ben.files().read(file.id, Some(1), None, Some(9)).unwrap().0, b"one");
    assert_eq!(invalid(office.ben.files().read(file.id, Some(3), None, Some(9))), ["file_version:unknown_value"]);
    // Only theirs who may change it, and only on its record.
    let other = key("opportunity", office.opportunity().id);
    let new = NewFile { replaces: Some(file.id), ..named("b.txt") };
    let refused = office.ben.files().put(record.clone(), new.clone(), Bytes(b"x".to_vec()), None).unwrap_err();
    assert_eq!(refused, CrmError::Forbidden { operation: "files.put".into(), reason: "not_yours".into() });
    assert_eq!(invalid(office.ann.files().put(other, new, Bytes(b"x".to_vec()), None)), ["replaces:unknown_record"]);
}

// FILE-3, PROC-3: equal contents are kept once; they go by a job when no file has them, and what is counted stays true.
#[test]
fn contents_are_kept_once_and_go_at_night() {
    let shelf = Shelf::new();
    let office = &shelf.office;
    let (first, second) = (office.opportunity().id, office.opportunity().id);
    let (one, two) = (key("opportunity", first), key("opportunity", second));
    let content = noise(700_000, 1);
    put(&office.ann, &one, "a.bin", &content);
    let kept = put(&office.ben, &two, "b.bin", &content);
    let upload = office.ann.files().begin(two.clone(), sized("c.bin", content.len()), None).unwrap();
    office.ann.files().append(upload.id, 0, Bytes(content.clone())).unwrap();
    assert_eq!(shelf.room(), 1_400_000);
    office.ann.files().finish(upload.id, None).unwrap();
    // Until the night: whether others keep the same is nothing that the room tells.
    assert_eq!(shelf.room(), 1_400_000);
    let lone = put(&office.ann, &one, "d.bin", b"lone");
    assert_eq!(shelf.rows("file_contents"), 3);
    office.ann.opportunities().delete(first, None).unwrap();
    assert_eq!(office.ann.files().get(lone.id).unwrap_err().code(), "not_found");
    let clean = || {
        let runs = office.integration.jobs().run_due(None).unwrap();
        runs.into_iter().filter(|run| run.job == crm_core::jobs::Job::FILE_CONTENTS).count()
    };
    office.clock.set("2026-03-09T01:00:00Z");
    assert_eq!((clean(), clean()), (1, 0));
    assert_eq!((shelf.rows("file_contents"), shelf.rows("file_pieces")), (1, 3));
    assert!(whole(&office.ben, &kept) == content);
    assert_eq!(shelf.room(), 700_000);
    assert!(office.admin.maintenance().check().unwrap().ok);
    // What is wrong about the room is found and mended.
    shelf.raw.execute("UPDATE file_space SET bytes = 5", []).unwrap();
    let report = office.admin.maintenance().check().unwrap();
    assert!(!report.ok && report.findings.iter().any(|found| found.contains("room")), "{report:?}");
    assert!(office.admin.maintenance().rebuild().unwrap().ok);
    assert_eq!(shelf.room(), 700_000);
}

// FILE-5: a file's size, the room of all, files a record, and versions a file have their bounds.
#[test]
pub(crate) fn files_have_bounds() {
    let office = Office::new();
    let record = key("opportunity", office.opportunity().id);
    let files = office.ann.files();
    bound(&office, Some(600_000), Some(1_000_000));
    assert_eq!(invalid(files.begin(record.clone(), sized("a", 600_001), None)), ["size:too_large"]);
    assert_eq!(invalid(files.put(record.clone(), named("a"), Bytes(vec![0; 600_001]), None)), ["content:too_large"]);
    let content = noise(600_000, 3);
    put(&office.ann, &record, "a", &content);
    assert_eq!(conflict(files.begin(record.clone(), sized("b", 400_001), None)), "quota");
    assert_eq!(conflict(files.put(record.clone(), named("b"), Bytes(noise(400_001, 4)), None)), "quota");
    // FILE-3: nobody learns by it whether somebody keeps the same.
    assert_eq!(conflict(files.put(record.clone(), named("b"), Bytes(content.clone()), None)), "quota");
    bound(&office, None, Some(1_200_000));
    // The same content takes no room.
    put(&office.ben, &record, "a", &content);
    let upload = files.begin(record.clone(), sized("c", 600_000), None).unwrap();
    assert_eq!(conflict(files.put(record.clone(), named("d"), Bytes(b"d".to_vec()), None)), "quota");
    files.append(upload.id, 0, Bytes(noise(600_000, 4))).unwrap();
    files.finish(upload.id, None).unwrap();
    bound(&office, None, Some(2_000_000));
    let last = files.begin(record.clone(), sized("last", 1), None).unwrap();
    files.append(last.id, 0, Bytes(b"x".to_vec())).unwrap();
    let there = files.list(record.clone(), None).unwrap().items.len() as i64;
    for at in there..MAX_FILES {
        put(&office.ann, &record, &format!("{at}"), b"x");
    }
    assert_eq!(conflict(files.put(record.clone(), named("e"), Bytes(b"x".to_vec()), None)), "quota");
    assert_eq!(conflict(files.finish(last.id, None)), "quota");
    // A version is no further file, and has a bound of its own.
    let file = files.list(record.clone(), None).unwrap().items.remove(0);
    for at in 2..=100 {
        let new = NewFile { replaces: Some(file.id), ..named(&format!("v{at}")) };
        assert_eq!(files.put(record.clone(), new, Bytes(b"x".to_vec()), None).unwrap().file_version, at);
    }
    let new = NewFile { replaces: Some(file.id), ..named("more") };
    assert_eq!(conflict(files.put(record, new, Bytes(b"x".to_vec()), None)), "quota");
}

// FILE-3, AUDIT-1: the audit tells of a file, and keeps nothing of what is in it: that goes with the file.
#[test]
fn what_is_in_files_is_kept_with_files_alone() {
    let shelf = Shelf::new();
    let office = &shelf.office;
    let record = key("customer", office.customer().id);
    let file = put(&office.ann, &record, "合同.txt", "机密的合同".as_bytes());
    let arguments: String = shelf
        .raw
        .query_row("SELECT arguments FROM audit_calls WHERE operation = 'files.put'", [], |row| row.get(0))
        .unwrap();
    let arguments: serde_json::Value = serde_json::from_str(&arguments).unwrap();
    let kept = serde_json::json!({"record": {"object": "customer", "id": record.id}, "new": {"name": "合同.txt"}});
    assert_eq!(arguments, kept);
    let told = office.admin.audit().list(Default::default(), None).unwrap().items;
    let told = told.iter().find(|entry| entry.operation == "files.put").unwrap();
    assert_eq!(serde_json::from_str::<serde_json::Value>(&told.arguments).unwrap(), kept);
    assert!(format!("{:?}", office.ann.files().get(file.id).unwrap()).contains(&hex("机密的合同".as_bytes())));
}
