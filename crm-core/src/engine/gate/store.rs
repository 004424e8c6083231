//! The statements of the gate itself: the company, short numbers, and the creates that brought their own id.

use uuid::Uuid;

use super::Entity;
use crate::error::{CrmError, Result};
use crate::storage::{Transaction, params};

/// The company's time zone and currency.
pub(crate) fn company(tx: &mut dyn Transaction) -> Result<(String, String)> {
    tx.one("SELECT time_zone, currency FROM settings WHERE id = 1", &[], |c| Ok((c.next()?, c.next()?)))?
        .ok_or_else(|| CrmError::storage("corrupt"))
}

/// The next short number of a kind of record; none is given twice.
pub(super) fn next_number(tx: &mut dyn Transaction, entity: Entity) -> Result<i64> {
    tx.value(
        "INSERT INTO counters (name, value) VALUES (?, 1) \
         ON CONFLICT (name) DO UPDATE SET value = counters.value + 1 RETURNING value",
        params![entity],
    )
}

/// Says, in a new database, which number of a kind of record was the last given.
pub(crate) fn start_numbers(tx: &mut dyn Transaction, entity: Entity, last: i64) -> Result<()> {
    tx.execute("INSERT INTO counters (name, value) VALUES (?, ?)", params![entity, last])?;
    Ok(())
}

/// What was created under this id of the caller's: the kind of record and the digest of the arguments.
pub(super) fn create_seen(tx: &mut dyn Transaction, id: Uuid) -> Result<Option<(String, Vec<u8>)>> {
    tx.one("SELECT entity, digest FROM create_digests WHERE uid = ?", params![id], |c| Ok((c.next()?, c.next()?)))
}

/// Remembers what was created under this id of the caller's.
pub(super) fn remember_create(tx: &mut dyn Transaction, id: Uuid, entity: Entity, digest: [u8; 32]) -> Result<()> {
    tx.execute("INSERT INTO create_digests (uid, entity, digest) VALUES (?, ?, ?)", params![id, entity, digest])?;
    Ok(())
}

/// Whether the table has a record with the id.
pub(super) fn exists(tx: &mut dyn Transaction, table: &'static str, id: Uuid) -> Result<bool> {
    tx.value(&format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE uid = ?)"), params![id])
}
