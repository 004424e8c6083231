//! The statements of the gate itself: the company, short numbers, and the creates that brought their own id.

use std::sync::LazyLock;

use uuid::Uuid;

use super::{Entity, kind};
use crate::engine::error::{CrmError, Result};
use crate::engine::storage::{Transaction, Value, params};

/// The company's time zone and currency; how often its rules, its flows, what is defined and what tells duplicates have changed; and
/// how many rules let records fall back into pools.
pub(crate) fn company(tx: &mut dyn Transaction) -> Result<(String, String, i64, i64, i64, [i64; 2])> {
    let sql = "SELECT time_zone, currency, rules, flows, catalogue, duplicates, recycles FROM settings WHERE id = 1";
    tx.one(sql, &[], |c| Ok((c.next()?, c.next()?, c.next()?, c.next()?, c.next()?, [c.next()?, c.next()?])))?
        .ok_or_else(|| CrmError::storage("corrupt"))
}

/// The next short number of a kind of record; none is given twice.
pub(crate) fn next_number(tx: &mut dyn Transaction, entity: Entity) -> Result<i64> {
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
pub(super) fn exists(tx: &mut dyn Transaction, table: &str, id: Uuid) -> Result<bool> {
    tx.value(&format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE uid = ?)"), params![id])
}

/// Every table whose records have a public id.
fn with_id() -> impl Iterator<Item = &'static str> {
    kind::all().filter(|kind| kind.with_id).map(|kind| kind.table)
}

/// Whether the id was made for any record, of whatever kind: one that is there, or one that the audit knows of.
pub(super) fn made_before(tx: &mut dyn Transaction, id: Uuid) -> Result<bool> {
    static LOOK: LazyLock<String> = LazyLock::new(|| {
        let looks = with_id().map(|table| format!(" OR EXISTS (SELECT 1 FROM {table} WHERE uid = ?)"));
        format!("SELECT EXISTS (SELECT 1 FROM audit_changes WHERE record = ?){}", looks.collect::<String>())
    });
    tx.value(&LOOK, &vec![Value::from(&id); with_id().count() + 1])
}

#[cfg(test)]
mod tests {
    use super::with_id;

    #[test]
    fn every_table_with_public_ids_is_looked_at() {
        let crm = crate::engine::crm::Crm::open_in_memory().expect("an engine");
        let mut tables: Vec<String> = Vec::new();
        crm.storage()
            .read(&crm.patience(), &mut |tx| {
                tables = tx.all(
                    "SELECT t.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c ON c.name = 'uid' \
                     WHERE t.type = 'table' AND t.name NOT IN \
                     ('activity_series', 'create_digests', 'database_identity', 'epochs', 'setup_parts', 'notifications')",
                    &[],
                    |c| c.next(),
                )?;
                Ok(())
            })
            .expect("the tables");
        let mut known: Vec<&str> = with_id().collect();
        tables.sort_unstable();
        known.sort_unstable();
        // A database and its epochs are no records, nor are the parts of a document, nor what people are told, nor series,
        // to which nobody brings an id. BAD-2: whatever kind of record an id was made for.
        assert_eq!(known, tables);
    }
}
