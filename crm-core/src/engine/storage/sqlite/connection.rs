//! Connections and every setting they get, each with its reason.

use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::log;
use super::patient::Patient;
use super::transaction::translate;
use super::{SqliteOptions, Synchronous};
use crate::engine::error::{CrmError, Result};

/// What a reader keeps of the file at most, taken as it is used. SQLite's own 2 MiB hold less than a list of 10,000
/// customers, which then copies its pages anew each time.
const READER_CACHE_KIB: i64 = 8192;
/// What the writer keeps of the file between two transactions: SQLite's own 2 MiB.
const WRITER_CACHE_KIB: i64 = 2000;

/// What it keeps at most of a transaction that writes many records: the pages that 5,000 orders meet in a large file.
/// With 16 MiB, those that orders of many days meet were written out, read again and written once more: a third of all
/// writes.
const WRITER_ROOM_KIB: i64 = 64 << 10;

/// Room for one record: a page each in two indexes, and its share of those that all of them meet.
const KIB_A_RECORD: i64 = 12;

/// "CRM1": tells our files from other SQLite databases.
pub(super) const APPLICATION_ID: i32 = 0x4352_4d31;

/// Distinct statements kept prepared: one for each operation and filter shape in use. rusqlite keeps 16 by default.
const CACHED_STATEMENTS: usize = 256;

/// Map at most this much; the kernel pages it, nothing is reserved.
const MAP_BYTES: i64 = 1 << 40;

/// The writer of a file: creates it where it is absent.
pub(super) fn writer(file: &Path, options: &SqliteOptions) -> Result<Patient> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        // Each connection is used by one thread at a time, under our own mutex.
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Patient::new(Connection::open_with_flags(file, flags).map_err(translate)?)?;
    common(&connection)?;
    claim(&connection)?;
    // Readers go on while one writes; a commit appends to the log instead of moving pages twice.
    set(&connection, "journal_mode", "WAL")?;
    // Where the log begins anew, what is longer is given back to the disk.
    set(&connection, "journal_size_limit", log::BYTES as i64)?;
    durability(&connection, options)?;
    set(&connection, "cache_size", -WRITER_CACHE_KIB)?;
    Ok(connection)
}

/// Takes memory for a transaction that writes so many records; whether it needed any.
///
/// What does not fit SQLite writes to its log before the commit, and reads again when the next record meets it: with
/// 2 MiB, a push of 5,000 orders wrote each page five times.
pub(super) fn make_room(connection: &Connection, records: usize) -> Result<bool> {
    let wanted = i64::try_from(records).unwrap_or(i64::MAX).saturating_mul(KIB_A_RECORD).min(WRITER_ROOM_KIB);
    if wanted <= WRITER_CACHE_KIB {
        return Ok(false);
    }
    set(connection, "cache_size", -wanted)?;
    Ok(true)
}

/// Gives the memory back.
pub(super) fn give_room_back(connection: &Connection) -> Result<()> {
    set(connection, "cache_size", -WRITER_CACHE_KIB)?;
    connection.execute_batch("PRAGMA shrink_memory").map_err(translate)
}

/// Moves what is in the log into the file, and does nothing else.
pub(super) fn mover(file: &Path) -> Result<Patient> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Patient::new(Connection::open_with_flags(file, flags).map_err(translate)?)?;
    set(&connection, "query_only", "ON")?;
    Ok(connection)
}

