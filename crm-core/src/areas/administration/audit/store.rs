//! The statements that read the audit.

use std::collections::HashSet;

use super::types::*;
use crate::engine::audit::{Action, MergedInto};
use crate::engine::confidential::in_force;
use crate::engine::error::Result;
use crate::engine::gate::Entity;
use crate::engine::ids::RecordId;
use crate::engine::page::{self, PageRequest, Room};
use crate::engine::scope::history::Condition;
use crate::engine::storage::{
    Columns, Direction, ListQuery, Most, Order, Transaction, Value, Visibility, beginnings, each_by_key, params,
};
use crate::engine::text::fold;
use crate::users::UserRef;
use crate::users::login::nobodys;

/// In the order of commit: writers queue up, and each call has a higher key than those before. When it was asked for
/// would have the neighbours of one record stand the wrong way round.
const NEWEST_FIRST: Order = Order { name: "audit", keys: &[("c.id", Direction::Descending)] };

/// The same order along the calls that changed a record of one kind.
const NEWEST_OF_KIND: Order = Order { name: "audit", keys: &[("e.call", Direction::Descending)] };

/// What a row of the list is read from.
macro_rules! columns {
    () => {
        "c.id, c.at, u.uid, u.display_name, c.operation, c.arguments"
    };
}

/// A change `h` of a record, or of one that was merged into it (DUP-13).
macro_rules! records {
    () => {
        "h.record IN (SELECT ? UNION ALL SELECT m.loser FROM merged_records m WHERE m.survivor = ?)"
    };
}

/// `seen` says which changes speak of records that the reader sees (SCOPE-13): a call that changed none of them is not
/// told, and one that changed others too without its arguments.
pub(super) fn list(
    tx: &mut dyn Transaction,
    seen: &Option<Condition>,
    filter: Option<&AuditFilter>,
    page: &Option<PageRequest>,
) -> Result<AuditPage> {
    let entity = filter.and_then(|f| f.entity.as_ref()).map(Entity::as_str);
    let (from, order) = match entity {
        Some(_) => {
            ("audit_entities e JOIN audit_calls c ON c.id = e.call LEFT JOIN users u ON u.id = c.actor", NEWEST_OF_KIND)
        }
        None => ("audit_calls c LEFT JOIN users u ON u.id = c.actor", NEWEST_FIRST),
    };
    let mut query = ListQuery::new(columns!(), from, Visibility::whole("the condition says which"));
    query.when("e.entity = ?", entity);
    if let Some(f) = filter {
        query.when("c.actor = (SELECT id FROM users WHERE uid = ?)", f.user.as_ref().map(|u| &u.0));
        query.when("c.operation = ?", f.operation.as_ref());
        match (&f.record, &f.entity) {
            (Some(record), Some(entity)) => {
                changed(
                    &mut query,
                    seen,
                    concat!(records!(), " AND h.entity = ?"),
                    vec![(&record.0).into(), (&record.0).into(), entity.as_str().into()],
                );
            }
            (Some(record), None) => {
                changed(&mut query, seen, records!(), vec![(&record.0).into(), (&record.0).into()]);
            }
            (None, Some(entity)) if seen.is_some() => {
                changed(&mut query, seen, "h.entity = ?", vec![entity.as_str().into()]);
            }
            (None, _) => {}
        }
        query.when("c.at >= ?", f.at_from);
        query.when("c.at < ?", f.at_before);
    }
    if let Some(seen) = seen {
        let told = format!(
            "(EXISTS (SELECT 1 FROM audit_changes h WHERE h.call = c.id AND {}) \
             OR NOT EXISTS (SELECT 1 FROM audit_changes h WHERE h.call = c.id))",
            seen.of("h")
        );
        query.and(&told, seen.params());
    }
    let read = |c: &mut Columns<'_>| {
        let key = c.next()?;
        let mut call = AuditCall {
            number: key,
            at: c.next()?,
            user: UserRef::read_optional(c)?,
            operation: c.next()?,
            arguments: c.next()?,
            changes: Vec::new(),
            more_changes: false,
        };
        if let Some(limits) = in_force() {
            call.arguments = limits.seen_arguments(&call.operation, std::mem::take(&mut call.arguments));
        }
        Ok((key, call))
    };
    let fill = |tx: &mut dyn Transaction, keys: &[i64], calls: &mut [AuditCall], allowed: &mut usize| {
        fill(tx, seen, keys, calls, allowed)
    };
    query.page_with_parts(tx, order, page, &mut Room::of(page), read, fill).map(AuditPage::from)
}

