//! What is checked and done.

use super::records::{self, Handed};
use super::store;
use super::types::*;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::UserId;
use crate::users::rules as users;
use crate::users::store as user_store;
use crate::users::{Holding, UserStatus};
use crate::{collaborators, shares};

/// A person, by id and key.
#[derive(Debug, Clone, Copy)]
pub(super) struct Person {
    pub(super) id: UserId,
    pub(super) key: i64,
    pub(super) active: bool,
}

/// The person whose records are to be handed over, once the acting user may (HAND-6).
fn guarded(cx: &mut Context<'_>, from: UserId) -> Result<Person> {
    let Some(found) = users::subject(cx, from)? else { return cx.not_found(Entity::USER, from) };
    let (key, user) = found.into_parts();
    let active = user.status == UserStatus::Active;
    let operation = cx.operation().name;
    if active
        && let Some(asking) = cx.actor_key()
        && !store::holds_beyond_administration(cx.tx(), asking, operation)?
    {
        return Err(CrmError::forbidden(operation, "not_yours"));
    }
    Ok(Person { id: from, key, active })
}

/// HAND-1.
pub(super) fn preview(cx: &mut Context<'_>, from: &UserId) -> Result<HandoverPreview> {
    let from = guarded(cx, *from)?;
    cx.check_fields()?;
    let holds = match records::narrowed(cx)? {
        false => user_store::holdings(cx.tx(), from.key)?,
        true => records::changeable_holdings(cx, from)?,
    };
    Ok(HandoverPreview { holds })
}

/// HAND-1 to HAND-4.
pub(super) fn run(
    cx: &mut Context<'_>,
    from: &UserId,
    to: &UserId,
    reason: &str,
    what: &NewHandover,
) -> Result<HandoverResult> {
    let from = guarded(cx, *from)?;
    let successor = users::active_user(cx, "to_user", &Some(*to))?;
    if *to == from.id {
        cx.violations().add("to_user", "somebody_else", "must be somebody else", None);
    }
    check_choice(cx, what);
    cx.check_fields()?;
    let to = Person { id: *to, key: successor.unwrap_or_default(), active: true };
    let mut handed = records::find(cx, from, what)?;
    if handed.out_of_scope {
        return Err(CrmError::forbidden(cx.operation().name, "out_of_scope"));
    }
    let may_not_hold = records::may_not_hold(cx, to, &handed)?;
    if !may_not_hold.is_empty() {
        let detail = format!("may not hold: {}", may_not_hold.join(", "));
        cx.violations().add("to_user", "may_not_hold", &detail, Some(may_not_hold.join(", ")));
    }
    cx.check_fields()?;

    let everything = what.everything == Some(true);
    let mut moved = Vec::new();
    // Those of before pass on; one that this hand-over makes stays.
    let mut collaborations = 0;
    let mut ended = false;
    if everything {
        let (passed, left) = collaborators::rules::pass_on(cx, from.key, (to.key, to.id), records::keep_changeable)?;
        (collaborations, handed.left) = (passed, handed.left + left);
        ended = shares::rules::end(cx, from.key, records::keep_changeable)?;
    }
    for (entity, ids) in std::mem::take(&mut handed.records) {
        let count = Handed::of(&entity)?.pass(cx, &ids, from, to, what.keep_as_collaborator == Some(true))?;
        moved.push(Holding { entity, count });
    }
    moved.push(Holding { entity: Entity::COLLABORATION, count: collaborations });
    moved.retain(|moved| moved.count > 0);
    let result = HandoverResult { moved, skipped: handed.skipped, left: handed.left };
    if result.moved.is_empty() && !ended {
        return Ok(result);
    }
    let summary = serde_json::json!({
        "from": from.id,
        "to": to.id,
        "reason": reason,
        "everything": everything,
        "moved": result.moved,
        "skipped": result.skipped,
        "left": result.left,
    });
    cx.summarise(Entity::USER, &summary)?;
    Ok(result)
}

/// Exactly one way of saying what is given.
fn check_choice(cx: &mut Context<'_>, what: &NewHandover) {
    let filters = what.customers.is_some() || what.opportunities.is_some() || what.tickets.is_some();
    let given = [what.everything == Some(true), what.records.is_some(), filters];
    match given.iter().filter(|given| **given).count() {
        1 => {}
        0 => cx.violations().missing("what.everything"),
        _ => {
            let detail = "everything, records or filters, not several of them";
            cx.violations().add("what", "one_of", detail, Some("everything, records".into()));
        }
    }
}
