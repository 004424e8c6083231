//! The statements on rules and on the log of their runs.

use super::RunOutcome;
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::ids::RecordId;
use crate::engine::objects::record::RecordKey;
use crate::engine::setup::Kind;
use crate::engine::setup::store::awake;
use crate::engine::storage::{Transaction, params};
use crate::engine::text::fold;

/// How many documents of a kind are enabled beside the one with the key.
pub(super) fn enabled_beside(tx: &mut dyn Transaction, kind: &Kind, key: Option<i64>) -> Result<i64> {
    let sql = concat!(
        "SELECT count(*) FROM setup_documents d WHERE d.kind = ? AND d.enabled = TRUE AND d.id <> ? AND ",
        awake!()
    );
    tx.value(sql, params![kind.name, key.unwrap_or_default()])
}

/// Says that rules are others from now on.
pub(super) fn next_version(tx: &mut dyn Transaction) -> Result<()> {
    tx.execute("UPDATE settings SET rules = rules + 1 WHERE id = 1", &[]).map(drop)
}

/// A run of a rule on its way into the log.
pub(super) struct Run<'a> {
    /// The rule's id, name and version.
    pub(super) rule: (RecordId, &'a str, i64),
    /// The record, by its table and id.
    pub(super) record: (&'a str, RecordId),
    /// The operation that was called.
    pub(super) operation: &'a str,
    pub(super) outcome: RunOutcome,
    pub(super) error: Option<&'a str>,
    pub(super) changes: i64,
    pub(super) at: Timestamp,
}

pub(super) fn log(tx: &mut dyn Transaction, run: &Run<'_>) -> Result<()> {
    let Run { rule: (id, name, version), record: (home, record), operation, outcome, error, changes, at } = run;
    tx.execute(
        "INSERT INTO automation_runs (rule, name, name_folded, version, home, record, operation, outcome, error, changes, \
         ran_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        params![&id.0, *name, fold(name), version, *home, &record.0, *operation, outcome, *error, changes, at],
    )
    .map(drop)
}

/// What became of the last runs of a version of a rule, the latest first.
pub(super) fn last(tx: &mut dyn Transaction, rule: RecordId, version: i64, most: usize) -> Result<Vec<RunOutcome>> {
    tx.all(
        "SELECT outcome FROM automation_runs WHERE rule = ? AND version = ? AND outcome <> 'suppressed' \
         ORDER BY id DESC LIMIT ?",
        params![&rule.0, version, i64::try_from(most).unwrap_or(i64::MAX)],
        |c| c.next(),
    )
}

/// Counts that the condition of a rule did not hold, so many times.
pub(super) fn count_unmet(tx: &mut dyn Transaction, rule: RecordId, times: i64) -> Result<()> {
    tx.execute(
        "INSERT INTO automation_unmet (rule, times) VALUES (?, ?) \
         ON CONFLICT (rule) DO UPDATE SET times = automation_unmet.times + excluded.times",
        params![&rule.0, times],
    )
    .map(drop)
}

/// A rule's document, as its next version is written.
pub(super) struct Kept {
    pub(super) version: i64,
    pub(super) position: i64,
    pub(super) content: String,
    /// The layer in which it lies.
    pub(super) pack: Option<String>,
}

pub(super) fn kept(tx: &mut dyn Transaction, key: i64) -> Result<Option<Kept>> {
    tx.one("SELECT version, position, content, pack FROM setup_documents WHERE id = ?", params![key], |c| {
        Ok(Kept { version: c.next()?, position: c.next()?, content: c.next()?, pack: c.next()? })
    })
}

/// The place of the last message in the outbox.
pub(super) fn last_message(tx: &mut dyn Transaction) -> Result<i64> {
    tx.value("SELECT COALESCE(max(id), 0) FROM outbox_messages", &[])
}

/// The messages behind a place: their topics, records and payloads.
pub(super) fn messages_behind(tx: &mut dyn Transaction, place: i64) -> Result<Vec<(String, RecordKey, String)>> {
    tx.all("SELECT topic, object, record, payload FROM outbox_messages WHERE id > ? ORDER BY id", params![place], |c| {
        Ok((c.next()?, RecordKey { object: c.next()?, id: RecordId(c.next()?) }, c.next()?))
    })
}
