//! Whether SQLite's locks on the file are still there.
//!
//! On Unix the locks of a file belong to the process, and closing *any* handle of the file gives all of them back: also one
//! that some other part of the program had opened, a second SQLite say, or a copying routine. SQLite never hears of it,
//! and from then on nothing keeps other processes from what it is doing: they find nobody, write the log into the file
//! and delete it, and what is committed into the deleted log is gone with the process.
//!
//! The locks of a file *handle* (of Linux) see those of the process as somebody else's, so they can be asked about. The
//! handles that ask stay open as long as the process has the file open, and all engines of the process share them: closing
//! them would do the very harm.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

use super::forked::{Identity, identity};
use super::location::beside;
use super::process::{self, Holder};
use crate::engine::error::{CrmError, Result};

/// Where SQLite locks, in bytes of the files: its file format says it.
mod byte {
    /// Of the log's index: held exclusively by whoever writes.
    pub const WRITER: (i64, i64) = (120, 1);
    /// Of the log's index: held shared by every connection, as long as it lives.
    pub const ALIVE: (i64, i64) = (128, 1);
    /// Of the database: held shared by every connection that uses the log.
    pub const SHARED: (i64, i64) = (0x4000_0002, 510);
}

/// Reads ask once in so many milliseconds.
const PAUSE: u64 = 100;

/// Handles to ask with.
pub(super) struct Questions {
    database: File,
    index: File,
    log: PathBuf,
    log_identity: Identity,
}

impl Questions {
    /// For a file that this process has open. `None` where there is no log, or where the system or the file system has no
    /// answers: then nothing is asked, as nothing is noticed on other systems.
    pub(super) fn open(file: &Path) -> Option<Questions> {
        let log = beside(file, "-wal");
        let log_identity = identity(&log)?;
        // From here on nothing may be closed.
        let index = File::open(beside(file, "-shm")).ok()?;
        let Ok(database) = File::open(file) else {
            std::mem::forget(index);
            return None;
        };
        let questions = Questions { database, index, log, log_identity };
        if questions.are_shared_held() {
            return Some(questions);
        }
        std::mem::forget(questions);
        None
    }

    fn are_shared_held(&self) -> bool {
        // Another process holds them too, and of several holders the system names one: but nobody is nobody.
        let held = |file, bytes| process::holder(file, bytes) != Holder::Nobody;
        held(&self.index, byte::ALIVE) && held(&self.database, byte::SHARED)
    }

    fn is_writer_us(&self) -> bool {
        process::holder(&self.index, byte::WRITER) == Holder::Us
    }

    /// Whether the log that is written is the one that others find.
    fn is_log_there(&self) -> bool {
        identity(&self.log) == Some(self.log_identity)
    }
}

/// What one engine knows of its locks.
pub(super) struct Locks {
    questions: Option<Arc<Questions>>,
    lost: AtomicBool,
    begun: Instant,
    /// When reads asked last, in milliseconds since then.
    asked: AtomicU64,
}

impl Locks {
    pub(super) fn new(questions: Option<Arc<Questions>>) -> Locks {
        Locks { questions, lost: AtomicBool::new(false), begun: Instant::now(), asked: AtomicU64::new(0) }
    }

    /// Refuses (`lock_lost`) once they were found lost: nothing that this engine does is safe any more.
    pub(super) fn are_held(&self) -> Result<()> {
        if self.are_lost() { Err(CrmError::storage("lock_lost")) } else { Ok(()) }
    }

    pub(super) fn are_lost(&self) -> bool {
        self.lost.load(Ordering::SeqCst)
    }

    fn ask(&self, question: impl FnOnce(&Questions) -> bool) -> Result<()> {
        if self.questions.as_deref().is_some_and(|questions| !question(questions)) {
            self.lost.store(true, Ordering::SeqCst);
        }
        self.are_held()
    }

    /// Before a commit: what it writes is safe.
    pub(super) fn before_commit(&self) -> Result<()> {
        self.ask(|questions| questions.is_writer_us() && questions.are_shared_held())
    }

    /// Behind a commit, before it is confirmed: it is where others find it.
    pub(super) fn behind_commit(&self) -> Result<()> {
        self.ask(Questions::is_log_there)
    }

    /// Behind a read, now and then: it may have read what nobody changes any more, while others change what nobody reads
    /// here.
    pub(super) fn behind_read(&self) -> Result<()> {
        if self.questions.is_some() {
            let now = u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX);
            if now.saturating_sub(self.asked.load(Ordering::Relaxed)) >= PAUSE {
                self.asked.store(now, Ordering::Relaxed);
                return self.ask(|questions| questions.are_shared_held() && questions.is_log_there());
            }
        }
        self.are_held()
    }

    /// Gives the handles back to where they are closed in order.
    pub(super) fn give_back(&mut self) {
        self.questions = None;
    }
}
