//! What is done.

use super::store;
use super::types::*;
use crate::customers::recount;
use crate::dictionary::rules as dictionary;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity, kind};
use crate::engine::money;
use crate::engine::objects::catalogue::current::Kept;
use crate::engine::objects::custom::Required;
use crate::engine::objects::days::Moment;
use crate::engine::objects::define::document::Pack as Definition;
use crate::engine::objects::define::{Read, read, read_text};
use crate::engine::objects::grants;
use crate::engine::objects::life::switch::Switching;
use crate::engine::objects::life::{export, purge};
use crate::engine::objects::plan::done::Applied;
use crate::engine::objects::plan::whole::{Plan, Planning};
use crate::engine::objects::shape::Name;
use crate::engine::setup::OWN;
use crate::engine::storage::Transaction;
use crate::engine::tree::Tree;
use crate::setup::packed as setup;

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
        reprinted: step.reprinted,
        note: counted.note.map(str::to_owned),
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
    let required = known_before(cx)?;
    let old = there(cx, &name)?;
    let applied = Applied { at: cx.now(), by: cx.actor_key() };
    let done = planned(cx, &read, |planning, cx| {
        let plan = planning.due(cx.tx(), plan)?;
        if !plan.same {
            // Ahead of the rows that are filled with them.
            for entry in planning.entering {
                dictionary::enter(cx, entry)?;
            }
            planning.apply(cx.tx(), &plan, applied)?;
        }
        Ok(plan)
    })?;
    if let (true, Some(before)) = (done.same, &before) {
        return Ok(before.clone());
    }
    if before.is_none() {
        let id = PackId(cx.new_id());
        store::identify(cx.tx(), &name, id)?;
    }
    granted(cx)?;
    // By its names from before is asked which of its own documents is still what the pack said.
    setup::apply(cx, old.as_ref(), &read.pack)?;
    if let Some(reprinting) = &done.reprinting {
        let by = (cx.now(), cx.actor_key());
        let changes = reprinting.everywhere(cx.tx(), Some(&name), by)?;
        cx.changed_objects(changes);
    }
    let filled = done.written(Entity::CUSTOMER.as_str());
    recount::begin_for_packs(cx, required, |required| filled.iter().any(|field| required.has(field)))?;
    let Some((after, _)) = store::get(cx.tx(), &name)? else { return no_pack(&name) };
    match &before {
        Some(before) => cx.updated(Entity::PACK, after.id, before, &after)?,
        None => cx.created(Entity::PACK, after.id, &after)?,
    }
    Ok(after)
}

/// For the rest of the call what is defined is what was before it: what it changes may yet be undone, and must not be
/// remembered by any other. Gives what is required of customers before it.
fn known_before(cx: &mut Context<'_>) -> Result<Option<Required>> {
    cx.catalogue()?;
    cx.custom_required(&Entity::CUSTOMER)
}

/// Plans a document that was read, over what the database keeps.
fn planned(
    cx: &mut Context<'_>,
    read: &Read,
    then: impl FnOnce(Planning<'_>, &mut Context<'_>) -> Result<Plan>,
) -> Result<Plan> {
    let old = there(cx, &read.pack.name)?;
    let readable = read.mistakes.is_empty();
    let configured = if readable { Some(setup::judge(cx, old.as_ref(), &read.pack)?) } else { None };
    let entering = if readable { dictionary::entering(cx, &read.pack)? } else { Vec::new() };
    let (moment, places) = moment(cx)?;
    let (context, kept) = (moment.seen(), Kept::load(cx.tx())?);
    let typed = |name: &str| kind::all().find(|kind| kind.name == name).map(|kind| Name::new_static(kind.table));
    let (context, moment, typed) = (&context, &moment, &typed);
    let (configured, entering) = (configured.as_ref(), entering.as_slice());
    then(Planning { read, kept, context, moment, places, typed, configured, entering }, cx)
}

