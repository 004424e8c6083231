//! The statements on notifications.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::types::*;
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::ids::RecordId;
use crate::engine::storage::{Columns, ToValue, Transaction, each_by_key, params};
use crate::users::UserRef;

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
    let mut found = Vec::new();
    // By the ids alone: by the person's unread ones as well, a database may take the index of these.
    each_by_key(tx, select!("n.uid"), &[], ids, |c| {
        let (kept, of) = (read(c)?, c.next::<i64>()?);
        found.extend(Some(kept).filter(|kept| of == user && kept.read_at.is_none()));
        Ok(())
    })?;
    Ok(found)
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
