//! What rules would do (AUTO-12).

use super::types::*;
use crate::audit::{RecordChange, rules as audit};
use crate::engine::automation::Tried;
use crate::engine::confidential::in_force;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::RecordId;
use crate::engine::page::{MAX_LIMIT, PageRequest, Room};
use crate::engine::tree::Tree;
use crate::engine::value::ObjectRef;
use crate::objects::RecordKey;

/// AUTO-12.
pub(super) fn try_out(cx: &mut Context<'_>, rule: &Tree, records: &[RecordKey]) -> Result<Vec<Trial>> {
    let earlier = cx.violations().is_empty();
    let trying = cx.trying(rule)?;
    if let Some(trying) = trying.as_ref().filter(|_| earlier) {
        for (at, _) in records.iter().enumerate().filter(|(_, record)| record.object != trying.object()) {
            cx.violations().add(&format!("records[{at}].object"), "wrong_kind", "is not of the rule's object", None);
        }
    }
    cx.check_fields()?;
    let Some(trying) = trying else { return Ok(Vec::new()) };
    let mut room = Room::of(&Some(PageRequest { limit: Some(MAX_LIMIT), ..PageRequest::default() }));
    let mut trials = Vec::with_capacity(records.len());
    for record in records {
        let Some(tried) = cx.try_out(&trying, record.id)? else {
            return cx.not_found(Entity::from(record.object.as_str()), record.id);
        };
        trials.push(told(cx, record, tried, &mut room)?);
    }
    Ok(trials)
}

fn named(record: &RecordKey) -> ObjectRef {
    ObjectRef { object: record.object.clone(), id: record.id, title: None }
}

/// A trial as the caller is told it, in the room that is left.
fn told(cx: &mut Context<'_>, record: &RecordKey, tried: Tried, room: &mut Room) -> Result<Trial> {
    let Tried { holds, error, changes, told, messages } = tried;
    let most = changes.len().max(told.len()).max(messages.len());
    let mut trial = Trial {
        record: named(record),
        met: holds,
        error,
        changes: Vec::new(),
        notices: Vec::new(),
        messages: Vec::new(),
        more: most > MAX_TOLD,
    };
    let mut seen: Vec<RecordChange> = Vec::new();
    for (change, sequence) in changes.into_iter().zip(1..).take(MAX_TOLD) {
        let mut fields = [change.before, change.after];
        if let Some(limits) = in_force() {
            for json in &mut fields {
                *json = json.take().and_then(|json| limits.seen_fields(&change.entity, None, json));
            }
        }
        let [before, after] = fields;
        let (entity, id, action) = (change.entity, change.id, change.action);
        seen.push(RecordChange { sequence, entity, id, action, into: None, before, after });
    }
    if let Some(told) = cx.audited(seen.iter().map(audit::texts))? {
        for change in &mut seen {
            audit::withhold(&told, change);
        }
    }
    for change in seen {
        trial.more |= room.is_full();
        if !room.is_full() {
            room.take(&change);
            trial.changes.push(change);
        }
    }
    for (user, of, detail) in told.into_iter().take(MAX_TOLD) {
        let user = ObjectRef { object: "user".to_owned(), id: RecordId(user.0), title: None };
        let text = cx.notice(&of.object, &serde_json::from_str(&detail).unwrap_or_default())?;
        let notice = TrialNotice { user, text };
        trial.more |= room.is_full();
        if !room.is_full() {
            room.take(&notice);
            trial.notices.push(notice);
        }
    }
    for (topic, of, payload) in messages.into_iter().take(MAX_TOLD) {
        let message = TrialMessage { topic, record: named(&of), payload };
        trial.more |= room.is_full();
        if !room.is_full() {
            room.take(&message);
            trial.messages.push(message);
        }
    }
    Ok(trial)
}
