//! The statements on notifications.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::types::*;
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::ids::{RecordId, UserId};
use crate::engine::storage::{Columns, ToValue, Transaction, each_by_key, params};
use crate::users::{Digest, UserRef};

/// Notifications that one statement marks.
const AT_ONCE: usize = 128;

/// A notification as it is kept.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) key: i64,
    /// Its number among those of its person.
    pub(super) place: i64,
    pub(super) id: NotificationId,
    pub(super) kind: NotificationKind,
    /// The record that it is about, with its table.
    pub(super) record: Option<(String, RecordId)>,
    /// The note that it tells of.
    pub(super) about: Option<Uuid>,
    /// What its sentence needs beside.
    pub(super) detail: Option<String>,
    pub(super) actor: Option<UserRef>,
    pub(super) created_at: Timestamp,
    pub(super) read_at: Option<Timestamp>,
}

macro_rules! select {
    ($($where:literal),*) => {
        concat!(
            "SELECT n.id, n.place, n.uid, n.kind, n.home, n.record, n.about, n.detail, a.uid, a.display_name, ",
            "n.created_at, n.read_at, n.user_id FROM notifications n LEFT JOIN users a ON a.id = n.actor WHERE ",
            $($where),*
        )
    };
}

/// The order of lists.
macro_rules! page {
    ($($and:literal)?) => {
        select!("n.user_id = ? AND n.place < ?", $($and,)? " ORDER BY n.place DESC LIMIT ?")
    };
}

fn read(c: &mut Columns<'_>) -> Result<Kept> {
    let (key, place, id, kind) = (c.next()?, c.next()?, NotificationId(c.next()?), c.next()?);
    let (home, record): (Option<String>, Option<Uuid>) = (c.next()?, c.next()?);
    let (about, detail, actor) = (c.next()?, c.next()?, UserRef::read_optional(c)?);
    let (created_at, read_at) = (c.next()?, c.next()?);
    let record = home.zip(record.map(RecordId));
    Ok(Kept { key, place, id, kind, record, about, detail, actor, created_at, read_at })
}

/// Some of a person's notifications, newest first, below a place.
pub(super) fn some(
    tx: &mut dyn Transaction,
    user: i64,
    unread: bool,
    (below, most): (i64, usize),
) -> Result<Vec<Kept>> {
    let sql = if unread { page!(" AND n.read_at IS NULL") } else { page!() };
    tx.all(sql, params![user, below, i64::try_from(most).unwrap_or(i64::MAX)], read)
}

/// Those of a person's notifications that have these ids and were not read yet.
pub(super) fn named(tx: &mut dyn Transaction, user: i64, ids: &[Uuid]) -> Result<Vec<Kept>> {
    // By the ids alone: by the person's unread ones as well, a database may take the index of these.
    Ok(of_ids(tx, user, ids)?.into_iter().filter(|kept| kept.read_at.is_none()).collect())
}

/// Those of a person's notifications that have these ids.
pub(super) fn of_ids(tx: &mut dyn Transaction, user: i64, ids: &[Uuid]) -> Result<Vec<Kept>> {
    let mut found = Vec::new();
    each_by_key(tx, select!("n.uid"), &[], ids, |c| {
        let (kept, of) = (read(c)?, c.next::<i64>()?);
        found.extend(Some(kept).filter(|_| of == user));
        Ok(())
    })?;
    Ok(found)
}

/// What somebody wants of digests.
pub(super) struct Wanted {
    pub(super) id: UserId,
    pub(super) digest: Digest,
    pub(super) digest_at: String,
    pub(super) zone: String,
    /// The last notification that one told of.
    pub(super) digested: i64,
}

/// What an active user wants of digests.
pub(super) fn digest(tx: &mut dyn Transaction, user: i64) -> Result<Option<Wanted>> {
    tx.one(
        "SELECT u.uid, u.digest, u.digest_at, COALESCE(u.time_zone, s.time_zone), COALESCE(d.place, 0) \
         FROM users u JOIN settings s ON s.id = 1 LEFT JOIN digested d ON d.user_id = u.id WHERE u.id = ? AND u.status = 'active'",
        params![user],
        |c| {
            let (id, digest, digest_at) = (UserId(c.next()?), c.next()?, c.next()?);
            Ok(Wanted { id, digest, digest_at, zone: c.next()?, digested: c.next()? })
        },
    )
}

/// Notes of which notification a digest told last.
pub(super) fn set_digested(tx: &mut dyn Transaction, user: i64, place: i64) -> Result<usize> {
    tx.execute(
        "INSERT INTO digested (user_id, place) VALUES (?, ?) ON CONFLICT (user_id) DO UPDATE SET place = excluded.place",
        params![user, place],
    )
}

/// Notes of notifications, by their keys, that they were read.
pub(super) fn mark(tx: &mut dyn Transaction, keys: &[i64], now: Timestamp) -> Result<()> {
    for some in keys.chunks(AT_ONCE) {
        // Few texts serve all lengths.
        let length = some.len().next_power_of_two();
        let keys = some.iter().chain(some.last().into_iter().cycle()).take(length).map(ToValue::to_value);
        let (marks, params) =
            (vec!["?"; length].join(", "), [now.to_value()].into_iter().chain(keys).collect::<Vec<_>>());
        tx.execute(&format!("UPDATE notifications SET read_at = ? WHERE id IN ({marks})"), &params)?;
    }
    Ok(())
}

/// What notes say.
pub(super) fn quotes(tx: &mut dyn Transaction, notes: &[Uuid]) -> Result<BTreeMap<Uuid, String>> {
    let mut found = BTreeMap::new();
    each_by_key(tx, "SELECT n.uid, n.content FROM notes n WHERE n.uid", &[], notes, |c| {
        found.insert(c.next()?, c.next()?);
        Ok(())
    })?;
    Ok(found)
}
