//! Looks at a file before anything is done to it, so that one that is refused stays as it is: not rolled back, no log of
//! it written into it, not turned into a database with a log.

use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::connection::APPLICATION_ID;
use super::location::{self, beside};
use super::patient::Patient;
use super::transaction::translate;
use crate::engine::error::{CrmError, Result};

/// What a path leads to.
pub(super) enum Found {
    /// No file.
    Nothing,
    /// A file without a database in it: of no bytes, or of SQLite with neither owner nor table.
    Empty,
    /// A database of ours, and a connection to look into it.
    Database(Patient),
}

/// Looks at a file; what is neither empty nor ours is refused (`not_a_database`).
pub(super) fn look(file: &Path) -> Result<Found> {
    let length = match std::fs::metadata(file) {
        Ok(found) if found.is_file() => found.len(),
        Ok(_) => return Err(CrmError::storage("cannot_open")),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => 0,
        Err(e) => return Err(location::translate(&e)),
    };
    let log = std::fs::metadata(beside(file, "-wal")).ok();
    if length == 0 {
        return match log {
            // A log whose database is gone: SQLite would delete it, and it may be all that is left.
            Some(log) if log.len() > 0 => Err(CrmError::storage("corrupt")),
            _ if file.exists() => Ok(Found::Empty),
            _ => Ok(Found::Nothing),
        };
    }
    let connection = open(file, log.is_some())?;
    let id: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0)).map_err(translate)?;
    if id == APPLICATION_ID {
        return Ok(Found::Database(connection));
    }
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(translate)?;
    // What stands in a log may be anybody's.
    if id == 0 && tables == 0 && log.is_none() { Ok(Found::Empty) } else { Err(CrmError::storage("not_a_database")) }
}

/// Opens for looking. Where there is a log, what it says counts, and reading it takes part in the locks of whoever has
/// the database open. Where there is none everything is in the file, and nothing is made beside it.
fn open(file: &Path, log: bool) -> Result<Patient> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = match uri(file) {
        Some(uri) if !log => Connection::open_with_flags(uri, flags | OpenFlags::SQLITE_OPEN_URI),
        _ => Connection::open_with_flags(file, flags),
    };
    let connection = Patient::new(connection.map_err(translate)?)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).map_err(translate)?;
    // A hostile schema in a file somebody else wrote must not call functions.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false).map_err(translate)?;
    Ok(connection)
}

/// The file as a URI that says it does not change meanwhile: then SQLite needs neither locks nor files beside it.
#[cfg(unix)]
fn uri(file: &Path) -> Option<String> {
    use std::fmt::Write;
    use std::os::unix::ffi::OsStrExt;
    let mut uri = "file:".to_owned();
    for byte in file.as_os_str().as_bytes() {
        match byte {
            b'/' | b'-' | b'_' | b'.' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => uri.push(char::from(*byte)),
            // Writing to a text can't fail.
            _ => write!(uri, "%{byte:02x}").unwrap_or_default(),
        }
    }
    Some(uri + "?immutable=1")
}

#[cfg(not(unix))]
fn uri(_file: &Path) -> Option<String> {
    None
}
