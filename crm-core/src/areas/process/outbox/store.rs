//! The statements that take messages out of the outbox, and look after them.

use super::types::*;
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::ids::RecordId;
use crate::engine::page::PageRequest;
use crate::engine::storage::{Columns, Direction, ListQuery, Order, Transaction, Visibility, params};
use crate::engine::value::ObjectRef;
use crate::users::UserRef;

/// A message with its key, and the queue that it stands in.
pub(super) struct Kept {
    pub(super) key: i64,
    pub(super) queue: String,
    /// The key of whom it is for.
    pub(super) person: Option<i64>,
    pub(super) message: OutboxMessage,
}

/// What [`read`] reads, in its order.
macro_rules! columns {
    () => {
        "m.id, m.queue, m.uid, m.kind, m.topic, m.object, m.record, u.id, u.uid, u.display_name, m.medium, m.payload, m.status, m.attempt, m.failure, \
         m.created_at, m.taken_at, m.leased_until, m.due_at, m.ended_at"
    };
}

const NEWEST_FIRST: Order = Order { name: "outbox_messages", keys: &[("m.id", Direction::Descending)] };

fn read(c: &mut Columns<'_>) -> Result<Kept> {
    let (key, queue) = (c.next()?, c.next()?);
    let (id, kind, topic) = (MessageId(c.next()?), c.next()?, c.next()?);
    let (object, record): (Option<String>, Option<uuid::Uuid>) = (c.next()?, c.next()?);
    let named = |(object, id)| ObjectRef { object, id: RecordId(id), title: None };
    let record = object.zip(record).map(named);
    let (person, to, medium) = (c.next()?, UserRef::read_optional(c)?, c.next()?);
    let message = OutboxMessage {
        id,
        kind,
        topic,
        record,
        to,
        medium,
        payload: c.next()?,
        status: c.next()?,
        attempt: c.next()?,
        reason: c.next()?,
        created_at: c.next()?,
        taken_at: c.next()?,
        leased_until: c.next()?,
        due_at: c.next()?,
        ended_at: c.next()?,
    };
    Ok(Kept { key, queue, person, message })
}

pub(super) fn get(tx: &mut dyn Transaction, id: MessageId) -> Result<Option<Kept>> {
    tx.one(
        concat!("SELECT ", columns!(), " FROM outbox_messages m LEFT JOIN users u ON u.id = m.person WHERE m.uid = ?"),
        params![&id.0],
        read,
    )
}

/// Those that may be taken: due by now, or further ahead than any may be.
pub(super) fn ready(
    tx: &mut dyn Transaction,
    kind: &MessageKind,
    (now, ahead): (Timestamp, Timestamp),
    most: usize,
) -> Result<Vec<Kept>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM outbox_messages m LEFT JOIN users u ON u.id = m.person WHERE m.head = TRUE AND m.ended_at IS NULL AND m.kind = ? AND m.due_at <= ? \
         ORDER BY m.due_at, m.id LIMIT ?"
    );
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let found = tx.all(sql, params![kind, now, most], read)?;
    if !found.is_empty() {
        return Ok(found);
    }
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM outbox_messages m LEFT JOIN users u ON u.id = m.person WHERE m.head = TRUE AND m.ended_at IS NULL AND m.kind = ? AND m.due_at > ? \
         ORDER BY m.due_at, m.id LIMIT ?"
    );
    tx.all(sql, params![kind, ahead, most], read)
}

pub(super) fn lease(tx: &mut dyn Transaction, key: i64, message: &OutboxMessage) -> Result<()> {
    let OutboxMessage { status, attempt, taken_at, leased_until, due_at, .. } = message;
    tx.execute(
        "UPDATE outbox_messages SET status = ?, attempt = ?, taken_at = ?, leased_until = ?, due_at = ? WHERE id = ?",
        params![status, attempt, taken_at, leased_until, due_at, key],
    )
    .map(drop)
}

/// Notes that an attempt failed, and when the next may be.
pub(super) fn failed(tx: &mut dyn Transaction, key: i64, reason: &str, next: Option<Timestamp>) -> Result<()> {
    let sql =
        "UPDATE outbox_messages SET status = 'waiting', failure = ?, leased_until = NULL, due_at = ? WHERE id = ?";
    tx.execute(sql, params![reason, next, key]).map(drop)
}

