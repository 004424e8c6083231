//! What is checked and done.

use serde_json::{Map, Value as Json, json};

use super::fields;
use super::kinds::Sort;
use super::moves::{self, Counts};
use super::plan::{self, Asked, Plan};
use super::store::{self, Names, Whose};
use super::types::*;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Created, Entity, kind};
use crate::engine::ids::RecordId;
use crate::engine::page::PageRequest;
use crate::engine::storage::Visibility;
use crate::engine::text::is_blank;
use crate::engine::value::ObjectRef;
use crate::objects::RecordKey;
use crate::settings;

/// Merges of which an apply forgets what they moved, once they can't be undone.
const FORGOTTEN: i64 = 10;

/// The merge as guards see it.
pub(super) fn subject(cx: &mut Context<'_>, id: MergeId) -> Result<Option<Merge>> {
    Ok(store::get(cx.tx(), id)?.map(|kept| kept.merge))
}

/// What a record is called, as far as the caller reads that.
fn called(cx: &mut Context<'_>, sort: Sort, fields: &Map<String, Json>) -> Option<String> {
    let reads = cx.rights().to(sort.entity().as_str(), "name").reads();
    fields.get("name").and_then(Json::as_str).filter(|_| reads).map(str::to_owned)
}

fn mentioned(cx: &mut Context<'_>, plan: &Plan, at: usize) -> ObjectRef {
    let (object, id) = (plan.sort.entity().to_string(), plan.order[at].id);
    ObjectRef { object, id, title: called(cx, plan.sort, &plan.order[at].fields) }
}

/// DUP-14.
pub(super) fn preview(
    cx: &mut Context<'_>,
    records: &[RecordKey],
    survivor: &Option<RecordKey>,
    choices: &Option<Vec<FieldChoice>>,
) -> Result<MergePreview> {
    let choices = choices.as_deref().unwrap_or_default();
    let plan = plan::plan(cx, &Asked { records, survivor, choices, versions: &[] })?;
    let refusals = plan::refusals(cx, &plan)?.into_iter().map(|(told, _)| told).collect();
    let (moves, together) = moves::count(cx, &plan)?;
    let losers = (1..plan.order.len()).map(|at| mentioned(cx, &plan, at)).collect();
    Ok(MergePreview {
        survivor: mentioned(cx, &plan, 0),
        losers,
        fields: fields::told(cx, plan.sort, &plan.order, &plan.fields),
        moves: moves.told(),
        together: together.told(),
        refusals,
    })
}

/// The merge as the caller is told of it: what the losers were called only to who reads it.
pub(super) fn told(cx: &mut Context<'_>, mut merge: Merge) -> Merge {
    if !cx.rights().to(&merge.object, "name").reads() {
        merge.losers.iter_mut().for_each(|loser| loser.title = None);
    }
    merge
}

pub(super) fn load(cx: &mut Context<'_>, id: MergeId) -> Result<store::Kept> {
    match store::get(cx.tx(), id)? {
        Some(kept) => Ok(kept),
        None => cx.not_found(Entity::MERGE, id),
    }
}

/// DUP-10 to DUP-13.
pub(super) fn apply(
    cx: &mut Context<'_>,
    records: &[RecordKey],
    survivor: &Option<RecordKey>,
    choices: &Option<Vec<FieldChoice>>,
    versions: &Option<Vec<RecordVersion>>,
    keep_as_collaborator: &Option<bool>,
    id: &Option<MergeId>,
) -> Result<Merge> {
    let how = (&(survivor, choices), &(versions, keep_as_collaborator));
    let id = match cx.create_once_below(Entity::MERGE, id.map(Into::into), &how, &records.to_vec())? {
        Created::New(id) => MergeId(id),
        Created::Before(id) => {
            let merge = load(cx, MergeId(id))?.merge;
            if let Some(subject) = kind::find(&Entity::from(merge.object.as_str()))?.subject(cx, merge.survivor)? {
                cx.guard_whose(&*subject)?;
            } else if !cx.by_role() {
                return cx.not_found(Entity::MERGE, merge.id);
            }
            return Ok(told(cx, merge));
        }
    };
    let (choices, versions) = (choices.as_deref().unwrap_or_default(), versions.as_deref().unwrap_or_default());
    let plan = plan::plan(cx, &Asked { records, survivor, choices, versions })?;
    if let Some((_, refusal)) = plan::refusals(cx, &plan)?.into_iter().next() {
        return Err(refusal);
    }
    let stay = *keep_as_collaborator != Some(false);
    merge(cx, &plan, id, stay)?;
    let merge = load(cx, id)?.merge;
    cx.created(Entity::MERGE, id, &merge)?;
    Ok(told(cx, merge))
}

