//! What is checked and done.

use std::borrow::Cow;

pub(super) use super::alerts::alerts;
pub(super) use super::develop::develop;
pub(super) use super::lines::set_lines;
pub(super) use super::many::create_many;
pub(super) use super::persons::set_persons;
use super::pipelines;
pub(super) use super::pipelines::{detail, move_stage};
use super::store::{self, Lost};
use super::types::*;
use super::{estimate, existing, lines, persons};
use crate::dictionary::DictionaryEntryId;
use crate::dictionary::choose::choose;
use crate::duplicates::fields::Other;
use crate::duplicates::{OnDuplicate, meet};
use crate::engine::clock::Date;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Created, Entity};
use crate::engine::ids::UserId;
use crate::engine::likeness::meeting::Occasion;
use crate::engine::page::PageRequest;
use crate::engine::storage::{Changes, Table, Value};
use crate::engine::tree::Tree;
use crate::engine::wire::to_json;
use crate::objects::RecordKey;
use crate::pools::ledger::{self, Of};
use crate::pools::{DealtKind, OwnerEnd, StayEnd, recycle};
use crate::scoring::{ScoreExplanation, rules as scores, settle as scoring, upkeep};
use crate::settings;

/// The opportunity with its internal key, or `NotFound`.
pub(crate) fn load(cx: &mut Context<'_>, id: OpportunityId) -> Result<(i64, Opportunity)> {
    match Opportunity::find(cx.tx(), id)? {
        Some(found) => Ok(found),
        None => cx.not_found(Entity::OPPORTUNITY, id),
    }
}

/// OPP-1.
pub(super) fn create(
    cx: &mut Context<'_>,
    new: &NewOpportunity,
    id: &Option<OpportunityId>,
    duplicates: &Option<OnDuplicate>,
) -> Result<Opportunity> {
    cx.meeting.says(Occasion::Create, duplicates);
    let id = match cx.create_once(Entity::OPPORTUNITY, id.map(Into::into), new)? {
        Created::New(id) => OpportunityId(id),
        Created::Before(id) => return Ok(load(cx, OpportunityId(id))?.1),
    };
    if new.assignee.is_some() {
        may_assign(cx)?;
    }
    add(cx, id, new, true)
}

/// Whoever records one that is somebody's at once does the work of assigning, and holds that too.
fn may_assign(cx: &mut Context<'_>) -> Result<()> {
    if cx.held()?.is_some_and(|held| !held.0.contains("opportunities.assign")) {
        cx.violations().add("assignee", "not_writable", "is whom you may not assign it to", None);
    }
    Ok(())
}

