//! A merge undone (DUP-14).

use serde_json::{Map, Value as Json};

use super::fields;
use super::kinds::Sort;
use super::moves::{self, Counts, kind_of};
use super::rules;
use super::store::moves::{self as journal, Party};
use super::store::rows::{self, KeptRow, What};
use super::store::schema::{self, By};
use super::store::{self, Kept};
use super::types::*;
use crate::churn::{self, WarningId};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::RecordId;

/// What goes back, and what stays.
#[derive(Default)]
struct Ways {
    returned: Counts,
    stayed: Vec<MergeStay>,
}

impl Ways {
    fn stays(&mut self, what: &str, field: &str, count: i64, reason: &str) {
        if count > 0 {
            self.stayed.push(MergeStay { what: what.into(), field: field.into(), count, reason: reason.into() });
        }
    }
}

pub(super) fn undo(cx: &mut Context<'_>, sort: Sort, kept: Kept) -> Result<MergeUndone> {
    let (entity, home) = (sort.entity(), sort.home());
    let survivor = sort.load(cx, kept.merge.survivor)?;
    let from = Party { home, key: survivor.key, id: survivor.id };
    let mut ways = Ways::default();
    cx.keeps_for_flows((entity.as_str(), survivor.id), "update")?;
    let names = store::names_of(cx.tx(), kept.key)?;
    // What the merge gave the survivor goes first, since a loser may need it: a key that no two may have.
    fields_back(cx, sort, &kept, &mut ways)?;
    let mut back = Vec::new();
    for (nth, id, external_id) in names.iter().rev() {
        let all = rows::of(cx.tx(), (kept.key, *nth))?;
        if let Some(taken) = external_id
            && rows::has(cx.tx(), home, "external_id", &Json::String(taken.clone()))?
        {
            return Err(CrmError::conflict(Entity::MERGE.as_str(), kept.merge.id, "in_use"));
        }
        let key = record_back(cx, home, *id, &all, &mut ways)?;
        store::name_back(cx.tx(), kept.key, *id)?;
        let to = Party { home, key, id: *id };
        for place in journal::places(cx.tx(), (kept.key, *nth))? {
            place_back(cx, sort, (kept.key, *nth), &place, (&from, &to), &mut ways)?;
        }
        if sort == Sort::Customer {
            store::orders_by_key(cx.tx(), from.key, (to.key, to.id))?;
        }
        rows_back(cx, &all, (&from, &to), kept.merge.merged_at, &mut ways)?;
        sort.derive(cx, key, *id)?;
        let restored = sort.load(cx, *id)?;
        sort.meets(cx, (key, *id), None, Some(&restored.fields))?;
        sort.names_follow(cx, key, &survivor.fields, &restored.fields)?;
        cx.restored(entity.clone(), *id, &*sort.told(&restored.fields)?, survivor.id)?;
        back.push(*id);
    }
    // What became of its own, by which no loser stands.
    let own = rows::of(cx.tx(), (kept.key, 0))?;
    rows_back(cx, &own, (&from, &from), kept.merge.merged_at, &mut ways)?;
    // With the rows that are left to it.
    let survivor = sort.load(cx, kept.merge.survivor)?;
    rules::write(cx, sort, (survivor.key, survivor.id), &survivor.fields, Map::new(), Vec::new())?;
    cx.merged_with(entity, survivor.id, &back, &[]);
    let (by, now) = (cx.actor_key(), cx.now());
    store::undone(cx.tx(), kept.key, by, now)?;
    let merge = rules::load(cx, kept.merge.id)?.merge;
    cx.updated(Entity::MERGE, merge.id, &kept.merge, &merge)?;
    Ok(MergeUndone { merge: rules::told(cx, merge), returned: ways.returned.told(), stayed: ways.stayed })
}

