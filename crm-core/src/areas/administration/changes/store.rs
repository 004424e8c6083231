//! The statements on changes.

use super::types::FollowedChange;
use crate::audit;
use crate::engine::error::Result;
use crate::engine::ids::UserId;
use crate::engine::page::Room;
use crate::engine::storage::{Columns, Row, Transaction, params};

/// Writers queue up, and each number is given in the order of commit; so behind the highest number seen nothing can
/// appear later.
///
/// Gives as many as there is room for, and whether there are more.
pub(super) fn since(tx: &mut dyn Transaction, sequence: i64, mut room: Room) -> Result<(Vec<FollowedChange>, bool)> {
    let limit = i64::try_from(room.rows).unwrap_or(i64::MAX).saturating_add(1);
    let (mut found, mut more) = (Vec::new(), false);
    tx.query(
        "SELECT h.id, h.entity, h.record, h.action, h.before, h.after, c.at, u.uid, c.operation \
         FROM audit_changes h JOIN audit_calls c ON c.id = h.call LEFT JOIN users u ON u.id = c.actor \
         WHERE h.id > ? ORDER BY h.id LIMIT ?",
        params![sequence, limit],
        &mut |row: &dyn Row| {
            if room.is_full() {
                more = true;
                return Ok(false);
            }
            let mut c = Columns::new(row);
            let change = FollowedChange {
                change: audit::store::change(&mut c)?,
                at: c.next()?,
                user: c.next::<Option<uuid::Uuid>>()?.map(UserId),
                operation: c.next()?,
            };
            room.take(&change);
            found.push(change);
            Ok(true)
        },
    )?;
    Ok((found, more))
}
