//! A copy of the whole database in a new file.
//!
//! It grows under a name of its own and gets the name that was asked for when it is whole and on the disk, so that there
//! is never half a backup by that name. What a process that was killed left behind is removed by the next backup.

use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::location;
use super::transaction::translate;
use crate::engine::error::{CrmError, Result};
use crate::engine::identity;
use crate::engine::patience::Patience;

/// Pages between two looks at the patience.
const PAGES: i32 = 256;

/// How the name of a copy ends that is not whole yet.
const PARTIAL: &str = ".partial";

/// Where the header says how the file is to be read and written: 1 in the plain way, 2 with a log.
const VERSIONS: u64 = 18;

/// Copies what the connection sees. `like` is the file whose permissions the copy gets; without one it is private.
pub(super) fn copy(from: &Connection, like: Option<&Path>, file: &Path, patience: &Patience) -> Result<()> {
    if std::fs::symlink_metadata(file).is_ok() {
        return Err(exists());
    }
    remove_remains(file);
    let partial = Partial::begin(file)?;
    pages(from, &partial.path, patience)?;
    partial.without_log().map_err(|e| location::translate(&e))?;
    open(&partial.path)?.execute(identity::MARK_BACKUP, []).map_err(translate)?;
    partial.complete(like).map_err(|e| location::translate(&e))?;
    patience.check()?;
    partial.publish(file)
}

/// Removes a copy that is not to be.
fn remove(file: &Path) {
    // It was just made; who has deleted it already wanted the same.
    let _ = std::fs::remove_file(file);
}

fn exists() -> CrmError {
    CrmError::conflict("backup", "", "file_exists")
}

/// Opens a copy under way.
fn open(to: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    // Nobody else has the file: it needs no locks, which a network share may not have, and no journal.
    #[cfg(unix)]
    let to = Connection::open_with_flags_and_vfs(to, flags, "unix-none");
    #[cfg(not(unix))]
    let to = Connection::open_with_flags(to, flags);
    let to = to.map_err(translate)?;
    to.pragma_update(None, "journal_mode", "OFF").map_err(translate)?;
    to.pragma_update(None, "synchronous", "OFF").map_err(translate)?;
    Ok(to)
}

/// A step copies what is there at its beginning of the read: who writes meanwhile writes behind it.
fn pages(from: &Connection, to: &Path, patience: &Patience) -> Result<()> {
    let mut to = open(to)?;
    let backup = Backup::new(from, &mut to).map_err(translate)?;
    loop {
        patience.check()?;
        match backup.step(PAGES).map_err(translate)? {
            StepResult::Done => return Ok(()),
            StepResult::More => {}
            _ if patience.pause(Duration::from_millis(2)) => {}
            _ => return patience.check().and(Err(CrmError::Busy)),
        }
    }
}

/// A copy that is not whole yet; removed unless it was published.
struct Partial {
    path: PathBuf,
    /// Locked as long as somebody works on it.
    file: Option<File>,
}

impl Partial {
    fn begin(file: &Path) -> Result<Partial> {
        loop {
            let mut random = [0; 8];
            crate::engine::clock::random(&crate::engine::clock::SystemEnvironment)
                .iter()
                .zip(&mut random)
                .for_each(|(r, out)| *out = *r);
            let mut name = prefix(file).ok_or_else(|| CrmError::storage("cannot_open"))?;
            name.push(format!("{:016x}{PARTIAL}", u64::from_le_bytes(random)));
            let path = file.with_file_name(name);
            let mut options = OpenOptions::new();
            options.read(true).write(true).create_new(true);
            location::private(&mut options);
            let partial = options.open(&path).map_err(|e| match e.kind() {
                ErrorKind::NotFound => CrmError::storage("cannot_open"),
                _ => location::translate(&e),
            })?;
            #[cfg(unix)]
            {
                // Where the file system has no locks, nothing of this kind is ever removed.
                let _ = partial.lock();
                if !path.exists() {
                    // Another backup to the same file took it for forsaken before it was locked.
                    continue;
                }
            }
            return Ok(Partial { path, file: Some(partial) });
        }
    }

