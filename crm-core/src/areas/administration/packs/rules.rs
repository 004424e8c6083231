//! What is done.

use super::store;
use super::types::*;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity, kind};
use crate::engine::money;
use crate::engine::objects::catalogue::current::Kept;
use crate::engine::objects::days::Moment;
use crate::engine::objects::define::{Read, read};
use crate::engine::objects::grants;
use crate::engine::objects::plan::done::Applied;
use crate::engine::objects::plan::whole::{Plan, Planning};
use crate::engine::objects::shape::Name;
use crate::engine::tree::Tree;

pub(super) fn list(cx: &mut Context<'_>) -> Result<Vec<Pack>> {
    Ok(store::list(cx.tx())?.into_iter().map(|(pack, _)| pack).collect())
}

pub(super) fn get(cx: &mut Context<'_>, name: &str) -> Result<PackDetail> {
    match store::get(cx.tx(), name)? {
        Some((pack, document)) => Ok(PackDetail { pack, document: document.parse()? }),
        None => no_pack(name),
    }
}

fn no_pack<T>(name: &str) -> Result<T> {
    Err(CrmError::NotFound { entity: Entity::PACK.as_str().into(), id: name.chars().take(100).collect() })
}

/// PACK-2.
pub(super) fn plan(cx: &mut Context<'_>, document: &Tree) -> Result<PackPlan> {
    let read = read(document);
    let plan = planned(cx, &read, |planning, cx| planning.plan(cx.tx()))?;
    let steps = plan.steps.into_iter().map(|(step, counted)| PackStep {
        path: step.path,
        class: step.class.word().to_owned(),
        rows: counted.rows,
        was: step.was,
    });
    Ok(PackPlan {
        digest: plan.digest,
        steps: steps.collect(),
        refusals: plan.refusals,
        estimated_ms: plan.estimated_ms,
    })
}

/// PACK-3, PACK-4.
pub(super) fn apply(cx: &mut Context<'_>, document: &Tree, plan: &str) -> Result<Pack> {
    let read = read(document);
    let name = read.pack.name.to_string();
    let before = store::get(cx.tx(), &name)?.map(|(pack, _)| pack);
    let applied = Applied { at: cx.now(), by: cx.actor_key() };
    let done = planned(cx, &read, |planning, cx| planning.apply(cx.tx(), plan, applied))?;
    if let (true, Some(before)) = (done.same, &before) {
        return Ok(before.clone());
    }
    if before.is_none() {
        let id = PackId(cx.new_id());
        store::identify(cx.tx(), &name, id)?;
    }
    let documents = Kept::load(cx.tx())?.documents()?;
    grants::settle(cx, &documents)?;
    let Some((after, _)) = store::get(cx.tx(), &name)? else { return no_pack(&name) };
    match &before {
        Some(before) => cx.updated(Entity::PACK, after.id, before, &after)?,
        None => cx.created(Entity::PACK, after.id, &after)?,
    }
    Ok(after)
}

/// Plans a document that was read, over what the database keeps.
fn planned(
    cx: &mut Context<'_>,
    read: &Read,
    then: impl FnOnce(Planning<'_>, &mut Context<'_>) -> Result<Plan>,
) -> Result<Plan> {
    let company = cx.company()?;
    let (zone, currency) = (company.zone.clone(), company.currency.clone());
    let moment = Moment::at(zone, cx.now(), cx.actor_id().map(|user| user.0));
    let (context, kept) = (moment.seen(), Kept::load(cx.tx())?);
    let places = money::decimal_places(&currency).unwrap_or_default();
    let typed = |name: &str| kind::all().find(|kind| kind.name == name).map(|kind| Name::new_static(kind.table));
    then(Planning { read, kept, context: &context, moment: &moment, places, typed: &typed }, cx)
}
