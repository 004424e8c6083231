//! SQLite, the embedded default: one writer behind a mutex, a pool of read-only connections.

mod connection;
mod copy;
mod forked;
mod location;
mod locks;
mod log;
mod look;
mod patient;
mod process;
mod transaction;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rusqlite::Connection;

use super::{Body, Dialect, Patience, Storage};
use crate::engine::error::{CrmError, Result};
use crate::engine::patience::{Loan, PerProcess, Pool};
use forked::OpenFile;
use locks::Locks;
use log::Log;
use look::Found;
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
    /// Whether every write is refused; the file must exist then.
    pub read_only: bool,
    /// Whether a file that is not there is refused in place of being created.
    pub must_exist: bool,
}

impl Default for SqliteOptions {
    fn default() -> Self {
        SqliteOptions {
            synchronous: Synchronous::Full,
            memory_map: false,
            // One at least beside one that takes long.
            readers: std::thread::available_parallelism().map_or(2, usize::from).clamp(2, 8),
            read_only: false,
            must_exist: false,
        }
    }
}

/// A database in a file or in memory.
pub struct SqliteStorage {
    file: Option<PathBuf>,
    /// The one writer. In memory it reads too: such a database exists in one connection only.
    writer: Option<Pool<Patient>>,
    readers: Option<Pool<Patient>>,
    /// Of a file that may be written.
    log: Option<Log>,
    /// The process that opened the database. SQLite's locks do not survive a fork, so a child is refused.
    process: u32,
    /// How connections are opened.
    options: SqliteOptions,
    /// Whether the locks are still there.
    locks: Locks,
    /// Keeps a child from opening the file anew.
    _open: Option<OpenFile>,
}

impl std::fmt::Debug for SqliteStorage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SqliteStorage").finish_non_exhaustive()
    }
}

impl SqliteStorage {
    /// Opens a file, creating it where it is absent (unless read-only, or unless it must exist).
    ///
    /// # Errors
    /// [`CrmError::Storage`] where it can't be opened or is no database of this engine; [`CrmError::Invalid`] for what
    /// can't be the name of a file.
    pub fn open(file: &Path, options: &SqliteOptions) -> Result<Self> {
        Self::open_behind(file, options, &|_| Ok(()))
    }

    /// Opens a file unless `look` refuses what is in it; where there is no database yet, it is asked about none.
    /// Nothing is changed before.
    pub(crate) fn open_behind(
        file: &Path,
        options: &SqliteOptions,
        look: &dyn Fn(Option<&dyn Storage>) -> Result<()>,
    ) -> Result<Self> {
        process::configure();
        let file = location::absolute(file)?;
        location::check(&file)?;
        forked::check(&file)?;
        // One at a time in this process, from looking to opening: two that open a new file are one that creates it and
        // one that finds it.
        static OPENING: PerProcess<Mutex<()>> = PerProcess::new();
        let opening = OPENING.get(Mutex::default);
        let _opening = opening.lock().unwrap_or_else(PoisonError::into_inner);
        let must_exist = options.must_exist || options.read_only;
        match look::look(&file)? {
            Found::Nothing if must_exist => return Err(CrmError::storage("missing")),
            Found::Empty if must_exist => return Err(CrmError::storage("not_a_database")),
            Found::Database(connection) => {
                let open = OpenFile::note(&file);
                look(Some(&Self::new(None, options, None, Some(Pool::new(vec![connection])), open)))?;
            }
            found => {
                look(None)?;
                if matches!(found, Found::Nothing) {
                    location::create(&file)?;
                }
            }
        }
        let open = OpenFile::note(&file);
        let (writer, log) = if options.read_only {
            (None, None)
        } else {
            let mut writer = connection::writer(&file, options)?;
            let log = Log::of(&file, &mut writer)?;
            (Some(writer), Some(log))
        };
        let readers =
            (0..options.readers.max(1)).map(|_| connection::reader(&file, options)).collect::<Result<Vec<_>>>()?;
        // The one that is used first. It opens the log, too, without which nothing could be asked about the locks.
        readers.last().map_or(Ok(()), connection::make_ready)?;
        let mut storage = Self::new(Some(file), options, writer, Some(Pool::new(readers)), open);
        storage.log = log;
        Ok(storage)
    }