/// Records an opportunity under an id that is new; where it is not demanded that what packs require is there, it may be
/// missing (EXT-4).
pub(crate) fn add(
    cx: &mut Context<'_>,
    id: OpportunityId,
    new: &NewOpportunity,
    demanded: bool,
) -> Result<Opportunity> {
    let customer = existing::named(cx, "customer", new.customer)?;
    if let Some(customer) = &customer {
        existing::is_of(cx, &new.customer_name, &customer.name);
    }
    estimate::entries(cx, &new.kind, &new.origin, &new.region)?;
    let derived = new.probability_from.is_some_and(|from| from != ProbabilityFrom::ByHand);
    if derived && new.success_probability != 0 {
        estimate::not_given(cx);
    }
    let base = estimate::base(cx, &new.amount)?;
    let persons = persons::of_new(cx, new, customer.as_ref().map(|customer| customer.id))?;
    let assignee = match new.assignee {
        Some(assignee) => account_manager(cx, assignee)?,
        None => None,
    };
    cx.custom_of_new(Entity::OPPORTUNITY, &new.custom, demanded)?;
    cx.check_fields()?;
    let named = customer.is_some();
    let mut new = Cow::Borrowed(new);
    if let Some(customer) = customer {
        new.to_mut().customer_name = customer.name;
    }
    if assignee.is_some() {
        // It is given behind the insert, as any other is.
        new.to_mut().assignee = None;
    }
    if let Some(primary) = persons.iter().find(|person| person.primary) {
        let new = new.to_mut();
        new.contact_name.clone_from(&primary.name);
        new.contact_phone.clone_from(&primary.phone);
        new.contact_email.clone_from(&primary.email);
    }
    let mut more = vec![
        ("number", cx.next_number(Entity::OPPORTUNITY)?.into()),
        store::contact_folded(&new.contact_name, &new.contact_phone),
        ("creator", cx.actor_key().map_or(Value::Null, Value::from)),
        ("created_at", cx.now().into()),
        ("state_since", cx.now().into()),
        ("since_on", cx.today()?.into()),
        ("idle_since", cx.today()?.into()),
    ];
    if named {
        more.push(("customer_named", true.into()));
    }
    if let Some(base) = &base {
        more.push(("base_amount", base.minor()?.into()));
        more.push(("base_amount_currency", base.currency.as_str().into()));
    }
    let key = Opportunity::insert(cx.tx(), id, &*new, more)?;
    persons::store::insert(cx.tx(), key, &persons)?;
    scoring::opportunity(cx, key, id)?;
    let (_, opportunity) = load(cx, id)?;
    meet::created(cx, key, id, &opportunity)?;
    cx.created(Entity::OPPORTUNITY, id, &opportunity)?;
    if !persons.is_empty() {
        let is = persons::store::persons(cx.tx(), key, &opportunity)?;
        cx.told_beside((&Entity::OPPORTUNITY, id.into()), "persons", (None, Some(to_json(&is))));
    }
    match assignee {
        Some(assignee) => {
            cx.keeps_for_flows((Entity::OPPORTUNITY.as_str(), id.into()), "assign")?;
            let entering = pipelines::chosen(cx, &None, Some(assignee))?;
            given(cx, (key, &opportunity), (Some(assignee), entering), StayEnd::Given)
        }
        None => Ok(opportunity),
    }
}

/// READ-1.
pub(super) fn get(cx: &mut Context<'_>, id: &OpportunityId) -> Result<Opportunity> {
    let (_, mut opportunity) = load(cx, *id)?;
    cx.guard(&opportunity, &None)?;
    days_left(cx, std::iter::once(&mut opportunity))?;
    Ok(opportunity)
}

/// Says of opportunities when they fall back into a pool.
pub(super) fn days_left<'r>(
    cx: &mut Context<'_>,
    opportunities: impl Iterator<Item = &'r mut Opportunity>,
) -> Result<()> {
    let due = opportunities.map(|of| (of.id.0, &mut of.pool_due_on, &mut of.pool_days_left)).collect();
    recycle::shown(cx, DealtKind::Opportunity, due)
}

/// OPP-5.
pub(super) fn list(
    cx: &mut Context<'_>,
    filter: &Option<OpportunityFilter>,
    page: &Option<PageRequest>,
    matching: &Option<Tree>,
) -> Result<OpportunityPage> {
    let matching = cx.matching(&Entity::OPPORTUNITY, matching)?;
    cx.check_fields()?;
    let filter = super::alerts::asked(cx, filter)?;
    let visible = cx.visibility(&Entity::OPPORTUNITY)?;
    let mut page = store::list(cx.tx(), visible, filter.as_deref(), page, matching.as_ref())?;
    days_left(cx, page.items.iter_mut())?;
    Ok(page)
}