/// Ends a message: that behind it comes to the head of the queue.
pub(super) fn end(
    tx: &mut dyn Transaction,
    (key, queue): (i64, &str),
    status: MessageStatus,
    now: Timestamp,
) -> Result<()> {
    let sql = "UPDATE outbox_messages SET status = ?, head = FALSE, leased_until = NULL, due_at = NULL, ended_at = ? \
               WHERE id = ?";
    tx.execute(sql, params![status, now, key])?;
    first(tx, queue)
}

/// Has a dead message wait again, at its old place in the queue.
pub(super) fn revive(tx: &mut dyn Transaction, (key, queue): (i64, &str), now: Timestamp) -> Result<()> {
    tx.execute(
        "UPDATE outbox_messages SET status = 'waiting', attempt = 0, taken_at = NULL, due_at = ?, ended_at = NULL \
         WHERE id = ?",
        params![now, key],
    )?;
    let sql = "UPDATE outbox_messages SET head = FALSE WHERE queue = ? AND head = TRUE";
    tx.execute(sql, params![queue])?;
    first(tx, queue)
}

/// Puts the earliest that has not ended at the head of its queue.
fn first(tx: &mut dyn Transaction, queue: &str) -> Result<()> {
    let sql = "UPDATE outbox_messages SET head = TRUE WHERE head = FALSE AND id = \
               (SELECT min(id) FROM outbox_messages WHERE queue = ? AND ended_at IS NULL)";
    tx.execute(sql, params![queue]).map(drop)
}

pub(super) fn list(
    tx: &mut dyn Transaction,
    filter: Option<&MessageFilter>,
    queue: Option<&str>,
    page: &Option<PageRequest>,
) -> Result<MessagePage> {
    let mut query = ListQuery::new(
        columns!(),
        "outbox_messages m LEFT JOIN users u ON u.id = m.person",
        Visibility::whole("administrators list it"),
    );
    if let Some(f) = filter {
        query.when("m.status = ?", f.status);
        query.when("m.topic = ?", f.topic.as_ref());
        query.when("m.queue = ?", queue);
    }
    // What somebody is told is no affair of who looks after the outbox.
    let read = |c: &mut Columns<'_>| {
        let mut message = read(c)?.message;
        if message.kind == MessageKind::Person {
            message.payload.clear();
        }
        Ok(message)
    };
    query.page(tx, NEWEST_FIRST, page, read).map(MessagePage::from)
}

/// When the first of those that stand so ended.
pub(super) fn first_ended(tx: &mut dyn Transaction, status: MessageStatus) -> Result<Option<Timestamp>> {
    let sql = "SELECT min(ended_at) FROM outbox_messages WHERE status = ? AND ended_at IS NOT NULL";
    tx.value(sql, params![status])
}

/// Since when the first of those waits that nobody has taken.
pub(super) fn first_untaken(tx: &mut dyn Transaction) -> Result<Option<Timestamp>> {
    tx.value("SELECT min(due_at) FROM outbox_messages WHERE attempt = 0 AND ended_at IS NULL", &[])
}

/// Some that nobody has taken until then.
pub(super) fn untaken(tx: &mut dyn Transaction, until: Timestamp, most: i64) -> Result<Vec<(i64, String)>> {
    let sql = "SELECT id, queue FROM outbox_messages WHERE attempt = 0 AND ended_at IS NULL AND due_at <= ? \
               ORDER BY due_at LIMIT ?";
    tx.all(sql, params![until, most], |c| Ok((c.next()?, c.next()?)))
}

/// Removes some that ended until then; gives how many.
pub(super) fn remove(tx: &mut dyn Transaction, status: MessageStatus, until: Timestamp, most: i64) -> Result<usize> {
    tx.execute(
        "DELETE FROM outbox_messages WHERE id IN (SELECT id FROM outbox_messages \
         WHERE status = ? AND ended_at IS NOT NULL AND ended_at <= ? ORDER BY ended_at LIMIT ?)",
        params![status, until, most],
    )
}
