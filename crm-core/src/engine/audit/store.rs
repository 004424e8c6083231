//! The statements that write the audit.

use chrono::TimeDelta;

use super::Change;
use super::refusals::{Refused, Row};
use super::sign_ins::SignIn;
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::gate::Entity;
use crate::engine::storage::{Transaction, params};

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
            "INSERT INTO audit_changes (call, entity, record, action, before, after, cause) VALUES (?, ?, ?, ?, ?, ?, ?)",
            params![
                call,
                change.entity,
                change.id.as_ref().map(|id| &id.0),
                change.action.kept(),
                &change.before,
                &change.after,
                &change.cause
            ],
        )?;
        if !entities.contains(&&change.entity) {
            entities.push(&change.entity);
            tx.execute("INSERT INTO audit_entities (entity, call) VALUES (?, ?)", params![change.entity, call])?;
        }
    }
    Ok(sequence)
}

pub(super) fn latest(tx: &mut dyn Transaction) -> Result<i64> {
    tx.value("SELECT COALESCE(max(id), 0) FROM audit_changes", &[])
}

/// Adds a refusal, or counts it in the row of the same refusal within the time before; rows of times to come are those of
/// another clock, and as good within that time.
pub(super) fn count_refusal(tx: &mut dyn Transaction, row: &Row<&Refused>, within: TimeDelta) -> Result<()> {
    let Row { note: refused, first_at, last_at, times } = row;
    let (actor, login, operation, reason) = (refused.user, &refused.login, &refused.operation, &refused.reason);
    let counted = tx.execute(
        "UPDATE audit_refusals SET times = times + ?, last_at = ? WHERE id = (\
         SELECT id FROM audit_refusals WHERE first_at > ? AND first_at < ? AND COALESCE(actor, 0) = ? AND login = ? \
         AND operation = ? AND reason = ? ORDER BY first_at DESC LIMIT 1)",
        params![times, last_at, *first_at - within, *first_at + within, actor.unwrap_or(0), login, operation, reason],
    )?;
    if counted == 0 {
        tx.insert(
            "INSERT INTO audit_refusals (first_at, last_at, times, actor, login, operation, reason) \
             VALUES (?, ?, ?, ?, ?, ?, ?)",
            params![first_at, last_at, times, actor, login, operation, reason],
        )?;
    }
    Ok(())
}

/// How many refused names that nobody has were written in a time; no more than the most are counted.
pub(super) fn names(tx: &mut dyn Transaction, since: Timestamp, until: Timestamp, most: i64) -> Result<i64> {
    tx.value(
        "SELECT count(*) FROM (SELECT 1 FROM audit_refusals WHERE first_at > ? AND first_at <= ? AND actor IS NULL \
         AND login <> '' LIMIT ?) AS named",
        params![since, until, most],
    )
}

/// Counts a failed sign-in in the row of those like it within the time before or behind; whether there is one. What it
/// was and came from is that of the last.
pub(super) fn count_sign_in(tx: &mut dyn Transaction, row: &Row<&SignIn>, within: TimeDelta) -> Result<bool> {
    let Row { note: s, first_at, last_at, times } = row;
    let counted = tx.execute(
        "UPDATE sign_ins SET times = times + ?, last_at = ?, means = ?, device = ? WHERE id = (\
         SELECT id FROM sign_ins WHERE first_at > ? AND first_at < ? AND login = ? AND address = ? AND reason = ? \
         AND outcome = ? ORDER BY first_at DESC LIMIT 1)",
        params![
            times,
            last_at,
            s.means,
            &s.device,
            *first_at - within,
            *first_at + within,
            &s.login,
            &s.address,
            &s.reason,
            s.outcome
        ],
    )?;
    Ok(counted > 0)
}

/// How many rows of sign-ins with this outcome began in a time; no more than the most are counted.
pub(super) fn sign_ins(
    tx: &mut dyn Transaction,
    outcome: &str,
    since: Timestamp,
    until: Timestamp,
    most: i64,
) -> Result<i64> {
    tx.value(
        "SELECT count(*) FROM (SELECT 1 FROM sign_ins WHERE outcome = ? AND first_at > ? AND first_at <= ? LIMIT ?) \
         AS counted",
        params![outcome, since, until, most],
    )
}

pub(super) fn insert_sign_in(tx: &mut dyn Transaction, row: &Row<&SignIn>) -> Result<()> {
    let Row { note: s, first_at, last_at, times } = row;
    tx.insert(
        "INSERT INTO sign_ins (first_at, last_at, times, user_id, login, means, outcome, reason, address, device) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        params![first_at, last_at, times, s.user, &s.login, s.means, s.outcome, &s.reason, &s.address, &s.device],
    )?;
    Ok(())
}
