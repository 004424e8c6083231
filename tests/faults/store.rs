//! A process that dies while the host's store is called (FILE-4): what it put is nobody's, and goes; what was confirmed is there.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::{fs, io};

use crm_core::files::NewFile;
use crm_core::objects::RecordKey;
use crm_core::prelude::*;
use crm_core::{Bytes, FileStore};

use crate::support::{FixedEnvironment, Office};

/// A folder for each content; the process dies with the call of that number.
struct Folder {
    root: PathBuf,
    left: AtomicI64,
}

impl Folder {
    fn new(root: &Path, left: i64) -> Arc<Folder> {
        Arc::new(Folder { root: root.to_owned(), left: AtomicI64::new(left) })
    }

    fn called(&self) {
        if self.left.fetch_sub(1, Ordering::SeqCst) == 0 {
            std::process::abort();
        }
    }

    fn keys(&self) -> BTreeSet<String> {
        let found = fs::read_dir(&self.root).into_iter().flatten();
        found.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

impl FileStore for Folder {
    fn put(&self, key: &str, piece: u64, bytes: &[u8]) -> io::Result<()> {
        fs::create_dir_all(self.root.join(key))?;
        fs::write(self.root.join(key).join(piece.to_string()), bytes)?;
        self.called();
        Ok(())
    }

    fn read(&self, key: &str, piece: u64) -> io::Result<Option<Vec<u8>>> {
        match fs::read(self.root.join(key).join(piece.to_string())) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            read => read.map(Some),
        }
    }

    fn delete(&self, key: &str) -> io::Result<()> {
        self.called();
        match fs::remove_dir_all(self.root.join(key)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            done => done,
        }
    }
}

const LEFT: &str = "CRM_TEST_STORE_LEFT";

/// What the test below lets die: it puts two files, one of them in parts, deletes the first, and lets the night come.
#[test]
fn child_that_dies_in_the_store() {
    let (Ok(folder), Ok(left)) = (std::env::var("CRM_TEST_STORE"), std::env::var(LEFT)) else { return };
    let folder = Path::new(&folder);
    let clock = FixedEnvironment::new("2026-03-03T01:00:00Z");
    let store = Folder::new(&folder.join("files"), left.parse().unwrap());
    let crm = Crm::options().environment(clock.clone()).file_store(store).open(folder.join("office.crm")).unwrap();
    let (ann, host) = (crm.session_by_login("ann").unwrap(), crm.session_by_login("erp").unwrap());
    let customer = ann.customers().list(None, None, None).unwrap().items.remove(0);
    let record = RecordKey { object: "customer".into(), id: customer.id.into() };
    let named = |name: &str, size| NewFile { name: name.into(), size, ..Default::default() };
    let put = ann.files().put(record.clone(), named("put", None), Bytes(vec![1; 600_000]), None).unwrap();
    println!("\nconfirmed put");
    let upload = ann.files().begin(record, named("sent", Some(600_000)), None).unwrap();
    ann.files().append(upload.id, 0, Bytes(vec![2; 600_000])).unwrap();
    ann.files().finish(upload.id, None).unwrap();
    println!("\nconfirmed sent");
    ann.files().delete(put.id, None).unwrap();
    println!("\nconfirmed deleted");
    clock.set("2026-03-04T01:00:00Z");
    host.jobs().run_due(None).unwrap();
    println!("\nconfirmed night");
}

#[test]
fn a_process_that_dies_leaves_nothing_in_the_store() {
    // Three pieces of each, and one deletion: the eighth call is the last.
    for left in 0..8 {
        let folder = tempfile::tempdir().unwrap();
        let clock = FixedEnvironment::new("2026-03-02T01:00:00Z");
        let file = folder.path().join("office.crm");
        let office = Office::staff(Crm::options().environment(clock.clone()).open(&file).unwrap(), clock.clone());
        office.customer();
        drop(office);
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "store::child_that_dies_in_the_store", "--nocapture"])
            .env("CRM_TEST_STORE", folder.path())
            .env(LEFT, left.to_string())
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        let confirmed = |what: &str| told.contains(&format!("confirmed {what}"));
        assert_eq!(confirmed("night"), left == 7, "{left}: {told}");
        assert_eq!((confirmed("put"), confirmed("sent")), (left >= 3, left >= 6), "{left}: {told}");

        let store = Folder::new(&folder.path().join("files"), i64::MAX);
        // What came into the store before it died lies there still, and its key is noted.
        clock.set("2026-03-04T02:00:00Z");
        let crm = Crm::options().environment(clock.clone()).file_store(store.clone()).open(&file).unwrap();
        let (ann, admin) = (crm.session_by_login("ann").unwrap(), crm.session_by_login("admin").unwrap());
        let report = admin.maintenance().check().unwrap();
        assert!(report.ok, "{left}: {report:?}");
        let customer = ann.customers().list(None, None, None).unwrap().items.remove(0);
        let record = RecordKey { object: "customer".into(), id: customer.id.into() };
        let files = ann.files().list(record, None).unwrap().items;
        for file in &files {
            let byte = if file.name == "put" { 1 } else { 2 };
            assert!(ann.files().read(file.id, None, None, None).unwrap().0 == vec![byte; 600_000], "{left}");
        }
        let here = [confirmed("put") && !confirmed("deleted"), confirmed("sent")];
        assert_eq!(files.len(), here.iter().filter(|here| **here).count(), "{left}: {told}");
        // Two nights later there is what the files have, and nothing else.
        let host = crm.session_by_login("erp").unwrap();
        for night in ["2026-03-06T01:00:00Z", "2026-03-07T01:00:00Z"] {
            clock.set(night);
            host.jobs().run_due(None).unwrap();
        }
        let hashes: BTreeSet<String> = files.iter().map(|file| file.sha256.clone()).collect();
        let kept: BTreeSet<String> = store.keys().iter().map(|key| key[..64].to_owned()).collect();
        assert_eq!((store.keys().len(), kept), (hashes.len(), hashes), "{left}");
    }
}
