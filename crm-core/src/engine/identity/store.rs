//! The statements on the identity of the database.

use uuid::Uuid;

use super::{Epoch, Identity};
use crate::engine::clock::{IdSource, Timestamp};
use crate::engine::error::{CrmError, Result};
use crate::engine::storage::{Transaction, params};

/// What a backup is marked with, once it is whole.
pub(crate) const MARK_BACKUP: &str = "UPDATE database_identity SET is_backup = TRUE";

/// Gives a database its identity: a new one, or one of a version that had none. Its texts are folded anew.
pub(crate) fn begin(tx: &mut dyn Transaction, ids: &mut IdSource, now: Timestamp) -> Result<()> {
    let (database, epoch) = (ids.uuid(), ids.uuid());
    tx.execute("INSERT INTO database_identity (id, uid, folding) VALUES (1, ?, '')", params![&database])?;
    add_epoch(tx, epoch, 0, now)
}

pub(super) fn add_epoch(tx: &mut dyn Transaction, id: Uuid, after: i64, now: Timestamp) -> Result<()> {
    tx.insert("INSERT INTO epochs (uid, after_change, begun_at) VALUES (?, ?, ?)", params![&id, after, now])?;
    Ok(())
}

pub(super) fn load(tx: &mut dyn Transaction) -> Result<Identity> {
    let database = tx.one("SELECT uid FROM database_identity WHERE id = 1", &[], |c| c.next())?;
    let epochs = tx.all("SELECT uid, after_change FROM epochs ORDER BY id", &[], |c| {
        Ok(Epoch { id: c.next()?, after: c.next()? })
    })?;
    match database {
        Some(database) if !epochs.is_empty() => Ok(Identity { database, epochs }),
        _ => Err(CrmError::storage("corrupt")),
    }
}

pub(super) fn is_backup(tx: &mut dyn Transaction) -> Result<bool> {
    tx.value("SELECT EXISTS (SELECT 1 FROM database_identity WHERE is_backup = TRUE)", &[])
}

pub(super) fn unmark(tx: &mut dyn Transaction) -> Result<usize> {
    tx.execute("UPDATE database_identity SET is_backup = FALSE", &[])
}

/// By which rules the texts of the database are folded.
pub(crate) fn folding(tx: &mut dyn Transaction) -> Result<String> {
    tx.one("SELECT folding FROM database_identity WHERE id = 1", &[], |c| c.next())?
        .ok_or_else(|| CrmError::storage("corrupt"))
}

/// Notes by which rules they are folded now.
pub(crate) fn set_folding(tx: &mut dyn Transaction, rules: &str) -> Result<usize> {
    tx.execute("UPDATE database_identity SET folding = ?", params![rules])
}
