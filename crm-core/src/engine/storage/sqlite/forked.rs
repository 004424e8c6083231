//! Which files this process has open, so that a child made by `fork` does not open one of them again.
//!
//! SQLite keeps the state of its locks on a file in memory, once a process. A child inherits it without the locks: it
//! takes them for held, asks the operating system for none, and then nothing keeps parent and child from each other's
//! way. So in a child a file that its parent had open at the fork stays refused; `exec` makes an end of that.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::error::{CrmError, Result};

/// What a file is, whatever its names are: its device and its number there.
type Identity = (u64, u64);

static OPEN: Mutex<Vec<(u32, Identity)>> = Mutex::new(Vec::new());

fn open() -> MutexGuard<'static, Vec<(u32, Identity)>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A file that this process has open, until it is dropped.
pub(super) struct OpenFile {
    process: u32,
    identity: Identity,
}

impl OpenFile {
    /// Notes a file as open; `None` where the system can't tell files from one another, which then has no fork.
    pub(super) fn note(file: &Path) -> Option<OpenFile> {
        let note = OpenFile { process: std::process::id(), identity: identity(file)? };
        open().push((note.process, note.identity));
        Some(note)
    }
}

impl Drop for OpenFile {
    fn drop(&mut self) {
        // A child never closes what it inherited.
        if self.process == std::process::id() {
            let mut open = open();
            if let Some(index) = open.iter().position(|entry| *entry == (self.process, self.identity)) {
                open.swap_remove(index);
            }
        }
    }
}

/// Refuses a file that another process had open when it forked this one (`forked`).
pub(super) fn check(file: &Path) -> Result<()> {
    let process = std::process::id();
    let inherited = |identity| open().iter().any(|(opener, open)| *opener != process && *open == identity);
    if identity(file).is_some_and(inherited) { Err(CrmError::storage("forked")) } else { Ok(()) }
}

#[cfg(unix)]
fn identity(file: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(file).ok().map(|found| (found.dev(), found.ino()))
}

#[cfg(not(unix))]
fn identity(_file: &Path) -> Option<Identity> {
    None
}