/// The calls with a change `h` of which a condition holds, and which is told.
fn changed<'a>(query: &mut ListQuery<'a>, seen: &Option<Condition>, condition: &str, mut params: Vec<Value<'a>>) {
    let mut sql = format!("c.id IN (SELECT h.call FROM audit_changes h WHERE {condition}");
    if let Some(seen) = seen {
        sql += &format!(" AND {}", seen.of("h"));
        params.extend(seen.params());
    }
    query.and(&format!("{sql})"), params);
}

/// What a call carries of its changes.
const FIRST: Most = Most { rows: CHANGES_INSIDE, bytes: page::MAX_INSIDE_TEXTS };

/// Reads the first changes of the calls, where they are no more than is allowed.
fn fill(
    tx: &mut dyn Transaction,
    seen: &Option<Condition>,
    keys: &[i64],
    calls: &mut [AuditCall],
    allowed: &mut usize,
) -> Result<bool> {
    let mut params = Vec::new();
    let told = seen.as_ref().map_or_else(String::new, |seen| {
        params = seen.params();
        format!(" AND {}", seen.of("x"))
    });
    // One more than a call carries of each: whether there are more.
    let select = format!(
        "SELECT c.id, h.id, h.entity, h.record, h.action, h.before, h.after FROM audit_calls c JOIN audit_changes h \
         ON h.id IN (SELECT x.id FROM audit_changes x WHERE x.call = c.id{told} ORDER BY x.id LIMIT 101) WHERE c.id"
    );
    let Some(mut found) = beginnings(tx, &select, &params, keys, "c.id, h.id", FIRST, allowed, change)? else {
        return Ok(false);
    };
    let untold = match seen {
        Some(seen) => with_untold(tx, seen, keys)?,
        None => HashSet::new(),
    };
    for (key, call) in keys.iter().zip(calls) {
        let first = found.remove(key).unwrap_or_default();
        (call.changes, call.more_changes) = (first.rows, first.more);
        if untold.contains(key) {
            call.arguments = "{}".to_owned();
        }
    }
    Ok(true)
}

/// Those of the calls that changed something which is not told: their arguments may speak of it.
fn with_untold(tx: &mut dyn Transaction, seen: &Condition, keys: &[i64]) -> Result<HashSet<i64>> {
    let select = format!("SELECT DISTINCT h.call FROM audit_changes h WHERE NOT {} AND h.call", seen.of("h"));
    let mut found = HashSet::new();
    each_by_key(tx, &select, &seen.params(), keys, |c| {
        found.insert(c.next()?);
        Ok(())
    })?;
    Ok(found)
}

/// Whether there is a call of this number that is told.
pub(super) fn exists(tx: &mut dyn Transaction, seen: &Option<Condition>, call: i64) -> Result<bool> {
    let Some(seen) = seen else {
        return tx.value("SELECT EXISTS (SELECT 1 FROM audit_calls WHERE id = ?)", params![call]);
    };
    let sql = format!(
        "SELECT EXISTS (SELECT 1 FROM audit_calls c WHERE c.id = ? AND (\
         EXISTS (SELECT 1 FROM audit_changes h WHERE h.call = c.id AND {}) \
         OR NOT EXISTS (SELECT 1 FROM audit_changes h WHERE h.call = c.id)))",
        seen.of("h")
    );
    let mut params = vec![Value::Integer(call)];
    params.extend(seen.params());
    tx.value(&sql, &params)
}

/// All changes of a call that are told, in order.
pub(super) fn changes(
    tx: &mut dyn Transaction,
    seen: &Option<Condition>,
    call: i64,
    page: &Option<PageRequest>,
) -> Result<RecordChangePage> {
    const IN_ORDER: Order = Order { name: "changes", keys: &[("h.id", Direction::Ascending)] };
    let columns = "h.id, h.entity, h.record, h.action, h.before, h.after";
    let visible = Visibility::whole("the condition says which");
    let mut query = ListQuery::new(columns, "audit_changes h", visible);
    query.and("h.call = ?", [call.into()]);
    if let Some(seen) = seen {
        query.and(&seen.of("h"), seen.params());
    }
    query.page(tx, IN_ORDER, page, change).map(RecordChangePage::from)
}

