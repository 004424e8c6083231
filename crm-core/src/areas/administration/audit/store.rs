//! The statements that read the audit.

use super::types::*;
use crate::error::Result;
use crate::ids::RecordId;
use crate::page::PageRequest;
use crate::storage::{Columns, Direction, ListQuery, Order, Transaction, Visibility, children};
use crate::users::UserRef;

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