    /// Makes it a database without a log, so that it can be read where nothing can be written.
    fn without_log(&self) -> std::io::Result<()> {
        let Some(mut file) = self.file.as_ref() else { return Ok(()) };
        file.seek(SeekFrom::Start(VERSIONS))?;
        file.write_all(&[1, 1])
    }

    /// Makes it as private as the one it was made from, and puts it on the disk.
    fn complete(&self, like: Option<&Path>) -> std::io::Result<()> {
        let Some(file) = self.file.as_ref() else { return Ok(()) };
        if let Some(like) = like {
            file.set_permissions(std::fs::metadata(like)?.permissions())?;
        }
        file.sync_all()
    }

    /// Gives it its name, which must not be taken meanwhile.
    fn publish(mut self, file: &Path) -> Result<()> {
        // Whoever opens the copy by its name must not lose a lock on it to our closing it behind: locks are a process's.
        self.file = None;
        match std::fs::hard_link(&self.path, file) {
            Ok(()) => {}
            Err(e) if e.kind() == ErrorKind::AlreadyExists => return Err(exists()),
            // It is locked no more, and another backup to the same file took it for forsaken: that one goes on.
            Err(_) if !self.path.exists() => return Err(exists()),
            // A file system without links.
            Err(_) if std::fs::symlink_metadata(file).is_ok() => return Err(exists()),
            Err(_) => std::fs::rename(&self.path, file).map_err(|e| location::translate(&e))?,
        }
        #[cfg(unix)]
        if let Some(folder) = file.parent() {
            // Some file systems can't; the name is then on the disk when they think fit.
            let _ = File::open(folder).and_then(|folder| folder.sync_all());
        }
        Ok(())
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        remove(&self.path);
    }
}

/// How the names begin under which copies to this file grow.
fn prefix(file: &Path) -> Option<OsString> {
    let mut name = file.file_name()?.to_owned();
    name.push(".");
    Some(name)
}

/// Removes what backups to this file left behind that nobody works on any more.
fn remove_remains(file: &Path) {
    let (Some(folder), Some(prefix)) = (file.parent(), prefix(file)) else { return };
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let rest = name.as_encoded_bytes().strip_prefix(prefix.as_encoded_bytes());
        let random = rest.and_then(|rest| rest.strip_suffix(PARTIAL.as_bytes()));
        if random.is_some_and(|random| random.len() == 16 && random.iter().all(u8::is_ascii_hexdigit)) {
            remove_forsaken(&entry.path());
        }
    }
}

/// Locked while it is removed: who has just made it, and not locked it yet, waits and then finds it gone.
#[cfg(unix)]
fn remove_forsaken(partial: &Path) {
    if let Ok(file) = File::open(partial)
        && file.try_lock().is_ok()
    {
        remove(partial);
    }
}

/// An open file can't be removed here.
#[cfg(not(unix))]
fn remove_forsaken(partial: &Path) {
    remove(partial);
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_begins_is_no_remains() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("copy.crm");
        let over = std::sync::atomic::AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                while !over.load(std::sync::atomic::Ordering::SeqCst) {
                    remove_remains(&file);
                }
            });
            let lost = (0..5_000)
                .filter(|_| {
                    let partial = Partial::begin(&file).expect("a copy");
                    std::thread::yield_now();
                    !partial.path.exists()
                })
                .count();
            over.store(true, std::sync::atomic::Ordering::SeqCst);
            assert_eq!(lost, 0);
        });
        assert_eq!(std::fs::read_dir(folder.path()).expect("the folder").count(), 0);
        // What nobody works on is.
        let name = "copy.crm.0123456789abcdef.partial";
        std::fs::write(folder.path().join(name), "half").expect("remains");
        remove_remains(&file);
        assert_eq!(std::fs::read_dir(folder.path()).expect("the folder").count(), 0);
    }
}
