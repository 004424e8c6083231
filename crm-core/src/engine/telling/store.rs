//! The statements on followers and notifications.

use uuid::Uuid;

use super::{Person, Telling};
use crate::engine::clock::Timestamp;
use crate::engine::error::{CrmError, Result};
use crate::engine::ids::{RecordId, UserId};
use crate::engine::storage::{Columns, Transaction, each_by_key, params};

pub(super) fn person(c: &mut Columns<'_>) -> Result<Person> {
    Ok((c.next()?, UserId(c.next()?)))
}

/// A row of a record's followers.
pub(super) struct Row {
    pub(super) person: Person,
    pub(super) follows: bool,
    pub(super) updates: bool,
}

/// The rows of records of a table, those too of who said that they don't follow one.
pub(super) fn rows(tx: &mut dyn Transaction, home: &str, records: &[Uuid]) -> Result<Vec<(RecordId, Row)>> {
    const SELECT: &str = "SELECT f.record, f.user_id, u.uid, f.follows, f.updates \
                          FROM followers f JOIN users u ON u.id = f.user_id WHERE f.home = ? AND f.record";
    let mut found = Vec::new();
    each_by_key(tx, SELECT, params![home], records, |c| {
        let id = RecordId(c.next()?);
        found.push((id, Row { person: person(c)?, follows: c.next()?, updates: c.next()? }));
        Ok(())
    })?;
    Ok(found)
}

/// Those who hear of every change of a record.
pub(super) fn of_updates(tx: &mut dyn Transaction, home: &str, record: RecordId) -> Result<Vec<Person>> {
    tx.all(
        // Nearly always there is none: nothing of users is opened before there is.
        "SELECT f.user_id, (SELECT u.uid FROM users u WHERE u.id = f.user_id) FROM followers f \
         WHERE f.home = ? AND f.record = ? AND f.updates = TRUE AND f.follows = TRUE ORDER BY f.user_id",
        params![home, &record.0],
        person,
    )
}

/// Somebody active, by their id, who follows by themselves what they own where that is asked.
pub(super) fn active(tx: &mut dyn Transaction, id: Uuid, by_itself: bool) -> Result<Option<Person>> {
    tx.one(
        "SELECT id, uid FROM users WHERE uid = ? AND status = 'active' AND (auto_follow = TRUE OR NOT ?)",
        params![&id, by_itself],
        person,
    )
}

/// What somebody is called.
pub(super) fn called(tx: &mut dyn Transaction, id: Uuid) -> Result<Option<String>> {
    tx.one("SELECT display_name FROM users WHERE uid = ?", params![&id], |c| c.next())
}

pub(super) fn follow(
    tx: &mut dyn Transaction,
    (home, record): (&str, RecordId),
    user: i64,
    (follows, updates): (bool, bool),
) -> Result<usize> {
    tx.execute(
        "INSERT INTO followers (home, record, user_id, follows, updates) VALUES (?, ?, ?, ?, ?) \
         ON CONFLICT (home, record, user_id) DO UPDATE SET follows = excluded.follows, updates = excluded.updates",
        params![home, &record.0, user, follows, updates],
    )
}

/// Somebody follows a record by themselves: where they want to, never said otherwise, and there is room.
pub(super) fn follow_by_itself(
    tx: &mut dyn Transaction,
    (home, record): (&str, RecordId),
    user: i64,
    most: i64,
) -> Result<usize> {
    tx.execute(
        "INSERT INTO followers (home, record, user_id, follows, updates) \
         SELECT ?, ?, u.id, TRUE, FALSE FROM users u WHERE u.id = ? AND u.auto_follow = TRUE AND (\
         SELECT count(*) FROM followers f WHERE f.home = ? AND f.record = ? AND f.follows = TRUE) < ? \
         ON CONFLICT DO NOTHING",
        params![home, &record.0, user, home, &record.0, most],
    )
}

/// The active holders of a built-in role.
pub(super) fn with_role(tx: &mut dyn Transaction, role: &str) -> Result<Vec<Person>> {
    tx.all(
        "SELECT u.id, u.uid FROM roles r JOIN user_roles h ON h.role = r.id JOIN users u ON u.id = h.user_id \
         WHERE r.name = ? AND r.built_in = TRUE AND u.status = 'active' ORDER BY u.id",
        params![role],
        person,
    )
}

/// The number of a person's next notification, and the reasons for which they want to be told at once.
pub(super) fn next_place(tx: &mut dyn Transaction, user: i64) -> Result<(i64, String)> {
    let sql = "SELECT (SELECT COALESCE(max(n.place), 0) + 1 FROM notifications n WHERE n.user_id = u.id), u.push \
               FROM users u WHERE u.id = ?";
    let found = tx.one(sql, params![user], |c| Ok((c.next()?, c.next()?)))?;
    found.ok_or_else(|| CrmError::bug("nobody to tell"))
}

pub(super) fn insert(
    tx: &mut dyn Transaction,
    (id, place): (Uuid, i64),
    telling: &Telling,
    (actor, now): (Option<i64>, Timestamp),
) -> Result<i64> {
    let Telling { to, kind, record, about, detail, .. } = telling;
    tx.insert(
        "INSERT INTO notifications (uid, user_id, place, kind, home, record, about, detail, actor, created_at) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        params![
            &id,
            to.0,
            place,
            *kind,
            record.as_ref().map(|(home, _)| home.as_str()),
            record.as_ref().map(|(_, record)| &record.id.0),
            about.as_ref(),
            detail,
            actor,
            now
        ],
    )
}

/// Has what somebody was told say more, unless they read it meanwhile or it is gone.
pub(super) fn tell_again(tx: &mut dyn Transaction, key: i64, detail: &str) -> Result<usize> {
    tx.execute("UPDATE notifications SET detail = ? WHERE id = ? AND read_at IS NULL", params![detail, key])
}

/// Removes what was told long enough ago; what was read sooner.
pub(super) fn remove_old(tx: &mut dyn Transaction, user: i64, read: Timestamp, any: Timestamp) -> Result<usize> {
    tx.execute(
        "DELETE FROM notifications WHERE user_id = ? AND (created_at <= ? OR (read_at IS NOT NULL AND created_at <= ?))",
        params![user, any, read],
    )
}

/// Removes the oldest beyond so many.
pub(super) fn remove_beyond(tx: &mut dyn Transaction, user: i64, most: i64) -> Result<usize> {
    tx.execute(
        "DELETE FROM notifications WHERE user_id = ? AND place < (\
         SELECT place FROM notifications WHERE user_id = ? ORDER BY place DESC LIMIT 1 OFFSET ?)",
        params![user, user, most - 1],
    )
}

/// When the oldest that was read was told, and the oldest of all.
pub(super) fn oldest(tx: &mut dyn Transaction, user: i64) -> Result<(Option<Timestamp>, Option<Timestamp>)> {
    let found = tx.one(
        "SELECT min(CASE WHEN read_at IS NOT NULL THEN created_at END), min(created_at) FROM notifications \
         WHERE user_id = ?",
        params![user],
        |c| Ok((c.next()?, c.next()?)),
    )?;
    Ok(found.unwrap_or_default())
}
