//! A program that opens and closes the file by itself takes the engine's locks away: it is noticed before anything is
//! confirmed that would be lost.
#![cfg(target_os = "linux")]

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};

use crm_core::opportunities::Opportunity;
use crm_core::prelude::*;

use crate::support::{FixedEnvironment, MORNING, Office, new_opportunity};

fn create(session: &Session, name: &str) -> Result<Opportunity> {
    session.opportunities().create(new_opportunity(name), None, None)
}

fn lost<T: std::fmt::Debug>(outcome: Result<T>) {
    assert_eq!(outcome.unwrap_err(), CrmError::Storage { problem: "lock_lost".into() });
}

/// What a second SQLite in the program does to the handles of a file, or a routine that copies it.
fn open_and_close(file: &Path, endings: &[&str]) {
    for ending in endings {
        drop(File::open(format!("{}{ending}", file.display())).unwrap());
    }
}

/// What the tests below talk with: it says what it did and goes on when it is told.
#[test]
fn child_that_loses_its_locks() {
    let Ok(file) = std::env::var("CRM_TEST_LOCKS") else { return };
    let (crm, how) = (Crm::open(&file).unwrap(), std::env::var("CRM_TEST_HOW").unwrap());
    let ann = crm.session_by_login("ann").unwrap();
    let mut told = std::io::stdin().lines();
    let mut say = |what: String| {
        println!("\nsaid {what}");
        told.next();
    };
    create(&ann, "先").unwrap();
    open_and_close(Path::new(&file), &how.split(',').collect::<Vec<_>>());
    say("let go".into());
    let second = create(&ann, "后");
    say(format!("second: {}", second.map_or_else(|e| e.to_string(), |_| "confirmed".into())));
    let read = ann.opportunities().list(None, None, None);
    say(format!("read: {}", read.map_or_else(|e| e.to_string(), |_| "answered".into())));
}

struct Talk {
    child: Child,
    tell: ChildStdin,
    said: Box<dyn Iterator<Item = String>>,
}

impl Talk {
    fn with_child(file: &Path, how: &str) -> Talk {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "locks::child_that_loses_its_locks", "--nocapture"])
            .env("CRM_TEST_LOCKS", file)
            .env("CRM_TEST_HOW", how)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(|line| line.ok());
        let said = Box::new(lines.filter_map(|line| line.strip_prefix("said ").map(str::to_owned)));
        Talk { tell: child.stdin.take().unwrap(), child, said }
    }

    fn hear(&mut self) -> String {
        self.said.next().unwrap()
    }

    fn go_on(&mut self) {
        self.tell.write_all(b"\n").unwrap();
    }
}

fn staffed(file: &Path) {
    let clock = FixedEnvironment::new(MORNING);
    drop(Office::staff(Crm::options().environment(clock.clone()).open(file).unwrap(), clock));
}

#[test]
fn nothing_is_confirmed_that_would_be_gone() {
    // The file alone, as a copying routine reads it; its log's index; all of it, as another SQLite does.
    for how in ["", "-shm", ",-wal,-shm"] {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("office.crm");
        staffed(&file);
        let mut talk = Talk::with_child(&file, how);
        assert_eq!(talk.hear(), "let go");
        if how == ",-wal,-shm" {
            // Another process finds nobody: it writes the log into the file and deletes it.
            let other = rusqlite::Connection::open(&file).unwrap();
            other.query_row("SELECT count(*) FROM users", [], |_| Ok(())).unwrap();
            drop(other);
            assert!(!folder.path().join("office.crm-wal").exists(), "the danger is real");
        }
        talk.go_on();
        let second = talk.hear();
        talk.go_on();
        let read = talk.hear();
        talk.child.kill().unwrap();
        talk.child.wait().unwrap();
        let crm = Crm::open(&file).unwrap();
        let ann = crm.session_by_login("ann").unwrap();
        let found: Vec<_> = ann.opportunities().list(None, None, None).unwrap().items;
        let names: Vec<&str> = found.iter().map(|o| o.customer_name.as_str()).collect();
        // What was confirmed is there, and what is not there was not confirmed.
        assert_eq!(names, ["先"], "{how}: {second}");
        assert_eq!(second, "second: storage: lock_lost", "{how}");
        // Neither are answers given from what nobody changes any more.
        assert_eq!(read, "read: storage: lock_lost", "{how}");
        assert!(crm.session_by_login("admin").unwrap().maintenance().check().unwrap().ok);
    }
}

#[test]
fn behind_a_loss_the_file_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("office.crm");
    staffed(&file);
    let first = Crm::open(&file).unwrap();
    let ann = first.session_by_login("ann").unwrap();
    open_and_close(&file, &["", "-wal", "-shm"]);
    // A connection of the host's own, of the same SQLite, goes on with the file.
    let other = rusqlite::Connection::open(&file).unwrap();
    other.execute_batch("UPDATE users SET version = 77 WHERE login = 'ben'").unwrap();
    drop(other);
    lost(create(&ann, "丢"));
    lost(ann.users().me());
    lost(first.session_by_login("admin"));
    drop((first, ann));
    let again = Crm::open(&file).unwrap();
    assert_eq!(again.session_by_login("ben").unwrap().users().me().unwrap().version, 77);
    create(&again.session_by_login("ann").unwrap(), "再").unwrap();
    assert_eq!(again.session_by_login("admin").unwrap().maintenance().check().unwrap().findings, [] as [&str; 0]);
}

#[test]
fn engines_of_one_process_do_not_take_each_others_locks() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("office.crm");
    staffed(&file);
    let first = Crm::open(&file).unwrap();
    let ann = first.session_by_login("ann").unwrap();
    for round in 0..20 {
        // Opened, looked at, backed up, refused and closed beside it, on other threads too.
        std::thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    let second = Crm::open(&file).unwrap();
                    create(&second.session_by_login("ben").unwrap(), "旁").unwrap();
                });
            }
            scope.spawn(|| drop(Crm::options().read_only(true).open(&file).unwrap()));
        });
        let admin = first.session_by_login("admin").unwrap();
        admin.maintenance().backup(folder.path().join(format!("{round}.crm")).display().to_string()).unwrap();
        create(&ann, "留").unwrap();
    }
}
