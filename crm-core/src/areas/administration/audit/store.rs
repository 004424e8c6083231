//! The audit's statements.

use super::Change;
use super::types::*;
use crate::clock::Timestamp;
use crate::error::Result;
use crate::ids::RecordId;
use crate::page::PageRequest;
use crate::storage::{Columns, Direction, ListQuery, Order, Transaction, Visibility, children, params};
use crate::users::UserRef;

/// Refusals of the same kind within this time are counted in one row.
const REPEAT_MICROS: i64 = 60_000_000;

pub(super) fn insert_call(
    tx: &mut dyn Transaction,
    at: Timestamp,
    actor: Option<i64>,
    operation: &str,
    arguments: &str,
) -> Result<i64> {
    tx.insert(
        "INSERT INTO audit_calls (at, actor, operation, arguments) VALUES (?, ?, ?, ?)",
        params![at, actor, operation, arguments],
    )
}

pub(super) fn insert_change(tx: &mut dyn Transaction, call: i64, change: &Change) -> Result<i64> {
    tx.insert(
        "INSERT INTO audit_changes (call, entity, record, action, before, after) VALUES (?, ?, ?, ?, ?, ?)",
        params![call, change.entity, change.id.as_ref().map(|id| &id.0), change.action, &change.before, &change.after,],
    )
}

/// Adds a refusal, or counts it in the row of the same refusal within the last minute.
pub(crate) fn count_refusal(
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

const NEWEST_FIRST: Order =
    Order { name: "audit", keys: &[("c.at", Direction::Descending), ("c.id", Direction::Descending)] };

pub(super) fn list(
    tx: &mut dyn Transaction,
    filter: Option<&AuditFilter>,
    page: &Option<PageRequest>,
) -> Result<AuditPage> {
    let mut query = ListQuery::new(
        "c.id, c.at, u.uid, u.display_name, c.operation, c.arguments",
        "audit_calls c LEFT JOIN users u ON u.id = c.actor",
        Visibility::All,
    );
    if let Some(f) = filter {
        query.when("c.actor = (SELECT id FROM users WHERE uid = ?)", f.user.as_ref().map(|u| &u.0));
        query.when("c.operation = ?", f.operation.as_ref());
        query.when("c.id IN (SELECT call FROM audit_changes WHERE record = ?)", f.record.as_ref().map(|r| &r.0));
        query.when("EXISTS (SELECT 1 FROM audit_changes h WHERE h.call = c.id AND h.entity = ?)", f.entity);
        query.when("c.at >= ?", f.at_from);
        query.when("c.at < ?", f.at_before);
    }
    let (rows, next, total) = query.page(tx, NEWEST_FIRST, page, |c| {
        Ok((
            c.next::<i64>()?,
            AuditCall {
                at: c.next()?,
                user: UserRef::read_optional(c)?,
                operation: c.next()?,
                arguments: c.next()?,
                changes: Vec::new(),
            },
        ))
    })?;
    let keys: Vec<i64> = rows.iter().map(|(key, _)| *key).collect();
    let select =
        "SELECT h.call, h.id, h.entity, h.record, h.action, h.before, h.after FROM audit_changes h WHERE h.call";
    let mut changes = children(tx, select, &keys, "h.id", change)?;
    let items = rows
        .into_iter()
        .map(|(key, call)| AuditCall { changes: changes.remove(&key).unwrap_or_default(), ..call })
        .collect();
    Ok(AuditPage { items, next, total })
}

/// Reads `id, entity, record, action, before, after`.
pub(crate) fn change(c: &mut Columns<'_>) -> Result<RecordChange> {
    Ok(RecordChange {
        sequence: c.next()?,
        entity: c.next()?,
        id: c.next::<Option<uuid::Uuid>>()?.map(RecordId),
        action: c.next()?,
        before: c.next()?,
        after: c.next()?,
    })
}

const REFUSALS: Order =
    Order { name: "refusals", keys: &[("r.first_at", Direction::Descending), ("r.id", Direction::Descending)] };

pub(super) fn refusals(
    tx: &mut dyn Transaction,
    filter: Option<&RefusalFilter>,
    page: &Option<PageRequest>,
) -> Result<RefusalPage> {
    let mut query = ListQuery::new(
        "r.first_at, r.last_at, r.times, u.uid, u.display_name, r.login, r.operation, r.reason",
        "audit_refusals r LEFT JOIN users u ON u.id = r.actor",
        Visibility::All,
    );
    if let Some(f) = filter {
        query.when("r.actor = (SELECT id FROM users WHERE uid = ?)", f.user.as_ref().map(|u| &u.0));
        query.contains(tx, "r.login", &f.login);
        query.when("r.operation = ?", f.operation.as_ref());
        query.when("r.reason = ?", f.reason.as_ref());
        query.when("r.first_at >= ?", f.at_from);
        query.when("r.first_at < ?", f.at_before);
    }
    query
        .page(tx, REFUSALS, page, |c| {
            Ok(Refusal {
                first_at: c.next()?,
                last_at: c.next()?,
                times: c.next()?,
                user: UserRef::read_optional(c)?,
                login: Some(c.next::<String>()?).filter(|login| !login.is_empty()),
                operation: c.next()?,
                reason: c.next()?,
            })
        })
        .map(RefusalPage::from)
}