/// The pack of that name as it was applied.
fn there(cx: &mut Context<'_>, name: &str) -> Result<Option<Definition>> {
    Ok(store::get(cx.tx(), name)?.map(|(_, document)| read_text(&document).pack))
}

/// Brings what roles are granted to the packs that are enabled now.
fn granted(cx: &mut Context<'_>) -> Result<()> {
    let documents = Kept::load(cx.tx())?.documents()?;
    grants::settle(cx, &documents)
}

/// PACK-9.
pub(super) fn disable(cx: &mut Context<'_>, name: &str) -> Result<Pack> {
    if let Some(pack) = there(cx, name)? {
        setup::may_sleep(cx, &pack)?;
    }
    switch(cx, name, |switching, tx| switching.disable(tx, name))
}

/// PACK-9.
pub(super) fn enable(cx: &mut Context<'_>, name: &str) -> Result<Pack> {
    let woken = switch(cx, name, |switching, tx| switching.enable(tx, name))?;
    if let Some(pack) = there(cx, name)? {
        setup::wakes(cx, &pack)?;
    }
    Ok(woken)
}

fn switch(
    cx: &mut Context<'_>,
    name: &str,
    then: impl FnOnce(Switching<'_>, &mut dyn Transaction) -> Result<bool>,
) -> Result<Pack> {
    let Some((before, _)) = store::get(cx.tx(), name)? else { return no_pack(name) };
    let required = known_before(cx)?;
    let (moment, places) = moment(cx)?;
    let context = moment.seen();
    if !then(Switching { context: &context, moment: &moment, places }, cx.tx())? {
        return Ok(before);
    }
    granted(cx)?;
    recount::begin_for_packs(cx, required, |_| false)?;
    let Some((after, _)) = store::get(cx.tx(), name)? else { return no_pack(name) };
    cx.updated(Entity::PACK, after.id, &before, &after)?;
    Ok(after)
}

/// PACK-8.
pub(super) fn purge(cx: &mut Context<'_>, paths: &[String]) -> Result<PurgeReport> {
    cx.check_fields()?;
    known_before(cx)?;
    let before: Vec<Pack> = store::list(cx.tx())?.into_iter().map(|(pack, _)| pack).collect();
    let mut done = purge::purge(cx.tx(), paths)?;
    for pack in before {
        if store::get(cx.tx(), &pack.name)?.is_none() {
            let records = setup::forget(cx, &pack.name)?;
            done.iter_mut().filter(|one| one.path == pack.name).for_each(|one| one.rows += records);
            cx.deleted(Entity::PACK, pack.id, &pack)?;
        }
    }
    // What was hidden is in no record; the arguments of the call say what it was.
    cx.audit_without_change();
    let paths = done.into_iter().map(|one| PurgedPath { path: one.path, rows: one.rows }).collect();
    Ok(PurgeReport { paths })
}

/// PACK-13.
pub(super) fn export(cx: &mut Context<'_>, names: &Option<Vec<String>>) -> Result<Tree> {
    cx.check_fields()?;
    let kept = Kept::load(cx.tx())?;
    let packs = export::export(&kept, names.as_deref())?;
    let documents = packs.iter().map(|pack| pack.print().value().clone()).collect::<Vec<_>>();
    let mut exported = serde_json::json!({ "packs": documents });
    // They are the administrators' own, as `my` is.
    if names.as_ref().is_none_or(|names| names.iter().any(|name| name == OWN)) {
        let of_the_house = setup::of_the_house(cx, &kept.all()?)?;
        if !of_the_house.is_empty() {
            exported["setup"] = of_the_house.into();
        }
    }
    Ok(Tree::from(exported))
}

/// The call's moment, with the places of the company's currency.
fn moment(cx: &mut Context<'_>) -> Result<(Moment, u32)> {
    let company = cx.company()?;
    let (zone, currency) = (company.zone.clone(), company.currency.clone());
    let moment = Moment::at(zone, cx.now(), cx.actor_id().map(|user| user.0));
    Ok((moment, money::decimal_places(&currency).unwrap_or_default()))
}
