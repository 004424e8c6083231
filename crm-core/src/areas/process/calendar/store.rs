//! The statements on calendars.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::types::*;
use crate::departments::DepartmentId;
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::ids::UserId;
use crate::engine::objects::expr::minutes;
use crate::engine::sorting::Arranged as _;
use crate::engine::storage::{Transaction, params};
use crate::users::UserRef;

/// The active users of a department, parts included, the oldest account first, at most so many.
pub(super) fn of_department(tx: &mut dyn Transaction, department: i64, most: i64) -> Result<Vec<(i64, UserRef)>> {
    tx.all(
        "WITH RECURSIVE down (id) AS (SELECT d.id FROM departments d WHERE d.id = ? \
         UNION SELECT d.id FROM departments d JOIN down ON down.id = d.parent) \
         SELECT u.id, u.uid, u.display_name FROM users u JOIN down ON down.id = u.department WHERE u.status = 'active' \
         ORDER BY u.id LIMIT ?",
        params![department, most],
        |c| Ok((c.next()?, UserRef::read(c)?)),
    )
}

/// The key of a department.
pub(super) fn department(tx: &mut dyn Transaction, id: DepartmentId) -> Result<Option<i64>> {
    tx.one("SELECT id FROM departments WHERE uid = ?", params![&id.0], |c| c.next())
}

/// A user as records mention them.
pub(super) fn user(tx: &mut dyn Transaction, key: i64) -> Result<Option<UserRef>> {
    tx.one("SELECT uid, display_name FROM users WHERE id = ?", params![key], UserRef::read)
}

/// The values of the kinds of activity, by their public ids.
pub(super) fn kinds(tx: &mut dyn Transaction) -> Result<BTreeMap<Uuid, String>> {
    let sql = "SELECT uid, value FROM dictionary_entries WHERE category = 'activity_kind'";
    Ok(tx.all(sql, &[], |c| Ok((c.next()?, c.next()?)))?.into_iter().into_map())
}

/// Somebody's feed.
pub(super) fn feed(tx: &mut dyn Transaction, user: i64) -> Result<Option<CalendarFeed>> {
    tx.one(
        "SELECT f.uid, u.uid, u.display_name, f.opened_at FROM calendar_feeds f JOIN users u ON u.id = f.user_id \
         WHERE f.user_id = ?",
        params![user],
        |c| Ok(CalendarFeed { id: CalendarFeedId(c.next()?), user: UserRef::read(c)?, opened_at: c.next()? }),
    )
}

/// Whose feed a digest stands for, where it was opened in this epoch and they are active.
pub(super) fn owner(tx: &mut dyn Transaction, digest: &[u8; 32], epoch: Uuid) -> Result<Option<(i64, UserId)>> {
    let digest = digest.as_slice();
    tx.one(
        "SELECT u.id, u.uid FROM calendar_feeds f JOIN users u ON u.id = f.user_id \
         WHERE f.digest = ? AND f.epoch = ? AND u.status = 'active'",
        params![digest, &epoch],
        |c| Ok((c.next()?, UserId(c.next()?))),
    )
}

/// Opens a feed of somebody who has none.
pub(super) fn open(
    tx: &mut dyn Transaction,
    user: i64,
    id: CalendarFeedId,
    digest: &[u8; 32],
    (epoch, now): (Uuid, Timestamp),
) -> Result<()> {
    let digest = digest.as_slice();
    tx.insert(
        "INSERT INTO calendar_feeds (uid, user_id, digest, epoch, opened_at) VALUES (?, ?, ?, ?, ?)",
        params![&id.0, user, digest, &epoch, now],
    )
    .map(drop)
}

/// Closes somebody's feed.
pub(super) fn close(tx: &mut dyn Transaction, user: i64) -> Result<usize> {
    tx.execute("DELETE FROM calendar_feeds WHERE user_id = ?", params![user])
}

/// The minutes from midnight to the start of somebody's day.
pub(super) fn day_starts(tx: &mut dyn Transaction, user: i64) -> Result<Option<i64>> {
    let text: Option<String> = tx.one("SELECT day_starts FROM users WHERE id = ?", params![user], |c| c.next())?;
    Ok(text.as_deref().and_then(minutes).map(i64::from))
}