    fn new(
        file: Option<PathBuf>,
        options: &SqliteOptions,
        writer: Option<Patient>,
        readers: Option<Pool<Patient>>,
        open: Option<OpenFile>,
    ) -> Self {
        let questions = open.as_ref().zip(file.as_deref()).and_then(|(open, file)| open.questions(file));
        SqliteStorage {
            file,
            writer: writer.map(|writer| Pool::new(vec![writer])),
            readers,
            log: None,
            process: std::process::id(),
            options: options.clone(),
            locks: Locks::new(questions),
            _open: open,
        }
    }

    /// A new database in memory.
    ///
    /// # Errors
    /// [`CrmError::Storage`] where memory is short.
    pub fn in_memory(options: &SqliteOptions) -> Result<Self> {
        process::configure();
        let connection = connection::in_memory(options)?;
        Ok(Self::new(None, options, Some(connection), None, None))
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
    /// parent is not there to let it go. And everybody, once the locks were found lost.
    fn is_usable(&self) -> Result<()> {
        if self.is_inherited() { Err(CrmError::storage("forked")) } else { self.locks.are_held() }
    }

    /// Runs a writing transaction.
    fn change(&self, writer: &Patient, patience: &Patience, body: Body<'_>) -> Result<()> {
        let mut tx = SqliteTransaction::begin(writer, "BEGIN IMMEDIATE", patience)?;
        body(&mut tx)?;
        self.locks.before_commit()?;
        tx.commit()?;
        self.locks.behind_commit()?;
        self.log.iter().for_each(|log| log.bound(writer));
        Ok(())
    }

    /// When others may write: brings the log into the file.
    fn settle(&self) {
        self.log.iter().for_each(Log::settle);
    }

    /// A connection that can read: a pooled one, or the only one there is.
    fn reader(&self, patience: &Patience) -> Result<Loan<'_, Patient>> {
        match &self.readers {
            Some(pool) => {
                let reader = pool.take(patience)?;
                reader.begin(patience);
                // Who is called away while the schema is read hears of that.
                connection::make_ready(&reader).map_err(|error| patience.check().err().unwrap_or(error))?;
                Ok(reader)
            }
            None => self.writer(patience),
        }
    }
}

impl Storage for SqliteStorage {
    fn read(&self, patience: &Patience, body: Body<'_>) -> Result<()> {
        self.is_usable()?;
        let patience = patience.with_deadline();
        let reader = self.reader(&patience)?;
        let mut tx = SqliteTransaction::begin(&reader, "BEGIN", &patience)?;
        body(&mut tx)?;
        tx.commit()?;
        self.locks.behind_read()
    }

    fn write(&self, patience: &Patience, body: Body<'_>) -> Result<()> {
        self.is_usable()?;
        let patience = patience.with_deadline();
        self.change(&*self.writer(&patience)?, &patience, body)?;
        self.settle();
        Ok(())
    }

    fn alter(&self, patience: &Patience, body: Body<'_>) -> Result<()> {
        self.is_usable()?;
        let patience = patience.with_deadline();
        let writer = self.writer(&patience)?;
        // The switch is without effect inside a transaction; with it on, dropping a table deletes what refers to it.
        let unenforced = Unenforced::on(&writer)?;
        self.change(&writer, &patience, &mut |tx| {
            body(tx)?;
            // The closure may have replaced the rows that others refer to.
            connection::references(unenforced.0)
        })?;
        drop(unenforced);
        drop(writer);
        self.settle();
        Ok(())
    }

    fn backup(&self, patience: &Patience, file: &Path) -> Result<PathBuf> {
        self.is_usable()?;
        let file = location::absolute(file)?;
        // On a connection of its own: it may take minutes, and readers and writers need theirs.
        let (own, only);
        let from: &Patient = match &self.file {
            Some(database) => {
                own = connection::reader(database, &self.options)?;
                &own
            }
            None => {
                only = self.reader(patience)?;
                &only
            }
        };
        let tx = SqliteTransaction::begin(from, "BEGIN", patience)?;
        // The moment of the copy: SQLite takes it at the first read.
        from.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))
            .map_err(transaction::translate)?;
        let copied = copy::copy(from, self.file.as_deref(), &file, patience);
        drop(tx);
        copied?;
        self.locks.are_held()?;
        // It kept the log from being cut, for minutes perhaps.
        self.settle();
        Ok(file)
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
            std::mem::forget(self.log.take());
        } else if self.locks.are_lost() {
            // What this log says may be older than the file by now.
            for pool in self.writer.iter().chain(&self.readers) {
                pool.for_each_idle(|connection| connection::leave_log(connection));
            }
            self.log.iter().for_each(Log::leave);
        }
        // Closed in order, behind the connections.
        self.locks.give_back();
    }
}
