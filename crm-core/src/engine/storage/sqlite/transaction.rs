//! A transaction on one connection, and the translation of SQLite's errors.

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, ErrorCode, Rows, ToSql, ffi};

use super::connection;
use super::patient::Patient;
use crate::engine::error::{CrmError, Result};
use crate::engine::storage::{Body, Cell, Dialect, EachRow, Patience, Row, Transaction, Value};

pub(super) const DIALECT: Dialect = Dialect {
    ordered_join: "CROSS JOIN",
    position: "instr",
    has_table: "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?)",
};

pub(super) struct SqliteTransaction<'c> {
    connection: &'c Patient,
    patience: &'c Patience,
    open: bool,
    /// Whether it took memory that the connection gives back behind it.
    roomy: bool,
}

impl<'c> SqliteTransaction<'c> {
    pub(super) fn begin(connection: &'c Patient, begin: &str, patience: &'c Patience) -> Result<Self> {
        connection.begin(patience);
        let tx = SqliteTransaction { connection, patience, open: true, roomy: false };
        run(connection, begin).map_err(|e| tx.unless_over(e))?;
        Ok(tx)
    }

    pub(super) fn commit(mut self) -> Result<()> {
        self.patience.check()?;
        self.connection.finish();
        run(self.connection, "COMMIT").map_err(|e| match e {
            // It waited for another process, and was called away.
            CrmError::Busy => self.unless_over(e),
            other => other,
        })?;
        self.open = false;
        Ok(())
    }

    /// Who is interrupted while waiting hears of a lock that was not got, and an interruption can roll the transaction
    /// back by itself, so that what follows fails for another reason.
    fn unless_over(&self, error: CrmError) -> CrmError {
        self.patience.check().err().unwrap_or(error)
    }

    fn told(&self, error: rusqlite::Error) -> CrmError {
        self.unless_over(translate(error))
    }

    fn prepare(&self, sql: &str, params: &[Value<'_>]) -> Result<CachedStatement<'c>> {
        self.patience.check()?;
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
        // A failure means that SQLite has rolled back by itself already.
        if self.open && !self.connection.is_autocommit() {
            self.connection.finish();
            let _ = run(self.connection, "ROLLBACK");
        }
        if self.roomy {
            // Memory that is kept longer is no fault of the transaction's.
            let _ = connection::give_room_back(self.connection);
        }
    }
}

fn run(connection: &Connection, sql: &str) -> Result<()> {
    let mut statement = connection.prepare_cached(sql).map_err(translate)?;
    statement.raw_execute().map_err(translate)?;
    Ok(())
}

impl Transaction for SqliteTransaction<'_> {
    fn expect(&mut self, records: usize) -> Result<()> {
        self.roomy |= connection::make_room(self.connection, records).map_err(|e| self.unless_over(e))?;
        Ok(())
    }

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
        run(self.connection, "SAVEPOINT part").map_err(|e| self.unless_over(e))?;
        match body(self) {
            Ok(()) => run(self.connection, "RELEASE part").map_err(|e| self.unless_over(e)),
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

    fn integrity(&mut self) -> Result<Vec<String>> {
        self.patience.check()?;
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
            Value::Boolean(b) => ValueRef::Integer(i64::from(*b)),
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

/// What other rows make fire: a key that is taken, a reference to a row that is gone.
const COLLISIONS: &[i32] = &[
    ffi::SQLITE_CONSTRAINT_UNIQUE,
    ffi::SQLITE_CONSTRAINT_PRIMARYKEY,
    ffi::SQLITE_CONSTRAINT_ROWID,
    ffi::SQLITE_CONSTRAINT_FOREIGNKEY,
];

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
        // SQLite names the constraint (a table and columns of ours), never a value.
        ErrorCode::ConstraintViolation if COLLISIONS.contains(&failure.extended_code) => CrmError::collision(text),
        // One within a row that fires is a check that a rule forgot.
        ErrorCode::ConstraintViolation => CrmError::bug(format!("a constraint fired: {text}")),
        // A sum of amounts passes 64 bits; SQLite tells by text alone.
        ErrorCode::Unknown if text == "integer overflow" => CrmError::storage("too_large"),
        _ => CrmError::bug(format!("SQLite error {}", failure.extended_code)),
    }
}