/// Makes the records one.
fn merge(cx: &mut Context<'_>, plan: &Plan, id: MergeId, stay: bool) -> Result<()> {
    let (sort, entity, home) = (plan.sort, plan.sort.entity(), plan.sort.home());
    let survivor = plan.party(0);
    let (before, after) = fields::differing(&plan.order, &plan.fields);
    if !after.is_empty() {
        cx.keeps_for_flows((entity.as_str(), survivor.id), "update")?;
    }
    let (by, now) = (cx.actor_key(), cx.now());
    let days = settings::rules::of(cx)?.merge_undo_days;
    store::forget(cx.tx(), now - chrono::TimeDelta::days(days), FORGOTTEN)?;
    let new = store::New { id, home, object: entity.as_str(), survivor: survivor.id, by, now };
    let key = store::insert(cx.tx(), &new)?;
    let (mut moved, mut together) = (Counts::default(), Counts::default());
    if sort == Sort::Customer {
        moves::warnings(cx, plan, key, &mut together)?;
    }
    let losers: Vec<RecordId> = plan.order[1..].iter().map(|loser| loser.id).collect();
    for at in 1..plan.order.len() {
        let loser = &plan.order[at];
        cx.merged(entity.clone(), loser.id, &*sort.told(&loser.fields)?, survivor.id)?;
        sort.meets(cx, (loser.key, loser.id), Some(&loser.fields), None)?;
        moves::all(cx, plan, (key, at), (&mut moved, &mut together))?;
        sort.names_follow(cx, survivor.key, &loser.fields, &plan.order[0].fields)?;
        moves::take_away(cx, plan, (key, at))?;
        let text = |name: &str| loser.fields.get(name).and_then(Json::as_str);
        let names = Names {
            id: loser.id,
            number: loser.fields.get("number").and_then(Json::as_i64),
            external_id: text("external_id"),
            title: text("name"),
        };
        let nth = i64::try_from(at).unwrap_or_default();
        store::name(cx.tx(), (key, nth), home, &names, survivor.id)?;
    }
    let manager = after.get("account_manager").or_else(|| plan.order[0].fields.get("account_manager")).cloned();
    if stay {
        moves::managers_stay(cx, plan, key, manager.as_ref())?;
    }
    become_so(cx, plan, &after)?;
    cx.merged_with(entity, survivor.id, &[], &losers);
    let summary = json!({ "moved": moved.told(), "together": together.told() });
    store::done(cx.tx(), key, &summary, &Json::Object(before), &Json::Object(after)).map(drop)
}

/// Writes the survivor as it is then, and what follows from what it has.
fn become_so(cx: &mut Context<'_>, plan: &Plan, after: &Map<String, Json>) -> Result<()> {
    let (sort, survivor) = (plan.sort, plan.party(0));
    let mut inputs = Vec::new();
    for taken in &plan.fields {
        if let (Some(custom), Some(from)) = (&taken.custom, taken.from)
            && after.contains_key(&taken.name)
            && let Some((_, held)) = custom.values.get(from)
        {
            inputs.push((custom.place, held.clone()));
        }
    }
    let own: Map<String, Json> = after
        .iter()
        .filter(|(name, _)| fields::custom_name(name).is_none())
        .map(|(n, v)| (n.clone(), v.clone()))
        .collect();
    write(cx, sort, (survivor.key, survivor.id), &plan.order[0].fields, own, inputs)
}