/// OPP-2.
pub(super) fn update(
    cx: &mut Context<'_>,
    id: &OpportunityId,
    changes: &OpportunityUpdate,
    duplicates: &Option<OnDuplicate>,
) -> Result<Opportunity> {
    cx.meeting.says(Occasion::Update, duplicates);
    let (key, before) = load(cx, *id)?;
    cx.guard(&before, &changes.version)?;
    let mut after = before.clone();
    changes.apply(&mut after);
    if after.customer != before.customer {
        if let Some(customer) = existing::named(cx, "customer", after.customer)? {
            existing::is_of(cx, changes.customer_name.as_deref().unwrap_or_default(), &customer.name);
            after.customer_name = customer.name;
        }
    } else if before.customer.is_some() {
        existing::is_of(cx, &after.customer_name, &before.customer_name);
        after.customer_name.clone_from(&before.customer_name);
    }
    estimate::entries(cx, &changes.kind, &changes.origin, &changes.region)?;
    estimate::settle_probability(cx, changes.success_probability, changes.probability_from, &before, &mut after)?;
    if changes.amount.is_some() || changes.clears("amount") {
        lines::not_given(cx, key)?;
        estimate::settle_amount(cx, &mut after)?;
    }
    let extended = cx.custom_changes(Entity::OPPORTUNITY, *id, &changes.custom)?;
    cx.check_fields()?;
    if after == before && !extended {
        return Ok(before);
    }
    let mut more = Vec::new();
    if after.customer != before.customer {
        persons::customer_changed(cx, key)?;
        more.push(("customer_named", after.customer.is_some().into()));
    }
    let mut others = None;
    let contact = |of: &Opportunity| [of.contact_name.clone(), of.contact_phone.clone(), of.contact_email.clone()];
    if contact(&after) != contact(&before) {
        others = meet::others(cx, key)?;
        persons::primary_changed(cx, key, &mut after)?;
        more.push(store::contact_folded(&after.contact_name, &after.contact_phone));
    }
    write_with(cx, key, &before, after, more, others)
}

/// SALE-7.
pub(super) fn revise(cx: &mut Context<'_>, id: &OpportunityId, changes: &OpportunityRevision) -> Result<Opportunity> {
    let (key, before) = load(cx, *id)?;
    cx.guard(&before, &changes.version)?;
    let mut after = before.clone();
    changes.apply(&mut after);
    estimate::entries(cx, &changes.kind, &changes.origin, &changes.region)?;
    estimate::settle_probability(cx, changes.success_probability, changes.probability_from, &before, &mut after)?;
    if changes.amount.is_some() || changes.clears("amount") {
        lines::not_given(cx, key)?;
        estimate::settle_amount(cx, &mut after)?;
    }
    let extended = cx.custom_changes(Entity::OPPORTUNITY, *id, &changes.custom)?;
    cx.check_fields()?;
    if after == before && !extended {
        return Ok(before);
    }
    write(cx, key, &before, after, Vec::new())
}

/// Writes what differs, and records it.
fn write(
    cx: &mut Context<'_>,
    key: i64,
    before: &Opportunity,
    after: Opportunity,
    more: Vec<(&'static str, Value<'_>)>,
) -> Result<Opportunity> {
    write_with(cx, key, before, after, more, None)
}

/// The same where its persons may be others too: what those beside its contact said before, where that is compared.
pub(super) fn write_with(
    cx: &mut Context<'_>,
    key: i64,
    before: &Opportunity,
    mut after: Opportunity,
    more: Vec<(&'static str, Value<'_>)>,
    others: Option<Vec<Other>>,
) -> Result<Opportunity> {
    after.version += 1;
    after.update_from(cx.tx(), key, before, more)?;
    match others {
        Some(_) => meet::updated_from(cx, key, before.id, (before, &after), others)?,
        None => meet::updated(cx, key, before.id, (before, &after))?,
    }
    let entries = |of: &Opportunity| [&of.kind, &of.origin, &of.region].map(|entry| entry.as_ref().map(|e| e.id));
    if entries(&after) != entries(before) {
        // What an entry is called is read again.
        return changed(cx, key, before);
    }
    scoring::opportunity_at_hand(cx, key, &mut after)?;
    cx.updated(Entity::OPPORTUNITY, before.id, before, &after)?;
    Ok(after)
}

/// OPP-3.
pub(super) fn delete(cx: &mut Context<'_>, id: &OpportunityId, version: &Option<i64>) -> Result<()> {
    let (key, before) = load(cx, *id)?;
    cx.guard(&before, version)?;
    let (persons, lines) = (persons::store::persons(cx.tx(), key, &before)?, lines::lines(cx, key, &before)?);
    cx.deleted(Entity::OPPORTUNITY, *id, &before)?;
    // What goes with it.
    if !persons.is_empty() {
        cx.told_beside((&Entity::OPPORTUNITY, (*id).into()), "persons", (Some(to_json(&persons)), None));
    }
    if !lines.is_empty() {
        cx.told_beside((&Entity::OPPORTUNITY, (*id).into()), "lines", (Some(to_json(&lines)), None));
    }
    meet::deleted(cx, key, &before)?;
    Opportunity::delete(cx.tx(), key).map(drop)
}

