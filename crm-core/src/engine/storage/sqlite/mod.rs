//! SQLite, the embedded default: one writer behind a mutex, a pool of read-only connections.

mod connection;
mod forked;
mod location;
mod patient;
mod process;
mod transaction;

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::{Body, Dialect, Patience, Storage};
use crate::error::{CrmError, Result};
use crate::patience::{Loan, Pool};
use forked::OpenFile;
use patient::Patient;
use transaction::SqliteTransaction;

/// When a commit counts as done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Synchronous {
    /// When the disk has it: exactly one `fdatasync` a commit.
    #[default]
    Full,
    /// When the operating system has it: a power cut can lose the last commits, never corrupt.
    Normal,
}

/// How the file is opened.
#[derive(Debug, Clone)]
pub struct SqliteOptions {
    /// When a commit counts as done.
    pub synchronous: Synchronous,
    /// Whether readers map the file into memory.
    pub memory_map: bool,
    /// The number of reading connections.
    pub readers: usize,
    /// Whether every write is refused.
    pub read_only: bool,
}

impl Default for SqliteOptions {
    fn default() -> Self {
        SqliteOptions {
            synchronous: Synchronous::Full,
            memory_map: false,
            readers: std::thread::available_parallelism().map_or(2, usize::from).min(8),
            read_only: false,
        }
    }
}

/// A database in a file or in memory.
pub struct SqliteStorage {
    file: Option<PathBuf>,
    /// The one writer. In memory it reads too: such a database exists in one connection only.
    writer: Option<Pool<Patient>>,
    readers: Option<Pool<Patient>>,
    /// The process that opened the database. SQLite's locks do not survive a fork, so a child is refused.
    process: u32,
    /// Keeps a child from opening the file anew.
    _open: Option<OpenFile>,
}

impl std::fmt::Debug for SqliteStorage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SqliteStorage").finish_non_exhaustive()
    }
}

impl SqliteStorage {
    /// Opens a file, creating it where it is absent (unless read-only).
    ///
    /// # Errors
    /// [`CrmError::Storage`] where it can't be opened or is no SQLite database.
    pub fn open(file: &Path, options: &SqliteOptions) -> Result<Self> {
        process::configure();
        location::check(file)?;
        forked::check(file)?;
        let writer = if options.read_only { None } else { Some(connection::writer(file, options)?) };
        let readers =
            (0..options.readers.max(1)).map(|_| connection::reader(file, options)).collect::<Result<Vec<_>>>()?;
        Ok(SqliteStorage {
            file: Some(file.to_owned()),
            writer: writer.map(|writer| Pool::new(vec![writer])),
            readers: Some(Pool::new(readers)),
            process: std::process::id(),
            _open: OpenFile::note(file),
        })
    }

    /// A new database in memory.
    ///
    /// # Errors
    /// [`CrmError::Storage`] where memory is short.
    pub fn in_memory(options: &SqliteOptions) -> Result<Self> {
        process::configure();
        let connection = connection::in_memory(options)?;
        Ok(SqliteStorage {
            file: None,
            writer: Some(Pool::new(vec![connection])),
            readers: None,
            process: std::process::id(),
            _open: None,
        })
    }

    /// The file, `None` in memory.
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// The writer, waited for in turn. A panic in a rule rolls its transaction back before it lets go of it.
    fn writer(&self, patience: &Patience) -> Result<Loan<'_, Patient>> {
        self.writer.as_ref().ok_or_else(|| CrmError::storage("read_only"))?.take(patience)
    }

    fn is_inherited(&self) -> bool {
        std::process::id() != self.process
    }

    /// Refuses a child of the process that opened the database, before any lock is asked for: whoever held it in the
    /// parent is not there to let it go.
    fn not_inherited(&self) -> Result<()> {
        if self.is_inherited() { Err(CrmError::storage("forked")) } else { Ok(()) }
    }

    /// A connection that can read: a pooled one, or the only one there is.
    fn reader(&self, patience: &Patience) -> Result<Loan<'_, Patient>> {
        match &self.readers {
            Some(pool) => pool.take(patience),
            None => self.writer(patience),
        }
    }
}

fn run(connection: &Patient, begin: &str, patience: &Patience, body: Body<'_>) -> Result<()> {
    let mut tx = SqliteTransaction::begin(connection, begin, patience)?;
    body(&mut tx)?;
    tx.commit()
}

impl Storage for SqliteStorage {
    fn read(&self, patience: &Patience, body: Body<'_>) -> Result<()> {
        self.not_inherited()?;
        let patience = patience.with_deadline();
        run(&*self.reader(&patience)?, "BEGIN", &patience, body)
    }

    fn write(&self, patience: &Patience, body: Body<'_>) -> Result<()> {
        self.not_inherited()?;
        let patience = patience.with_deadline();
        run(&*self.writer(&patience)?, "BEGIN IMMEDIATE", &patience, body)
    }

    fn alter(&self, patience: &Patience, body: Body<'_>) -> Result<()> {
        self.not_inherited()?;
        let patience = patience.with_deadline();
        let writer = self.writer(&patience)?;
        // The switch is without effect inside a transaction; with it on, dropping a table deletes what refers to it.
        let unenforced = Unenforced::on(&writer)?;
        run(&writer, "BEGIN IMMEDIATE", &patience, &mut |tx| {
            body(tx)?;
            // The closure may have replaced the rows that others refer to.
            connection::references(unenforced.0)
        })
    }

    fn dialect(&self) -> Dialect {
        transaction::DIALECT
    }

    fn is_read_only(&self) -> bool {
        self.writer.is_none()
    }
}

/// A connection that does not enforce references, until it is dropped: also where a closure panics.
struct Unenforced<'c>(&'c Connection);

impl<'c> Unenforced<'c> {
    fn on(connection: &'c Connection) -> Result<Self> {
        connection::enforce_references(connection, false)?;
        Ok(Unenforced(connection))
    }
}

impl Drop for Unenforced<'_> {
    fn drop(&mut self) {
        // The transaction has ended, and a setting of the connection touches no file: it can't fail.
        let _ = connection::enforce_references(self.0, true);
    }
}

impl Drop for SqliteStorage {
    fn drop(&mut self) {
        if self.is_inherited() {
            // SQLite forbids even closing what was inherited: it would write to the log's index, which parent and
            // child share. The operating system closes the files with the process.
            std::mem::forget(self.writer.take());
            std::mem::forget(self.readers.take());
        }
    }
}