/// Fields that the merge set and nobody changed since have again what they had.
fn fields_back(cx: &mut Context<'_>, sort: Sort, kept: &Kept, ways: &mut Ways) -> Result<()> {
    let survivor = sort.load(cx, kept.merge.survivor)?;
    let customs = cx.custom_of_merged(&sort.entity(), &[survivor.id])?;
    let nothing = Map::new();
    let (before, after) = (kept.before.as_object().unwrap_or(&nothing), kept.after.as_object().unwrap_or(&nothing));
    let (mut own, mut custom) = (Map::new(), Map::new());
    for (name, set) in after {
        let was = before.get(name).cloned().unwrap_or(Json::Null);
        match fields::custom_name(name) {
            Some(field) => {
                let now = customs.iter().find(|custom| custom.name == field).and_then(|custom| custom.values.first());
                match now {
                    Some((now, _)) if now == set => drop(custom.insert(field.to_owned(), was)),
                    _ => ways.stays("field", name, 1, "changed"),
                }
            }
            None if survivor.fields.get(name) == Some(set) => drop(own.insert(name.clone(), was)),
            None => ways.stays("field", name, 1, "changed"),
        }
    }
    let inputs = cx.custom_inputs(&sort.entity(), custom)?;
    if own.is_empty() && inputs.is_empty() {
        return Ok(());
    }
    rules::write(cx, sort, (survivor.key, survivor.id), &survivor.fields, own, inputs)
}

/// The row of a record, and what packs gave it, are there again; gives its key.
fn record_back(cx: &mut Context<'_>, home: &str, id: RecordId, all: &[KeptRow], ways: &mut Ways) -> Result<i64> {
    let corrupt = || CrmError::storage("corrupt");
    let kept = all.iter().find(|row| row.what == What::Record).ok_or_else(corrupt)?;
    let table = schema::table(home).ok_or_else(corrupt)?;
    let mut content = kept.content.clone();
    for column in &table.columns {
        let Some(to) = &column.refers else { continue };
        let value = content.get(&column.name).cloned().unwrap_or(Json::Null);
        if !value.is_null() && !rows::has(cx.tx(), to, "id", &value)? {
            content.insert(column.name.clone(), Json::Null);
            ways.stays("field", &column.name, 1, "gone");
        }
    }
    let before = content.get("id").and_then(Json::as_i64).ok_or_else(corrupt)?;
    // The key may be another's by now: then it gets one of its own.
    let key = match rows::has(cx.tx(), home, "id", &Json::from(before))? {
        true => {
            content.remove("id");
            rows::put_back(cx.tx(), home, &content)?
        }
        false => rows::put_back(cx.tx(), home, &content)?,
    };
    cx.raise_version(home, key)?;
    for beside in all.iter().filter(|row| row.what == What::Beside) {
        let there = cx.tables_beside(&kind_of(home).ok_or_else(corrupt)?)?;
        let Some((_, columns)) = there.iter().find(|(table, _)| *table == beside.table) else {
            ways.stays(&beside.table, "custom", 1, "gone");
            continue;
        };
        let mut content: Map<String, Json> = beside.content.clone();
        content.retain(|name, _| columns.contains(name));
        content.insert("id".into(), key.into());
        let table = beside.table.clone();
        if cx.savepoint(|cx| rows::put_back(cx.tx(), &table, &content)).is_err() {
            ways.stays(&beside.table, "custom", 1, "in_use");
        }
    }
    let _ = id;
    Ok(key)
}

/// What the journal has of a place goes back, as far as it is where the merge brought it.
fn place_back(
    cx: &mut Context<'_>,
    sort: Sort,
    of: (i64, i64),
    place: &str,
    (from, to): (&Party<'_>, &Party<'_>),
    ways: &mut Ways,
) -> Result<()> {
    let noted = journal::noted(cx.tx(), of, place)?;
    let found = moves::references(cx, sort.home())?.into_iter().find(|reference| reference.place() == place);
    let Some(reference) = found else {
        ways.stays(place, "", noted, "gone");
        return Ok(());
    };
    // Orders go by their keys.
    if reference.table == "orders" && reference.by == By::Key {
        return Ok(());
    }
    let (what, field) = moves::told_as(&reference);
    let plain = match &reference.object {
        Some(object) => cx.refers_plainly(object, &reference.table, &reference.column)?,
        None => true,
    };
    let back = if plain {
        let back = journal::back(cx.tx(), &reference, of, from, to)?;
        moves::brought(cx, sort, &reference, of, from, to)?;
        back
    } else {
        let keys = journal::still(cx.tx(), &reference, of, from)?;
        let object = reference.object.clone().unwrap_or_default();
        cx.refer_anew(&object, &reference.column, &keys, (to.key, to.id))?;
        keys.len()
    };
    let back = i64::try_from(back).unwrap_or(i64::MAX);
    ways.stays(&what, &field, noted - back, "moved");
    ways.returned.add((what, field), back);
    Ok(())
}

