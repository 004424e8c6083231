//! A store of the host's for what is in files (FILE-4): a folder, a bucket, another database.
//!
//! Where an engine is opened with one ([`crate::Options::file_store`]), what comes from then on is put there, in pieces, and
//! what lies in the database stays there: each content knows where it lies. A database whose contents lie in a store is opened
//! with it again; without it they can't be read (`no_file_store`).
//!
//! ```
//! use std::{fs, io, path::PathBuf, sync::Arc};
//!
//! use crm_core::{Crm, FileStore};
//!
//! /// A folder for each content, a file for each piece.
//! struct Folder(PathBuf);
//!
//! impl FileStore for Folder {
//!     fn put(&self, key: &str, piece: u64, bytes: &[u8]) -> io::Result<()> {
//!         fs::create_dir_all(self.0.join(key))?;
//!         fs::write(self.0.join(key).join(piece.to_string()), bytes)
//!     }
//!
//!     fn read(&self, key: &str, piece: u64) -> io::Result<Option<Vec<u8>>> {
//!         match fs::read(self.0.join(key).join(piece.to_string())) {
//!             Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
//!             outcome => outcome.map(Some),
//!         }
//!     }
//!
//!     fn delete(&self, key: &str) -> io::Result<()> {
//!         match fs::remove_dir_all(self.0.join(key)) {
//!             Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
//!             outcome => outcome,
//!         }
//!     }
//! }
//!
//! # fn main() -> crm_core::Result<()> {
//! # let folder = tempfile::tempdir().expect("a folder");
//! let store = Folder(folder.path().join("files"));
//! let crm = Crm::options().file_store(Arc::new(store)).open(folder.path().join("erp.crm"))?;
//! # drop(crm);
//! # Ok(())
//! # }
//! ```

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::engine::error::{CrmError, Result};

/// How long a piece is, but the last of a content.
pub const PIECE: usize = 256 * 1024;

/// A store of the host's for what is in files.
///
/// Called on the thread of the call that needs it, or a scheduler's, with no transaction under way and no lock held: it may
/// take its time, and call the engine. From many threads at once. A key is plain ASCII of at most 100 characters that a file
/// may be called by (`0-9`, `a-f`, `-`), and is never used twice; under it lie pieces 0, 1, 2 … of 256 KiB each but the last.
/// What it fails with ends the call ([`CrmError::Storage`], `file_store`), which then changed nothing; so does a panic.
pub trait FileStore: Send + Sync {
    /// Keeps a piece for good: when this returns, a power cut doesn't lose it. A piece that is there already is replaced.
    ///
    /// # Errors
    /// Why it can't.
    fn put(&self, key: &str, piece: u64, bytes: &[u8]) -> io::Result<()>;

    /// A piece as it was put; `None` where there is none.
    ///
    /// # Errors
    /// Why it can't.
    fn read(&self, key: &str, piece: u64) -> io::Result<Option<Vec<u8>>>;

    /// Deletes all pieces of a key. Where there are none, that is no matter: it is called again where nobody knows whether it
    /// was done.
    ///
    /// # Errors
    /// Why it can't; it is asked again later.
    fn delete(&self, key: &str) -> io::Result<()>;
}

/// The host's store, whatever it does contained.
#[derive(Clone)]
pub(crate) struct HostStore(pub(crate) Arc<dyn FileStore>);

impl HostStore {
    pub(crate) fn put(&self, key: &str, piece: u64, bytes: &[u8]) -> Result<()> {
        contained(|| self.0.put(key, piece, bytes))
    }

    pub(crate) fn read(&self, key: &str, piece: u64) -> Result<Option<Vec<u8>>> {
        contained(|| self.0.read(key, piece))
    }

    pub(crate) fn delete(&self, key: &str) -> Result<()> {
        contained(|| self.0.delete(key))
    }
}

fn contained<T>(call: impl FnOnce() -> io::Result<T>) -> Result<T> {
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(outcome) => outcome.map_err(|_| CrmError::storage("file_store")),
        Err(payload) => {
            // Dropping the payload may panic too.
            let _ = catch_unwind(AssertUnwindSafe(|| drop(payload)));
            Err(CrmError::storage("file_store"))
        }
    }
}
