//! What is checked and done.

use super::store;
use super::types::*;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Slices};
use crate::engine::objects::Audited;
use crate::engine::page::PageRequest;
use crate::engine::scope::history::Condition;

/// AUDIT-1.
pub(super) fn list(
    cx: &mut Context<'_>,
    filter: &Option<AuditFilter>,
    page: &Option<PageRequest>,
) -> Result<AuditPage> {
    let seen = cx.seen_changes()?;
    if let Some(filter) = filter {
        if let Some(entity) = &filter.entity {
            cx.is_of_pack(entity)?;
        }
        of_one_kind(cx, &seen, filter)?;
    }
    cx.check_fields()?;
    let mut found = store::list(cx.tx(), &seen, filter.as_ref(), page)?;
    let texts = found.items.iter().flat_map(|call| {
        let arguments = (call.operation.split('.').next().unwrap_or_default(), [Some(call.arguments.as_str()), None]);
        call.changes.iter().map(texts).chain([arguments])
    });
    if let Some(told) = cx.audited(texts)? {
        for call in &mut found.items {
            call.arguments = told.arguments(&call.operation, std::mem::take(&mut call.arguments));
            for change in &mut call.changes {
                if withhold(&told, change) {
                    call.arguments = "{}".to_owned();
                }
            }
        }
    }
    Ok(found)
}

/// What a change tells, and of which kind of record.
pub(crate) fn texts(change: &RecordChange) -> (&str, [Option<&str>; 2]) {
    (change.entity.as_str(), [change.before.as_deref(), change.after.as_deref()])
}

/// Withholds of a change what the reader is not told of a defined object, and of what hangs on its records; whether that was
/// the latter, of which the call's arguments speak too.
pub(crate) fn withhold(told: &Audited, change: &mut RecordChange) -> bool {
    let entity = change.entity.as_str();
    if [&change.before, &change.after].into_iter().any(|fields| told.hides(entity, fields.as_deref())) {
        (change.before, change.after) = (None, None);
        return true;
    }
    for fields in [&mut change.before, &mut change.after] {
        *fields = told.fields(change.entity.as_str(), fields.take());
    }
    false
}

/// AUDIT-1.
pub(super) fn changes(cx: &mut Context<'_>, call: &i64, page: &Option<PageRequest>) -> Result<RecordChangePage> {
    let seen = cx.seen_changes()?;
    if !store::exists(cx.tx(), &seen, *call)? {
        return Err(CrmError::NotFound { entity: "audit".into(), id: call.to_string() });
    }
    cx.check_fields()?;
    let mut found = store::changes(cx.tx(), &seen, *call, page)?;
    if let Some(told) = cx.audited(found.items.iter().map(texts))? {
        for change in &mut found.items {
            withhold(&told, change);
        }
    }
    Ok(found)
}

/// The story of a record is that of its kind: a kind that the record is not of is a violation. An earlier version let
/// one id be of two kinds; which of them is meant must then be said.
fn of_one_kind(cx: &mut Context<'_>, seen: &Option<Condition>, filter: &AuditFilter) -> Result<()> {
    let Some(record) = filter.record else { return Ok(()) };
    let kinds = store::kinds(cx.tx(), seen, record)?;
    match &filter.entity {
        Some(entity) if !kinds.is_empty() && !kinds.contains(entity) => {
            cx.violations().add("record", "wrong_kind", format!("is no {entity}"), Some(entity.to_string()));
        }
        None if kinds.len() > 1 => {
            let names: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
            let detail = format!("is required, since the id is of more than one kind: {}", names.join(", "));
            cx.violations().add("entity", "required", detail, Some(names.join(", ")));
        }
        _ => {}
    }
    Ok(())
}

/// PERM-2.
pub(super) fn refusals(
    slices: &mut Slices<'_>,
    filter: &Option<RefusalFilter>,
    page: &Option<PageRequest>,
) -> Result<RefusalPage> {
    slices.write_refusals()?;
    slices.read(|cx| store::refusals(cx.tx(), filter.as_ref(), page))
}