/// Rows that fell are there again, those that were changed are as they were, and those that the merge made are gone.
fn rows_back(
    cx: &mut Context<'_>,
    all: &[KeptRow],
    (from, to): (&Party<'_>, &Party<'_>),
    merged_at: crate::engine::clock::Timestamp,
    ways: &mut Ways,
) -> Result<()> {
    for row in all {
        match row.what {
            What::Record | What::Beside => {}
            What::Fell => {
                let mut content = row.content.clone();
                // The loser may have another key than it had.
                for column in schema::table(&row.table).into_iter().flat_map(|table| &table.columns) {
                    let to_loser = column.refers.as_deref() == Some(to.home)
                        && content.get(&column.name).and_then(Json::as_i64) != Some(from.key);
                    if to_loser && content.get(&column.name).is_some_and(|value| !value.is_null()) {
                        content.insert(column.name.clone(), to.key.into());
                    }
                }
                let is_loser = content.get("record").and_then(|record| record.get("hex")).and_then(Json::as_str)
                    == Some(to.id.0.simple().to_string().as_str());
                for (table, column, of) in schema::LOOSE {
                    if row.table == *table && to.home == *of && is_loser {
                        content.insert((*column).to_owned(), to.key.into());
                    }
                }
                let table = row.table.clone();
                match cx.savepoint(|cx| rows::put_back(cx.tx(), &table, &content)) {
                    Ok(_) => ways.returned.add((row.table.clone(), "together".into()), 1),
                    Err(_) => ways.stays(&row.table, "together", 1, "gone"),
                }
            }
            What::Changed => warning_back(cx, &row.content, merged_at, ways)?,
            What::Made => {
                let by: Vec<(&str, _)> = row
                    .content
                    .iter()
                    .map(|(column, value)| Ok((column.as_str(), rows::value(value)?)))
                    .collect::<Result<_>>()?;
                if rows::delete(cx.tx(), &row.table, &by)? == 0 {
                    ways.stays(&row.table, "user_id", 1, "changed");
                }
            }
        }
    }
    Ok(())
}

/// A churn warning that the merge closed is open again, with the measures that it had.
fn warning_back(
    cx: &mut Context<'_>,
    content: &Map<String, Json>,
    merged_at: crate::engine::clock::Timestamp,
    ways: &mut Ways,
) -> Result<()> {
    let number = |name: &str| content.get(name).and_then(Json::as_i64);
    let Some(key) = number("id") else { return Err(CrmError::storage("corrupt")) };
    let status = content.get("status").and_then(Json::as_str).unwrap_or_default();
    let measures: Vec<i64> =
        content.get("measures").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_i64).collect();
    let Some(id) = store::warning(cx.tx(), key)?.map(WarningId) else { return Ok(()) };
    let Some(before) = churn::store::get(cx.tx(), id)? else { return Ok(()) };
    if !churn::store::reopen(cx.tx(), key, status, merged_at)? {
        ways.stays(Entity::WARNING.as_str(), "closed_at", 1, "changed");
        return Ok(());
    }
    churn::store::measures_back(cx.tx(), &measures, key)?;
    let Some(after) = churn::store::get(cx.tx(), id)? else { return Ok(()) };
    cx.updated(Entity::WARNING, id, &before.warning, &after.warning)?;
    ways.returned.add((Entity::WARNING.to_string(), "closed_at".into()), 1);
    Ok(())
}