/// A reader of a file.
pub(super) fn reader(file: &Path, options: &SqliteOptions) -> Result<Patient> {
    // A read-only database is opened so; otherwise the reader may have to build the log's index, and is held to
    // reading by `query_only`.
    let access = if options.read_only { OpenFlags::SQLITE_OPEN_READ_ONLY } else { OpenFlags::SQLITE_OPEN_READ_WRITE };
    let connection = Connection::open_with_flags(file, access | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(translate)?;
    let connection = Patient::new(connection)?;
    common(&connection)?;
    set(&connection, "query_only", "ON")?;
    if options.memory_map {
        // Reads come straight from the page cache of the kernel: ×5 for two readers. A host that lets others
        // truncate the file must not ask for it.
        set(&connection, "mmap_size", MAP_BYTES)?;
    }
    Ok(connection)
}

/// Gives a reader its memory, where it is used for the first time: for that SQLite reads the schema, which takes the longer the
/// more objects are defined, and a host that opens a database to ask one thing uses one reader.
pub(super) fn make_ready(reader: &Patient) -> Result<()> {
    reader.before_first_use(|connection| set(connection, "cache_size", -READER_CACHE_KIB))
}

/// The only connection of a database in memory.
pub(super) fn in_memory(options: &SqliteOptions) -> Result<Patient> {
    let connection = Patient::new(Connection::open_in_memory().map_err(translate)?)?;
    common(&connection)?;
    claim(&connection)?;
    durability(&connection, options)?;
    Ok(connection)
}

fn common(connection: &Connection) -> Result<()> {
    connection.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
    // Without it a bound LIMIT prepares the statement anew at every execution (×9.8), and so does any bound value
    // once ANALYZE has run.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(translate)?;
    // A hostile schema in a file somebody else wrote must not call functions.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false).map_err(translate)?;
    // References are promises.
    enforce_references(connection, true)?;
    // Sorts stay off the disk.
    set(connection, "temp_store", "MEMORY")?;
    Ok(())
}

/// Whether references are enforced from the next transaction on.
pub(super) fn enforce_references(connection: &Connection, on: bool) -> Result<()> {
    set(connection, "foreign_keys", on)
}

fn durability(connection: &Connection, options: &SqliteOptions) -> Result<()> {
    let level = match options.synchronous {
        Synchronous::Full => "FULL",
        Synchronous::Normal => "NORMAL",
    };
    set(connection, "synchronous", level)
}

/// Marks a new file as ours and refuses anybody else's.
fn claim(connection: &Connection) -> Result<()> {
    let id: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0)).map_err(translate)?;
    if id == APPLICATION_ID {
        return Ok(());
    }
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(translate)?;
    if id != 0 || tables != 0 {
        return Err(CrmError::storage("not_a_database"));
    }
    set(connection, "application_id", APPLICATION_ID)
}

fn set(connection: &Connection, name: &str, value: impl rusqlite::ToSql) -> Result<()> {
    connection.pragma_update(None, name, value).map_err(translate)
}

/// Findings told of one kind; the rest is counted. SQLite itself tells no more of damaged pages.
const TOLD: usize = 100;

/// What SQLite itself finds wrong with the file and its references.
pub(super) fn integrity(connection: &Connection) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    let mut check = connection.prepare("PRAGMA integrity_check").map_err(translate)?;
    let lines = check.query_map([], |row| row.get::<_, String>(0)).map_err(translate)?;
    for line in lines {
        let line = line.map_err(translate)?;
        if line != "ok" {
            findings.push(line);
        }
    }
    findings.extend(broken_references(connection)?);
    Ok(findings)
}

/// Refuses where any row refers to one that is not there.
pub(super) fn references(connection: &Connection) -> Result<()> {
    if broken_references(connection)?.is_empty() { Ok(()) } else { Err(CrmError::storage("corrupt")) }
}

fn broken_references(connection: &Connection) -> Result<Vec<String>> {
    let mut keys = connection.prepare("PRAGMA foreign_key_check").map_err(translate)?;
    let broken =
        keys.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Option<i64>>(1)?))).map_err(translate)?;
    let (mut findings, mut untold) = (Vec::new(), 0);
    for (told, row) in broken.enumerate() {
        let (table, key) = row.map_err(translate)?;
        if told < TOLD {
            findings.push(format!("foreign key: {table} row {}", key.unwrap_or_default()));
        } else {
            untold += 1;
        }
    }
    if untold > 0 {
        findings.push(format!("and {untold} more of the kind"));
    }
    Ok(findings)
}

/// Has the connection leave the log as it is when it is closed.
pub(super) fn leave_log(connection: &Connection) {
    // A setting of the connection; where it can't be set there is none to close.
    let _ = connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
}