/// OPP-4.
pub(super) fn assign(
    cx: &mut Context<'_>,
    id: &OpportunityId,
    assignee: &UserId,
    version: &Option<i64>,
    pipeline: &Option<String>,
) -> Result<Opportunity> {
    let (key, before) = load(cx, *id)?;
    cx.guard(&before, version)?;
    let assignee = account_manager(cx, *assignee)?;
    let entering = pipelines::chosen(cx, pipeline, assignee)?;
    cx.check_fields()?;
    given(cx, (key, &before), (assignee, entering), StayEnd::Given)
}

/// OPP-6.
pub(super) fn reassign(
    cx: &mut Context<'_>,
    id: &OpportunityId,
    assignee: &UserId,
    version: &Option<i64>,
) -> Result<Opportunity> {
    let (key, before) = load(cx, *id)?;
    cx.guard(&before, version)?;
    let assignee = account_manager(cx, *assignee)?;
    cx.check_fields()?;
    let entering = match assignee {
        Some(assignee) => pipelines::kept_or_first(cx, key, assignee)?,
        None => None,
    };
    given(cx, (key, &before), (assignee, entering), StayEnd::Given)
}

/// The key of the user, who must be one that develops opportunities.
fn account_manager(cx: &mut Context<'_>, user: UserId) -> Result<Option<i64>> {
    let found = store::active_account_manager(cx.tx(), user)?;
    if found.is_none() {
        cx.violations().add("assignee", "not_account_manager", "must be an active account manager", None);
    }
    Ok(found)
}

/// The opportunity becomes somebody's, out of its pool where it is in one, and enters a stage where it is to (PIPE-3).
fn given(
    cx: &mut Context<'_>,
    (key, before): (i64, &Opportunity),
    (assignee, entering): (Option<i64>, Option<pipelines::Entering>),
    how: StayEnd,
) -> Result<Opportunity> {
    let by = (cx.actor_key(), cx.now());
    store::assign(cx.tx(), key, assignee, by, entering.as_ref())?;
    if let Some(entering) = &entering {
        pipelines::entered(cx, key, entering)?;
    }
    ledger::owned(cx, Of::Opportunity(key), assignee, (OwnerEnd::HandedOver, how))?;
    changed(cx, key, before)
}

/// ASSIGN-8: the opportunity is the user's from now on. The caller has checked that it may be.
pub(crate) fn taken(cx: &mut Context<'_>, id: OpportunityId, to: i64, how: StayEnd) -> Result<()> {
    let (key, before) = load(cx, id)?;
    let entering = pipelines::kept_or_first(cx, key, to)?;
    given(cx, (key, &before), (Some(to), entering), how).map(drop)
}

/// ASSIGN-9: the opportunity is nobody's from now on, and in the pool. The caller has checked that it may be.
pub(crate) fn pooled(
    cx: &mut Context<'_>,
    id: OpportunityId,
    (pool, how): (i64, OwnerEnd),
    reason: &str,
) -> Result<()> {
    let (key, before) = load(cx, id)?;
    if before.status == OpportunityStatus::Assigned {
        store::release(cx.tx(), key, reason)?;
        pipelines::left(cx, key, "released")?;
    } else {
        store::touch(cx.tx(), key)?;
    }
    ledger::pooled(cx, Of::Opportunity(key), pool, how, reason)?;
    changed(cx, key, &before).map(drop)
}

/// HAND-2: an open opportunity is somebody else's from now on. The caller has checked that it may be.
pub(crate) fn hand_over(cx: &mut Context<'_>, id: OpportunityId, to: i64) -> Result<()> {
    taken(cx, id, to, StayEnd::Given)
}

/// The opportunity's assignments, oldest first.
pub(super) fn assignments(
    cx: &mut Context<'_>,
    id: &OpportunityId,
    page: &Option<PageRequest>,
) -> Result<AssignmentPage> {
    let (key, opportunity) = load(cx, *id)?;
    cx.guard(&opportunity, &None)?;
    cx.check_fields()?;
    store::assignments(cx.tx(), key, page)
}

