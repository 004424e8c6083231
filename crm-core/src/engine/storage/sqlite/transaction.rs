//! A transaction on one connection, and the translation of SQLite's errors.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, ErrorCode, Rows, ToSql};

use super::connection;
use crate::error::{CrmError, Result};
use crate::storage::{Body, Cell, Dialect, EachRow, Row, Transaction, Value};

pub(super) const DIALECT: Dialect = Dialect { position: "instr" };

pub(super) struct SqliteTransaction<'c> {
    connection: &'c Connection,
    interrupted: &'c AtomicU64,
    begun_at: u64,
    open: bool,
}

impl<'c> SqliteTransaction<'c> {
    pub(super) fn begin(connection: &'c Connection, begin: &str, interrupted: &'c AtomicU64) -> Result<Self> {
        let begun_at = interrupted.load(Ordering::SeqCst);
        run(connection, begin)?;
        Ok(SqliteTransaction { connection, interrupted, begun_at, open: true })
    }

    pub(super) fn commit(mut self) -> Result<()> {
        self.still_wanted()?;
        run(self.connection, "COMMIT").map_err(|e| self.unless_interrupted(e))?;
        self.open = false;
        Ok(())
    }

    /// Interruption reaches a running statement through SQLite, and the time between statements through this.
    fn still_wanted(&self) -> Result<()> {
        if self.interrupted.load(Ordering::Relaxed) == self.begun_at { Ok(()) } else { Err(CrmError::Interrupted) }
    }

    /// An interruption can roll the transaction back by itself, and what follows then fails for another reason.
    fn unless_interrupted(&self, error: CrmError) -> CrmError {
        if self.still_wanted().is_err() { CrmError::Interrupted } else { error }
    }

    fn told(&self, error: rusqlite::Error) -> CrmError {
        self.unless_interrupted(translate(error))
    }

    fn prepare(&self, sql: &str, params: &[Value<'_>]) -> Result<CachedStatement<'c>> {
        self.still_wanted()?;
        let mut statement = self.connection.prepare_cached(sql).map_err(|e| self.told(e))?;
        if statement.parameter_count() != params.len() {
            return Err(CrmError::bug("a statement with the wrong number of parameters"));
        }
        for (i, param) in params.iter().enumerate() {
            statement.raw_bind_parameter(i + 1, Bound(param)).map_err(|e| self.told(e))?;
        }
        Ok(statement)
    }
}

impl Drop for SqliteTransaction<'_> {
    fn drop(&mut self) {
        // An interruption can hit the rollback itself, and nothing may be left open on the connection: then again.
        // Another failure means that SQLite has rolled back by itself already.
        while self.open && !self.connection.is_autocommit() {
            match run(self.connection, "ROLLBACK") {
                Err(CrmError::Interrupted) => std::thread::yield_now(),
                _ => return,
            }
        }
    }
}

fn run(connection: &Connection, sql: &str) -> Result<()> {
    let mut statement = connection.prepare_cached(sql).map_err(translate)?;
    statement.raw_execute().map_err(translate)?;
    Ok(())
}

impl Transaction for SqliteTransaction<'_> {
    fn execute(&mut self, sql: &str, params: &[Value<'_>]) -> Result<usize> {
        self.prepare(sql, params)?.raw_execute().map_err(|e| self.told(e))
    }

    fn insert(&mut self, sql: &str, params: &[Value<'_>]) -> Result<i64> {
        self.prepare(sql, params)?.raw_execute().map_err(|e| self.told(e))?;
        Ok(self.connection.last_insert_rowid())
    }

    fn query(&mut self, sql: &str, params: &[Value<'_>], each: &mut dyn EachRow) -> Result<()> {
        let mut statement = self.prepare(sql, params)?;
        let mut rows: Rows<'_> = statement.raw_query();
        while let Some(row) = rows.next().map_err(|e| self.told(e))? {
            if !each.row(&SqliteRow(row))? {
                break;
            }
        }
        Ok(())
    }

    fn savepoint(&mut self, body: Body<'_>) -> Result<()> {
        run(self.connection, "SAVEPOINT part").map_err(|e| self.unless_interrupted(e))?;
        match body(self) {
            Ok(()) => run(self.connection, "RELEASE part").map_err(|e| self.unless_interrupted(e)),
            Err(error) => {
                // A full disk or an interruption ends the whole transaction, savepoints and all.
                if !self.connection.is_autocommit() {
                    run(self.connection, "ROLLBACK TO part")?;
                    run(self.connection, "RELEASE part")?;
                }
                Err(error)
            }
        }
    }

    fn backup(&mut self, file: &Path) -> Result<()> {
        self.still_wanted()?;
        connection::backup(self.connection, file)
    }

    fn integrity(&mut self) -> Result<Vec<String>> {
        self.still_wanted()?;
        connection::integrity(self.connection)
    }

    fn dialect(&self) -> Dialect {
        DIALECT
    }
}

/// A parameter on its way into a statement, borrowed.
struct Bound<'a>(&'a Value<'a>);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Value::Null => ValueRef::Null,
            Value::Integer(i) => ValueRef::Integer(*i),
            Value::Text(t) => ValueRef::Text(t.as_bytes()),
            Value::Blob(b) => ValueRef::Blob(b),
        }))
    }
}