/// The kinds that a record was changed as, as far as that is told: one, but where an earlier version let an id be of two.
pub(super) fn kinds(tx: &mut dyn Transaction, seen: &Option<Condition>, record: RecordId) -> Result<Vec<Entity>> {
    let mut params = vec![Value::from(&record.0), Value::from(&record.0)];
    let told = seen.as_ref().map_or_else(String::new, |seen| {
        params.extend(seen.params());
        format!(" AND {}", seen.of("h"))
    });
    let records = records!();
    let sql = format!("SELECT DISTINCT h.entity FROM audit_changes h WHERE {records}{told} ORDER BY h.entity");
    tx.all(&sql, &params, |c| c.next())
}

/// The first calls behind a number that changed a record of a kind by which they are not found, in order; a row a change.
pub(super) fn not_found_by_kind(tx: &mut dyn Transaction, behind: i64, most: usize) -> Result<Vec<i64>> {
    tx.all(
        "SELECT h.call FROM audit_changes h WHERE h.call > ? AND NOT EXISTS (\
         SELECT 1 FROM audit_entities e WHERE e.entity = h.entity AND e.call = h.call) ORDER BY h.call LIMIT ?",
        params![behind, most as i64],
        |c| c.next(),
    )
}

/// Notes of which kinds the records are that a call changed, where that is missing.
pub(super) fn note_kinds(tx: &mut dyn Transaction, call: i64) -> Result<usize> {
    tx.execute(
        "INSERT INTO audit_entities (entity, call) SELECT DISTINCT h.entity, h.call FROM audit_changes h \
         WHERE h.call = ? AND NOT EXISTS (\
         SELECT 1 FROM audit_entities e WHERE e.entity = h.entity AND e.call = h.call)",
        params![call],
    )
}

/// The first kinds behind one that are noted of a call that changed no record of them, in order.
pub(super) fn stray_kinds(
    tx: &mut dyn Transaction,
    entity: &str,
    call: i64,
    most: usize,
) -> Result<Vec<(String, i64)>> {
    tx.all(
        "SELECT e.entity, e.call FROM audit_entities e WHERE (e.entity, e.call) > (?, ?) AND NOT EXISTS (\
         SELECT 1 FROM audit_changes h WHERE h.call = e.call AND h.entity = e.entity) \
         ORDER BY e.entity, e.call LIMIT ?",
        params![entity, call, most as i64],
        |c| Ok((c.next()?, c.next()?)),
    )
}

/// Forgets such a one.
pub(super) fn forget_kind(tx: &mut dyn Transaction, entity: &str, call: i64) -> Result<usize> {
    tx.execute(
        "DELETE FROM audit_entities WHERE entity = ? AND call = ? AND NOT EXISTS (\
         SELECT 1 FROM audit_changes h WHERE h.call = audit_entities.call AND h.entity = audit_entities.entity)",
        params![entity, call],
    )
}

/// Reads `id, entity, record, action, before, after`.
pub(crate) fn change(c: &mut Columns<'_>) -> Result<RecordChange> {
    let mut change = RecordChange {
        sequence: c.next()?,
        entity: c.next()?,
        id: c.next::<Option<uuid::Uuid>>()?.map(RecordId),
        action: c.next()?,
        into: None,
        before: c.next()?,
        after: c.next()?,
    };
    change.action = change.action.told(change.before.as_deref(), change.after.as_deref());
    if change.action == Action::Merged {
        let into = change.after.take().and_then(|json| serde_json::from_str::<MergedInto>(&json).ok());
        change.into = into.map(|into| into.into);
    }
    // Under the reader's rights, and before it is measured.
    if let Some(limits) = in_force() {
        for fields in [&mut change.before, &mut change.after] {
            *fields = fields.take().and_then(|json| limits.seen_fields(&change.entity, None, json));
        }
    }
    Ok(change)
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
        Visibility::whole("refusals tell no record"),
    );
    if let Some(f) = filter {
        query.when("r.actor = (SELECT id FROM users WHERE uid = ?)", f.user.as_ref().map(|u| &u.0));
        if let Some(login) = &f.login {
            // A name that nobody has is kept as a hash alone, and found as a whole.
            let folded = fold(login);
            let hidden = nobodys(tx, &folded)?;
            let condition = format!("({}(r.login, ?) > 0 OR r.login = ?)", tx.dialect().position);
            query.and(&condition, [folded.into(), hidden.into()]);
        }
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
