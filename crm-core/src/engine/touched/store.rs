//! The statements on what follows from another owner or state of a record.

use uuid::Uuid;

use super::STATE_SINCE;
use crate::engine::automation::{Of, note};
use crate::engine::clock::{Date, Timestamp};
use crate::engine::error::Result;
use crate::engine::storage::{Transaction, params};

/// A record has another owner since a day.
pub(super) fn given(tx: &mut dyn Transaction, table: &str, id: Uuid, since: Date) -> Result<usize> {
    note(tx, table, Of::Id(id), &["idle_since"])?;
    let sql = format!(
        "UPDATE {table} SET since_on = ?, idle_since = CASE WHEN last_activity_on > ? THEN last_activity_on \
         ELSE ? END WHERE uid = ?"
    );
    tx.execute(&sql, params![since, since, since, &id])
}

/// A record is in another state since an instant.
pub(super) fn moved(tx: &mut dyn Transaction, table: &str, id: Uuid, since: Timestamp) -> Result<usize> {
    tx.execute(&format!("UPDATE {table} SET {STATE_SINCE} = ? WHERE uid = ?"), params![since, &id])
}