/// PLAN-6, SALE-6.
pub(super) fn fail(
    cx: &mut Context<'_>,
    id: &OpportunityId,
    reason: &Option<String>,
    version: &Option<i64>,
    lost_reason: &Option<DictionaryEntryId>,
    lost_to: &Option<RecordKey>,
) -> Result<Opportunity> {
    let (key, before) = load(cx, *id)?;
    cx.guard(&before, version)?;
    super::lost::named(cx, *id, lost_to)?;
    if lost_reason.is_none() && settings::rules::of(cx)?.lost_reason_required {
        cx.violations().missing_once("lost_reason");
    }
    lose(cx, (key, &before), reason, lost_reason)
}

/// SALE-4.
pub(super) fn disqualify(
    cx: &mut Context<'_>,
    id: &OpportunityId,
    lost_reason: &DictionaryEntryId,
    reason: &Option<String>,
    version: &Option<i64>,
) -> Result<Opportunity> {
    let (key, before) = load(cx, *id)?;
    cx.guard(&before, version)?;
    lose(cx, (key, &before), reason, &Some(*lost_reason))
}

/// Failing and disqualifying differ only in who may, and in the states the guard table allows them in.
fn lose(
    cx: &mut Context<'_>,
    (key, before): (i64, &Opportunity),
    reason: &Option<String>,
    lost_reason: &Option<DictionaryEntryId>,
) -> Result<Opportunity> {
    let entry = choose(cx, "lost_reason", "lost_reason", lost_reason)?;
    cx.check_fields()?;
    let (lost, now) = (Lost { reason: reason.as_deref(), entry }, cx.now());
    store::close(cx.tx(), key, OpportunityStatus::Failed, lost, None, now)?;
    meet::closed(cx, key, before)?;
    ledger::left(cx, Of::Opportunity(key), StayEnd::Lost)?;
    pipelines::left(cx, key, "lost")?;
    closed(cx, key, before)
}

/// SALE-4.
pub(super) fn release(
    cx: &mut Context<'_>,
    id: &OpportunityId,
    reason: &str,
    version: &Option<i64>,
) -> Result<Opportunity> {
    let (key, before) = load(cx, *id)?;
    cx.guard(&before, version)?;
    cx.check_fields()?;
    store::release(cx.tx(), key, reason)?;
    ledger::owned(cx, Of::Opportunity(key), None, (OwnerEnd::HandedOver, StayEnd::Given))?;
    pipelines::left(cx, key, "released")?;
    changed(cx, key, &before)
}

/// PIPE-7.
#[allow(clippy::too_many_arguments, reason = "as many as the operation has")]
pub(super) fn board(
    cx: &mut Context<'_>,
    pipeline: &str,
    filter: &Option<OpportunityFilter>,
    per_stage: &Option<i64>,
    closed_from: &Option<Date>,
    closed_to: &Option<Date>,
    matching: &Option<Tree>,
    stage: &Option<pipelines::StageId>,
    after: &Option<String>,
) -> Result<pipelines::Board> {
    let (per_stage, closed) = (per_stage.unwrap_or(20), (*closed_from, *closed_to));
    let asked = pipelines::Asked { pipeline, filter, matching, per_stage, closed, stage: *stage, after };
    pipelines::board(cx, &asked)
}

/// Scores the opportunity, reads it again and records what changed.
pub(super) fn changed(cx: &mut Context<'_>, key: i64, before: &Opportunity) -> Result<Opportunity> {
    scoring::opportunity(cx, key, before.id)?;
    let (_, after) = load(cx, before.id)?;
    cx.updated(Entity::OPPORTUNITY, before.id, before, &after)?;
    Ok(after)
}

/// The same where it is closed, which is counted (SCORE-2).
pub(super) fn closed(cx: &mut Context<'_>, key: i64, before: &Opportunity) -> Result<Opportunity> {
    upkeep::closed(cx, key)?;
    changed(cx, key, before)
}

/// SCORE-5.
pub(super) fn explain_score(cx: &mut Context<'_>, id: &OpportunityId) -> Result<ScoreExplanation> {
    let (key, opportunity) = load(cx, *id)?;
    cx.guard(&opportunity, &None)?;
    cx.check_fields()?;
    scores::explain(cx, key)
}
