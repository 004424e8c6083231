//! The write-ahead log: when what is in it is moved into the file.
//!
//! Moving waits for the disk, for as long as that has other work. So it is done on a connection of its own, by whoever
//! committed, behind the moment where others may write: they go on meanwhile, and nobody pays for what another wrote.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::sync::{Arc, Mutex, TryLockError};
use std::time::Duration;

use super::patient::Patient;
use super::{connection, location};
use crate::engine::error::Result;
use crate::engine::patience::Patience;

/// A log that is longer is cut when nobody needs it.
pub(super) const BYTES: u64 = 16 << 20;

/// Pages in the log from which on others wait: they write faster than it is moved beside them. 128 MiB.
const MOST: i32 = 32 << 10;

/// Pages in the log from which on they are moved: as many as SQLite would let gather.
const PAGES: i32 = 1_000;

/// The log of one open file.
pub(super) struct Log {
    file: PathBuf,
    pages: Arc<AtomicI32>,
    /// Whether the file may be longer than it should be: it was found so, or not looked at yet.
    long: AtomicBool,
    mover: Mutex<Patient>,
}

impl Log {
    /// Takes the moving over from the connection that writes.
    pub(super) fn of(file: &Path, writer: &mut Patient) -> Result<Log> {
        let pages = Arc::new(AtomicI32::new(0));
        // In the place of SQLite's own way, which moves within the commit.
        writer.tell_pages(Arc::clone(&pages))?;
        let mover = connection::mover(file)?;
        Ok(Log { file: file.to_owned(), pages, long: AtomicBool::new(true), mover: Mutex::new(mover) })
    }

    /// Behind a commit, before others may write: nearly always nothing.
    pub(super) fn bound(&self, writer: &Patient) {
        if self.pages.load(Ordering::Relaxed) > MOST {
            cut(writer);
        }
    }

    /// Behind a commit, when others may write: moves what has gathered, unless somebody does so already. And gives the
    /// disk back what one large transaction, or many behind a long read, have left: a log never shrinks by itself.
    ///
    /// What it can't do now is no failure of the call, which is committed; the next commit tries again.
    pub(super) fn settle(&self) {
        let gathered = self.pages.load(Ordering::Relaxed) >= PAGES;
        // A log that was short is longer only once so many pages have gathered: the file need not be asked at each commit.
        if !gathered && !self.long.load(Ordering::Relaxed) {
            return;
        }
        let length = self.length();
        self.long.store(length > BYTES, Ordering::Relaxed);
        if !gathered && length <= BYTES {
            return;
        }
        let mover = match self.mover.try_lock() {
            Ok(mover) => mover,
            Err(TryLockError::Poisoned(mover)) => mover.into_inner(),
            Err(TryLockError::WouldBlock) => return,
        };
        self.pages.store(0, Ordering::Relaxed);
        run(&mover, "PRAGMA wal_checkpoint(PASSIVE)");
        if length > BYTES {
            cut(&mover);
        }
    }

    fn length(&self) -> u64 {
        std::fs::metadata(location::beside(&self.file, "-wal")).map_or(0, |log| log.len())
    }

    /// Has the log stay as it is where the connection is closed.
    pub(super) fn leave(&self) {
        if let Ok(mover) = self.mover.try_lock() {
            connection::leave_log(&mover);
        }
    }
}

/// Moves what is left, and cuts the log where nobody writes or reads from it just now.
fn cut(connection: &Patient) {
    run(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
}

fn run(connection: &Patient, checkpoint: &str) {
    connection.begin(&Patience::of(Duration::ZERO));
    let _ = connection.query_row(checkpoint, [], |_| Ok(()));
}
