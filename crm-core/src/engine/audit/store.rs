//! The statements that write the audit.

use super::Change;
use crate::clock::Timestamp;
use crate::error::Result;
use crate::gate::Entity;
use crate::storage::{Transaction, params};

/// Refusals of the same kind within this time are counted in one row.
const REPEAT_MICROS: i64 = 60_000_000;

/// Writes a call with the records it changed; gives the sequence number of the last change.
pub(super) fn insert(
    tx: &mut dyn Transaction,
    at: Timestamp,
    actor: Option<i64>,
    operation: &str,
    arguments: &str,
    changes: &[Change],
) -> Result<i64> {
    let call = tx.insert(
        "INSERT INTO audit_calls (at, actor, operation, arguments) VALUES (?, ?, ?, ?)",
        params![at, actor, operation, arguments],
    )?;
    let mut sequence = 0;
    let mut entities: Vec<&Entity> = Vec::with_capacity(1);
    for change in changes {
        sequence = tx.insert(
            "INSERT INTO audit_changes (call, entity, record, action, before, after) VALUES (?, ?, ?, ?, ?, ?)",
            params![
                call,
                change.entity,
                change.id.as_ref().map(|id| &id.0),
                change.action,
                &change.before,
                &change.after
            ],
        )?;
        if !entities.contains(&&change.entity) {
            entities.push(&change.entity);
            tx.execute(
                "INSERT INTO audit_entities (entity, at, call) VALUES (?, ?, ?)",
                params![change.entity, at, call],
            )?;
        }
    }
    Ok(sequence)
}

/// Adds a refusal, or counts it in the row of the same refusal within the last minute.
pub(super) fn count_refusal(
    tx: &mut dyn Transaction,
    at: Timestamp,
    actor: Option<i64>,
    login: &str,
    operation: &str,
    reason: &str,
) -> Result<()> {
    let since = crate::clock::encode(at) - REPEAT_MICROS;
    let counted = tx.execute(
        "UPDATE audit_refusals SET times = times + 1, last_at = ? WHERE id = (\
         SELECT id FROM audit_refusals WHERE first_at > ? AND COALESCE(actor, 0) = ? AND login = ? \
         AND operation = ? AND reason = ? ORDER BY first_at DESC LIMIT 1)",
        params![at, since, actor.unwrap_or(0), login, operation, reason],
    )?;
    if counted == 0 {
        tx.insert(
            "INSERT INTO audit_refusals (first_at, last_at, times, actor, login, operation, reason) \
             VALUES (?, ?, 1, ?, ?, ?, ?)",
            params![at, at, actor, login, operation, reason],
        )?;
    }
    Ok(())
}
