//! The statements on changes.

use super::types::FollowedChange;
use crate::audit;
use crate::error::Result;
use crate::ids::UserId;
use crate::storage::{Transaction, params};

/// Writers queue up, and each number is given in the order of commit; so behind the highest number seen nothing can
/// appear later.
pub(super) fn since(tx: &mut dyn Transaction, sequence: i64, limit: i64) -> Result<Vec<FollowedChange>> {
    tx.all(
        "SELECT h.id, h.entity, h.record, h.action, h.before, h.after, c.at, u.uid, c.operation \
         FROM audit_changes h JOIN audit_calls c ON c.id = h.call LEFT JOIN users u ON u.id = c.actor \
         WHERE h.id > ? ORDER BY h.id LIMIT ?",
        params![sequence, limit],
        |c| {
            Ok(FollowedChange {
                change: audit::store::change(c)?,
                at: c.next()?,
                user: c.next::<Option<uuid::Uuid>>()?.map(UserId),
                operation: c.next()?,
            })
        },
    )
}

pub(super) fn latest(tx: &mut dyn Transaction) -> Result<i64> {
    tx.value("SELECT COALESCE(max(id), 0) FROM audit_changes", &[])
}
