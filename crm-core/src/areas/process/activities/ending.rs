//! How an activity ends well: with its result, with the next step, and as an interaction with the customer (ACT-4, ACT-5, ACT-7).

use super::rules::{made, named, tell};
use super::series;
use super::steps::write;
use super::store::{self, Found};
use super::told;
use super::types::*;
use crate::customers::CustomerId;
use crate::engine::calendar::company_date;
use crate::engine::clock::Timestamp;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity};
use crate::engine::hanging::Concern;
use crate::interactions::{InteractionDraft, NewInteraction};
use crate::{interactions, settings};

/// The state of a customer with whom nothing is planned any more, though it is not a last one.
const LOST: &str = "lost";

/// ACT-4.
pub(super) fn complete(
    cx: &mut Context<'_>,
    id: &ActivityId,
    done: &Completion,
    version: &Option<i64>,
) -> Result<Completed> {
    let found = super::rules::guarded(cx, *id, version)?;
    let now = cx.now();
    let done_at = done.done_at.unwrap_or(now);
    if done_at > now {
        cx.violations().add("done_at", "in_future", "must not be later than now", None);
    }
    let kind = store::value_of(cx.tx(), found.activity.kind.id)?;
    if done.result.is_none() && settings::rules::of(cx)?.result_required.contains(&kind) {
        cx.violations().missing("result");
    }
    if wants_next(cx, &found, done)? {
        cx.violations().missing("next");
    }
    let draft = match &done.interaction {
        Some(draft) => drafted(cx, &found, draft, done, done_at)?,
        None => None,
    };
    cx.check_fields()?;
    series::leaves(cx, &found)?;
    let mut after = found.activity.clone();
    after.status = ActivityStatus::Done;
    (after.done_at, after.done_by) = (Some(done_at), cx.actor_id().map(named));
    after.result.clone_from(&done.result);
    write(cx, found, after)?;
    let next = match &done.next {
        Some(new) => {
            let id = ActivityId(cx.new_id());
            let next = made(cx, id, new)?;
            Some(tell(cx, next)?)
        }
        None => None,
    };
    let interaction = match &draft {
        Some((customer, new)) => {
            // Who may record one says its own area.
            let standing = cx.standing_of_call();
            cx.in_stead_of(Entity::INTERACTION.as_str(), "create")?;
            let interaction = match interactions::rules::create(cx, customer, new, &None) {
                // As at the gate, to who has neither role nor duty.
                Err(CrmError::Forbidden { .. }) if !cx.by_role() => return cx.no_permission(),
                interaction => interaction?,
            };
            cx.stand_again(standing);
            Some(interaction)
        }
        None => None,
    };
    // With its interaction.
    let Some(found) = store::get(cx.tx(), *id, now)? else { return cx.not_found(Entity::ACTIVITY, *id) };
    Ok(Completed { activity: tell(cx, found.activity)?, next, interaction })
}

/// Whether a next step is wanted and not given (ACT-5): where nothing else is planned on an open main record that they read.
fn wants_next(cx: &mut Context<'_>, found: &Found, done: &Completion) -> Result<bool> {
    let Some(main) = &found.activity.main else { return Ok(false) };
    let Some(object) = cx.object_at(&main.object)? else { return Ok(false) };
    if !settings::rules::of(cx)?.next_step_required.iter().any(|wanted| *wanted == *object)
        || store::planned_beside(cx.tx(), found.key, main)?
        // Who does not read it can plan nothing on it, and nor can anybody while its pack sleeps.
        || cx.bearer_at(&main.object, main.id, Concern::Activities)?.is_none()
    {
        return Ok(false);
    }
    let (state, last) = cx.state_at(&main.object, main.id)?;
    if last || (object == Entity::CUSTOMER.as_str() && state.as_deref() == Some(LOST)) {
        return Ok(false);
    }
    let next = done.next.iter().flat_map(|next| &next.records).flatten().next();
    Ok(!next.is_some_and(|next| next.object == *object && next.id == main.id))
}

/// The interaction that an activity becomes, with its customer: what the activity says, each replaced by what is given (ACT-7).
fn drafted(
    cx: &mut Context<'_>,
    found: &Found,
    draft: &InteractionDraft,
    done: &Completion,
    done_at: Timestamp,
) -> Result<Option<(CustomerId, NewInteraction)>> {
    let activity = &found.activity;
    let customer = customer_of(cx, activity)?;
    if customer.is_none() {
        cx.violations().add("interaction", "no_customer", "is of no customer", None);
    }
    let date = draft.date.unwrap_or(company_date(&cx.company()?.zone, done_at));
    let place = draft.place.clone().or(activity.place.clone());
    let details = draft.details.clone().or(done.result.clone());
    for (field, given) in [("place", &place), ("details", &details)] {
        if given.is_none() {
            cx.violations().missing_once(field);
        }
    }
    let new = NewInteraction {
        date,
        place: place.unwrap_or_default(),
        summary: draft.summary.clone().unwrap_or_else(|| activity.subject.clone()),
        details: details.unwrap_or_default(),
        remarks: draft.remarks.clone(),
        ticket: draft.ticket,
        activity: Some(activity.id),
        custom: draft.custom.clone(),
    };
    Ok(customer.map(|customer| (customer, new)))
}

/// The customer that an activity's main record is, or belongs to.
fn customer_of(cx: &mut Context<'_>, activity: &Activity) -> Result<Option<CustomerId>> {
    let Some(main) = &activity.main else { return Ok(None) };
    let found = cx.reference_at(&main.object, main.id, Entity::CUSTOMER.as_str())?;
    Ok(found.map(|id| CustomerId(id.0)))
}

/// Tells whether an activity may become an interaction with the customer: a done one, once (ACT-7).
pub(crate) fn becomes(cx: &mut Context<'_>, id: ActivityId, customer: CustomerId) -> Result<()> {
    let Some(found) = told::subject(cx, id)? else {
        cx.violations().add("activity", "unknown_record", "is not there", None);
        return Ok(());
    };
    if found.activity.interaction.is_some() {
        return Err(CrmError::conflict(Entity::ACTIVITY.as_str(), id, "already_recorded"));
    }
    if found.activity.status != ActivityStatus::Done {
        cx.violations().add("activity", "not_done", "is not done", None);
    }
    if customer_of(cx, &found.activity)? != Some(customer) {
        cx.violations().add("activity", "not_of_customer", "is about another customer, or none", None);
    }
    Ok(())
}
