//! The statements that put messages into the outbox. The area takes them out.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::ToPerson;
use crate::engine::error::Result;
use crate::engine::objects::record::RecordKey;
use crate::engine::storage::{Transaction, params};

/// A message of a queue and topic that was made since then and that nobody has taken.
pub(super) fn untaken(
    tx: &mut dyn Transaction,
    queue: &str,
    topic: &str,
    since: DateTime<Utc>,
) -> Result<Option<(i64, Uuid)>> {
    tx.one(
        "SELECT id, uid FROM outbox_messages WHERE queue = ? AND topic = ? AND ended_at IS NULL AND attempt = 0 \
         AND created_at >= ? ORDER BY id DESC LIMIT 1",
        params![queue, topic, since],
        |c| Ok((c.next()?, c.next()?)),
    )
}

pub(super) fn replace(tx: &mut dyn Transaction, key: i64, payload: &str) -> Result<()> {
    tx.execute("UPDATE outbox_messages SET payload = ? WHERE id = ?", params![payload, key]).map(drop)
}

/// Whether a message that is put into a queue now is the first of it.
fn is_first(tx: &mut dyn Transaction, queue: &str) -> Result<bool> {
    let waits = "SELECT EXISTS (SELECT 1 FROM outbox_messages WHERE queue = ? AND ended_at IS NULL)";
    Ok(!tx.value::<bool>(waits, params![queue])?)
}

/// Puts an event at the end of its queue.
pub(super) fn insert(
    tx: &mut dyn Transaction,
    id: Uuid,
    (record, queue): (&RecordKey, &str),
    (topic, payload): (&str, &str),
    now: DateTime<Utc>,
) -> Result<()> {
    let head = is_first(tx, queue)?;
    tx.execute(
        "INSERT INTO outbox_messages (uid, kind, topic, object, record, queue, head, payload, status, created_at, due_at) \
         VALUES (?, 'event', ?, ?, ?, ?, ?, ?, 'waiting', ?, ?)",
        params![&id, topic, record.object.as_str(), &record.id.0, queue, head, payload, now, now],
    )
    .map(drop)
}

/// Puts a message to somebody at the end of its queue.
pub(super) fn insert_for(
    tx: &mut dyn Transaction,
    id: Uuid,
    to: &ToPerson<'_>,
    (queue, payload): (&str, &str),
    now: DateTime<Utc>,
) -> Result<()> {
    let head = is_first(tx, queue)?;
    let ToPerson { to: (person, _), medium, topic, record } = to;
    let (object, record) = record.map(|record| (record.object.as_str(), &record.id.0)).unzip();
    tx.execute(
        "INSERT INTO outbox_messages (uid, kind, topic, object, record, person, medium, queue, head, payload, status, created_at, \
         due_at) VALUES (?, 'person', ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?)",
        params![&id, *topic, object, record, *person, *medium, queue, head, payload, now, now],
    )
    .map(drop)
}