struct SqliteRow<'r>(&'r rusqlite::Row<'r>);

impl Row for SqliteRow<'_> {
    fn value(&self, column: usize) -> Result<Cell<'_>> {
        Ok(match self.0.get_ref(column).map_err(translate)? {
            ValueRef::Null => Cell::Null,
            ValueRef::Integer(i) => Cell::Integer(i),
            ValueRef::Text(t) => Cell::Text(std::str::from_utf8(t).map_err(|_| CrmError::storage("corrupt"))?),
            ValueRef::Blob(b) => Cell::Blob(b),
            // The schema is STRICT and has no REAL column.
            ValueRef::Real(_) => return Err(CrmError::storage("corrupt")),
        })
    }
}

/// SQLite's errors in the caller's terms: no SQL, no path.
pub(super) fn translate(error: rusqlite::Error) -> CrmError {
    let (failure, text) = match &error {
        rusqlite::Error::SqliteFailure(failure, text) => (failure, text.as_deref().unwrap_or_default()),
        // What is said of it names tables and columns of ours, and no value.
        rusqlite::Error::SqlInputError { msg, .. } => return CrmError::bug(format!("a wrong statement: {msg}")),
        _ => return CrmError::bug("the database driver was misused"),
    };
    match failure.code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => CrmError::Busy,
        ErrorCode::OperationInterrupted => CrmError::Interrupted,
        ErrorCode::DiskFull => CrmError::storage("full"),
        ErrorCode::DatabaseCorrupt => CrmError::storage("corrupt"),
        ErrorCode::NotADatabase => CrmError::storage("not_a_database"),
        ErrorCode::ReadOnly => CrmError::storage("read_only"),
        ErrorCode::CannotOpen => CrmError::storage("cannot_open"),
        ErrorCode::PermissionDenied | ErrorCode::AuthorizationForStatementDenied => CrmError::storage("access_denied"),
        ErrorCode::OutOfMemory => CrmError::storage("out_of_memory"),
        ErrorCode::SystemIoFailure | ErrorCode::FileLockingProtocolFailed => CrmError::storage("io"),
        // A constraint that fires is a check that a rule forgot. SQLite names the constraint (a table and columns of
        // ours), never a value.
        ErrorCode::ConstraintViolation => CrmError::bug(format!("a constraint fired: {text}")),
        // A sum of amounts passes 64 bits; SQLite tells by text alone.
        ErrorCode::Unknown if text == "integer overflow" => CrmError::storage("too_large"),
        _ => CrmError::bug(format!("SQLite error {}", failure.extended_code)),
    }
}
