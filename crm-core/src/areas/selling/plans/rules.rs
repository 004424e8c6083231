//! What is checked and done.

use super::store;
use super::types::*;
use crate::activities::touch;
use crate::engine::error::Result;
use crate::engine::gate::guard::Subject;
use crate::engine::gate::{Context, Created, Entity};
use crate::engine::ids::{RecordId, UserId};
use crate::engine::page;
use crate::opportunities::rules as opportunities;
use crate::opportunities::{Opportunity, OpportunityId, kinds};

/// A step as its guards see it: the state and the duties are the opportunity's, id and version its own.
pub(crate) struct Step {
    key: i64,
    item: PlanItem,
    opportunity: Opportunity,
}

impl Subject for Step {
    fn entity(&self) -> Entity {
        Entity::PLAN_ITEM
    }

    fn id(&self) -> RecordId {
        self.item.id.into()
    }

    fn version(&self) -> i64 {
        self.item.version
    }

    fn state(&self) -> &str {
        self.opportunity.state()
    }

    fn duties(&self) -> Vec<(&str, UserId)> {
        self.opportunity.duties()
    }

    fn tied(&self) -> Option<(Entity, RecordId)> {
        self.opportunity.tied()
    }
}

/// The step as its guards see it, `None` where there is none.
pub(crate) fn subject(cx: &mut Context<'_>, id: PlanItemId) -> Result<Option<Step>> {
    let Some((key, item)) = store::get(cx.tx(), id)? else { return Ok(None) };
    let (_, opportunity) = opportunities::load(cx, item.opportunity)?;
    Ok(Some(Step { key, item, opportunity }))
}

/// The step, once the acting user may do this with it now.
fn guarded(cx: &mut Context<'_>, id: PlanItemId, version: &Option<i64>) -> Result<(i64, PlanItem)> {
    match subject(cx, id)? {
        Some(step) => {
            cx.guard(&step, version)?;
            Ok((step.key, step.item))
        }
        None => cx.not_found(Entity::PLAN_ITEM, id),
    }
}

fn read_again(cx: &mut Context<'_>, id: PlanItemId) -> Result<PlanItem> {
    match store::get(cx.tx(), id)? {
        Some((_, item)) => Ok(item),
        None => cx.not_found(Entity::PLAN_ITEM, id),
    }
}

/// PLAN-4.
pub(super) fn get(cx: &mut Context<'_>, opportunity: &OpportunityId, after: &Option<String>) -> Result<Plan> {
    let (key, opportunity) = opportunities::load(cx, *opportunity)?;
    cx.guard(&opportunity, &None)?;
    cx.check_fields()?;
    let (items, next) = store::list(cx.tx(), key, &page::behind(after))?;
    Ok(Plan { opportunity, items, next })
}

/// PLAN-1.
pub(super) fn add(
    cx: &mut Context<'_>,
    opportunity: &OpportunityId,
    new: &NewPlanItem,
    id: &Option<PlanItemId>,
) -> Result<PlanItem> {
    let (key, found) = opportunities::load(cx, *opportunity)?;
    cx.guard_whose(&found)?;
    let id = match cx.create_once_below(Entity::PLAN_ITEM, id.map(Into::into), opportunity, new)? {
        Created::New(id) => PlanItemId(id),
        Created::Before(id) => return read_again(cx, PlanItemId(id)),
    };
    cx.guard(&found, &None)?;
    cx.check_fields()?;
    let (now, creator) = (cx.now(), cx.actor_key());
    store::insert(cx.tx(), id, key, new, creator, now)?;
    let item = read_again(cx, id)?;
    cx.created(Entity::PLAN_ITEM, id, &item)?;
    Ok(item)
}

/// PLAN-2.
pub(super) fn update(cx: &mut Context<'_>, id: &PlanItemId, changes: &PlanItemUpdate) -> Result<PlanItem> {
    let (key, before) = guarded(cx, *id, &changes.version)?;
    cx.check_fields()?;
    let mut after = before.clone();
    crate::engine::record::apply!(changes => after; content);
    write(cx, key, before, after)
}

/// PLAN-3.
pub(super) fn record_result(
    cx: &mut Context<'_>,
    id: &PlanItemId,
    result: &str,
    version: &Option<i64>,
) -> Result<PlanItem> {
    let (key, before) = guarded(cx, *id, version)?;
    cx.check_fields()?;
    let mut after = before.clone();
    after.result = Some(result.to_owned());
    write(cx, key, before, after)
}

fn write(cx: &mut Context<'_>, key: i64, before: PlanItem, mut after: PlanItem) -> Result<PlanItem> {
    if after == before {
        return Ok(before);
    }
    after.version += 1;
    // PLAN-3, ACT-14: a result of a day that lies ahead is of none that counts.
    let touches = after.result.is_some() && after.date <= cx.today()?;
    store::update(cx.tx(), key, &after, touches)?;
    touched(cx, &after)?;
    cx.updated(Entity::PLAN_ITEM, after.id, &before, &after)?;
    Ok(after)
}

/// PLAN-2.
pub(super) fn delete(cx: &mut Context<'_>, id: &PlanItemId, version: &Option<i64>) -> Result<()> {
    let (key, before) = guarded(cx, *id, version)?;
    cx.deleted(Entity::PLAN_ITEM, *id, &before)?;
    store::delete(cx.tx(), key)?;
    touched(cx, &before)
}

/// Brings the opportunity, and the customer that came of it, to the results of its plan.
fn touched(cx: &mut Context<'_>, item: &PlanItem) -> Result<()> {
    if item.result.is_none() {
        return Ok(());
    }
    match store::of_plan(cx.tx(), item.opportunity)? {
        Some((key, customer)) => touch::plan_anew(cx.tx(), kinds::OPPORTUNITY.table, key, customer),
        None => Ok(()),
    }
}