/// Writes fields of a record, and makes anew what follows from its rows.
pub(super) fn write(
    cx: &mut Context<'_>,
    sort: Sort,
    (key, id): (i64, RecordId),
    before: &Map<String, Json>,
    changed: Map<String, Json>,
    inputs: Vec<(usize, crate::engine::objects::values::Held)>,
) -> Result<()> {
    let mut after = before.clone();
    after.extend(changed);
    sort.write(cx, key, &after)?;
    sort.derive(cx, key, id)?;
    cx.custom_becomes(&sort.entity(), id, inputs);
    cx.sum_again(sort.entity(), id);
    let after = sort.load(cx, id)?;
    sort.meets(cx, (key, id), Some(before), Some(&after.fields))?;
    sort.names_follow(cx, key, before, &after.fields)?;
    cx.updated(sort.entity(), id, &*sort.told(before)?, &*sort.told(&after.fields)?)
}

/// DUP-10.
pub(super) fn list(
    cx: &mut Context<'_>,
    filter: &Option<MergeFilter>,
    page: &Option<PageRequest>,
) -> Result<MergePage> {
    if let Some(object) = filter.as_ref().and_then(|filter| filter.object.as_deref())
        && Sort::of(object).is_none()
        && !is_blank(object)
        && !cx.violations().has("filter.object")
    {
        cx.violations().add("filter.object", "unknown_value", "can't be merged", Some(Sort::names()));
    }
    cx.check_fields()?;
    let me = cx.actor_key();
    let all = cx.held()?.is_none_or(|held| held.0.contains("merges.apply"));
    let whose = match me {
        None => Whose::All,
        Some(me) if !all => Whose::Own(me),
        Some(me) => {
            let mut seen: Vec<(&'static str, Visibility)> = Vec::new();
            for sort in [Sort::Customer, Sort::Contact] {
                seen.push((sort.home(), cx.visibility(&sort.entity())?));
            }
            if seen.iter().all(|(_, visible)| !visible.is_partial()) { Whose::All } else { Whose::Seen(seen, me) }
        }
    };
    let mut page = store::list(cx.tx(), whose, filter.as_ref(), page)?;
    page.items = page.items.into_iter().map(|merge| told(cx, merge)).collect();
    Ok(page)
}

/// DUP-14.
pub(super) fn undo(cx: &mut Context<'_>, id: &MergeId, version: &Option<i64>) -> Result<MergeUndone> {
    let kept = load(cx, *id)?;
    cx.guard(&kept.merge, version)?;
    let Some(sort) = Sort::of(&kept.merge.object) else { return cx.not_found(Entity::MERGE, *id) };
    if !cx.is_known(&sort.entity(), kept.merge.survivor)? {
        return Err(CrmError::forbidden(cx.operation().name, "out_of_scope"));
    }
    cx.check_fields()?;
    let conflict = |reason: &str| Err(CrmError::conflict(Entity::MERGE.as_str(), *id, reason));
    let days = settings::rules::of(cx)?.merge_undo_days;
    if kept.forgotten || cx.now() > kept.merge.merged_at + chrono::TimeDelta::days(days) {
        return conflict("undo_expired");
    }
    if store::merged_later(cx.tx(), kept.merge.survivor, kept.key)? {
        return conflict("merged_later");
    }
    if !store::is_there(cx.tx(), sort.home(), kept.merge.survivor)? {
        return cx.not_found(sort.entity(), kept.merge.survivor);
    }
    cx.in_no_approval(sort.home(), kept.merge.survivor)?;
    super::undo::undo(cx, sort, kept)
}
