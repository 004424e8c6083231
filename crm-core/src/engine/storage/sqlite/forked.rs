//! Which files this process has open, so that a child made by `fork` does not open one of them again.
//!
//! SQLite keeps the state of its locks on a file in memory, once a process. A child inherits it without the locks: it
//! takes them for held, asks the operating system for none, and then nothing keeps parent and child from each other's
//! way. So in a child a file that its parent had open at the fork stays refused; `exec` makes an end of that.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::locks::Questions;
use crate::engine::error::{CrmError, Result};

/// What a file is, whatever its names are: its device and its number there.
pub(super) type Identity = (u64, u64);

/// One engine's use of a file.
struct Entry {
    process: u32,
    identity: Identity,
    /// Which of them.
    number: u64,
    questions: Option<Arc<Questions>>,
}

static OPEN: Mutex<Vec<Entry>> = Mutex::new(Vec::new());

fn open() -> MutexGuard<'static, Vec<Entry>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A file that this process has open, until it is dropped: noted before its connections are opened, dropped behind them.
pub(super) struct OpenFile {
    process: u32,
    identity: Identity,
    number: u64,
}

impl OpenFile {
    /// Notes a file as open; `None` where the system can't tell files from one another, which then has no fork.
    pub(super) fn note(file: &Path) -> Option<OpenFile> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let note = OpenFile {
            process: std::process::id(),
            identity: identity(file)?,
            number: NEXT.fetch_add(1, Ordering::Relaxed),
        };
        open().push(Entry { process: note.process, identity: note.identity, number: note.number, questions: None });
        Some(note)
    }

    /// The handles to ask about the locks with: the same ones for all engines of the process on this file.
    pub(super) fn questions(&self, file: &Path) -> Option<Arc<Questions>> {
        let mut open = open();
        let known = open.iter().filter(|entry| self.is_same_file(entry)).find_map(|entry| entry.questions.clone());
        let questions = known.or_else(|| Questions::open(file).map(Arc::new))?;
        if let Some(own) = open.iter_mut().find(|entry| entry.number == self.number) {
            own.questions = Some(Arc::clone(&questions));
        }
        Some(questions)
    }

    fn is_same_file(&self, entry: &Entry) -> bool {
        (entry.process, entry.identity) == (self.process, self.identity)
    }
}

impl Drop for OpenFile {
    fn drop(&mut self) {
        // A child never closes what it inherited.
        if self.process == std::process::id() {
            let mut open = open();
            if let Some(index) = open.iter().position(|entry| entry.number == self.number) {
                let own = open.swap_remove(index);
                // While another engine has the file open, or is about to, its handles are not closed: that would give the
                // locks of that one back. The last ones are closed here, while nobody else can note the file.
                if let Some(other) = open.iter_mut().find(|entry| self.is_same_file(entry)) {
                    other.questions = other.questions.take().or(own.questions);
                }
            }
        }
    }
}

/// Refuses a file that another process had open when it forked this one (`forked`).
pub(super) fn check(file: &Path) -> Result<()> {
    let process = std::process::id();
    let inherited = |identity| open().iter().any(|entry| entry.process != process && entry.identity == identity);
    if identity(file).is_some_and(inherited) { Err(CrmError::storage("forked")) } else { Ok(()) }
}

#[cfg(unix)]
pub(super) fn identity(file: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(file).ok().map(|found| (found.dev(), found.ino()))
}

#[cfg(not(unix))]
pub(super) fn identity(_file: &Path) -> Option<Identity> {
    None
}
