//! A store of a Kotlin or Swift host's for what is in files.

use std::io;
use std::sync::Arc;

/// Why the host's store could not do what it should. Whatever else is thrown becomes one of these.
#[derive(Debug, uniffi::Error)]
pub enum FileStoreError {
    /// It could not.
    Failed {
        /// What went wrong, in the host's words.
        detail: String,
    },
}

impl std::fmt::Display for FileStoreError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let FileStoreError::Failed { detail } = self;
        f.write_str(detail)
    }
}

impl std::error::Error for FileStoreError {}

impl From<uniffi::UnexpectedUniFFICallbackError> for FileStoreError {
    fn from(thrown: uniffi::UnexpectedUniFFICallbackError) -> FileStoreError {
        FileStoreError::Failed { detail: thrown.reason }
    }
}

/// A store of the host's for what is in files: a folder of the app's, a bucket.
///
/// Called on the thread of the call that needs it, or a scheduler's, with no lock held; from many threads at once. A key has at
/// most 100 of `0`-`9`, `a`-`f` and `-`, and is never used twice; each piece under it but the last has 262144 bytes. Where it
/// throws, the call ends with `CrmError.Storage` (`file_store`), and changed nothing.
#[uniffi::export(with_foreign)]
pub trait FileStore: Send + Sync {
    /// Keeps a piece for good; one that is there already is replaced.
    fn put(&self, key: String, piece: u64, bytes: Vec<u8>) -> Result<(), FileStoreError>;
    /// A piece as it was put; nothing where there is none.
    fn read(&self, key: String, piece: u64) -> Result<Option<Vec<u8>>, FileStoreError>;
    /// Deletes all pieces of a key; where there are none, that is done too.
    fn delete(&self, key: String) -> Result<(), FileStoreError>;
}

/// The store, as the engine calls it.
pub(super) struct HostFiles(pub(super) Arc<dyn FileStore>);

impl crm_core::FileStore for HostFiles {
    fn put(&self, key: &str, piece: u64, bytes: &[u8]) -> io::Result<()> {
        self.0.put(key.into(), piece, bytes.into()).map_err(io::Error::other)
    }

    fn read(&self, key: &str, piece: u64) -> io::Result<Option<Vec<u8>>> {
        self.0.read(key.into(), piece).map_err(io::Error::other)
    }

    fn delete(&self, key: &str) -> io::Result<()> {
        self.0.delete(key.into()).map_err(io::Error::other)
    }
}
