//! What is checked and done.

use std::borrow::Cow;

pub(super) use super::alerts::alerts;
use super::pipelines;
pub(super) use super::pipelines::{detail, move_stage};
use super::store::{self, Lost};
use super::types::*;
use super::{estimate, existing, persons};
use crate::customers::rules as customers;
use crate::customers::rules::Incomplete;
use crate::customers::{CustomerId, NewCustomer};
use crate::dictionary::DictionaryEntryId;
use crate::dictionary::choose::choose;
use crate::duplicates::{OnDuplicate, meet};
use crate::engine::clock::Date;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Created, Entity};
use crate::engine::ids::UserId;
use crate::engine::likeness::meeting::Occasion;
use crate::engine::page::PageRequest;
use crate::engine::storage::{Changes, Table, Value};
use crate::engine::tree::Tree;
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
    add(cx, id, new, true)
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
    cx.custom_of_new(Entity::OPPORTUNITY, &new.custom, demanded)?;
    cx.check_fields()?;
    let named = customer.is_some();
    let new = match customer {
        Some(customer) => Cow::Owned(NewOpportunity { customer_name: customer.name, ..new.clone() }),
        None => Cow::Borrowed(new),
    };
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
    scoring::opportunity(cx, key, id)?;
    let (_, opportunity) = load(cx, id)?;
    meet::created(cx, key, id, &opportunity)?;
    cx.created(Entity::OPPORTUNITY, id, &opportunity)?;
    Ok(opportunity)
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
        estimate::settle_amount(cx, &mut after)?;
    }
    let extended = cx.custom_changes(Entity::OPPORTUNITY, *id, &changes.custom)?;
    cx.check_fields()?;
    if after == before && !extended {
        return Ok(before);
    }
    let mut more = Vec::new();
    if (&after.contact_name, &after.contact_phone) != (&before.contact_name, &before.contact_phone) {
        more.push(store::contact_folded(&after.contact_name, &after.contact_phone));
    }
    if after.customer != before.customer {
        more.push(("customer_named", after.customer.is_some().into()));
    }
    write(cx, key, &before, after, more)
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
    mut after: Opportunity,
    more: Vec<(&'static str, Value<'_>)>,
) -> Result<Opportunity> {
    after.version += 1;
    after.update_from(cx.tx(), key, before, more)?;
    meet::updated(cx, key, before.id, (before, &after))?;
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
    cx.deleted(Entity::OPPORTUNITY, *id, &before)?;
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

/// PLAN-5, SALE-5.
pub(super) fn develop(
    cx: &mut Context<'_>,
    id: &OpportunityId,
    version: &Option<i64>,
    customer: &Option<CustomerId>,
    into: &Option<CustomerId>,
    duplicates: &Option<OnDuplicate>,
) -> Result<Opportunity> {
    cx.meeting.says(Occasion::Convert, duplicates);
    let (key, before) = load(cx, *id)?;
    cx.guard(&before, version)?;
    let now = cx.now();
    if before.customer.is_some() || into.is_some() {
        let none = |cx: &mut Context<'_>, field| {
            cx.violations().add(field, "not_applicable", "has no meaning here: there is a customer", None);
        };
        if customer.is_some() {
            none(cx, "customer");
        }
        let found = match before.customer {
            Some(_) => {
                into.iter().for_each(|_| none(cx, "into"));
                None
            }
            None => existing::named(cx, "into", *into)?,
        };
        pipelines::may_develop(cx, key, &before)?;
        cx.check_fields()?;
        store::close(cx.tx(), key, OpportunityStatus::Developed, Lost::default(), None, now)?;
        pipelines::left(cx, key, "won")?;
        meet::closed(cx, key, &before)?;
        if let Some(found) = &found {
            store::name_customer(cx.tx(), key, found)?;
        }
        if let Some(of) = found.map(|found| found.id).or(before.customer) {
            persons::join(cx, of, &before)?;
        }
        return closed(cx, key, &before);
    }
    let customer = customer_id(cx, &before, *customer)?;
    pipelines::may_develop(cx, key, &before)?;
    cx.check_fields()?;
    // Without a contact's name the phone is the organisation's.
    let phone = if before.contact_name.is_none() { before.contact_phone.clone() } else { None };
    let new = NewCustomer {
        name: before.customer_name.clone(),
        phone,
        email: if before.contact_name.is_none() { before.contact_email.clone() } else { None },
        industry: before.industry.clone(),
        region: before.region.as_ref().map(|region| region.id),
        account_manager: before.assignee.as_ref().map(|u| u.id),
        ..Default::default()
    };
    let (customer_key, _) = customers::add(cx, customer, &new, Incomplete::Allowed)?;
    persons::become_contact(cx, customer_key, &before)?;
    store::close(cx.tx(), key, OpportunityStatus::Developed, Lost::default(), Some(customer_key), now)?;
    meet::closed(cx, key, &before)?;
    pipelines::left(cx, key, "won")?;
    closed(cx, key, &before)
}

/// The id of the customer to create: the caller's, where one is given and new.
fn customer_id(cx: &mut Context<'_>, from: &Opportunity, given: Option<CustomerId>) -> Result<CustomerId> {
    if let Some(id) = given
        && id.0.get_version_num() != 7
    {
        cx.violations().add("customer", "not_uuid_v7", "must be a UUID of version 7", None);
        return Ok(id);
    }
    match cx.create_once(Entity::CUSTOMER, given.map(Into::into), &from.id)? {
        Created::New(id) => Ok(CustomerId(id)),
        Created::Before(id) => Err(CrmError::conflict(Entity::CUSTOMER.as_str(), id, "id_taken")),
    }
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
fn closed(cx: &mut Context<'_>, key: i64, before: &Opportunity) -> Result<Opportunity> {
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
