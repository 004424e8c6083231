//! What is checked and done.

use super::store;
use super::types::*;
use crate::error::{CrmError, Result};
use crate::gate::{Context, Created, Entity};
use crate::ids::DictionaryEntryId;
use crate::page::PageRequest;
use crate::record::apply;

fn load(cx: &mut Context<'_>, id: DictionaryEntryId) -> Result<(i64, DictionaryEntry)> {
    match store::get(cx.tx(), id)? {
        Some(found) => Ok(found),
        None => cx.not_found(Entity::DictionaryEntry, id),
    }
}

/// DICT-4.
pub(super) fn choices(cx: &mut Context<'_>, category: &str) -> Result<Vec<DictionaryChoice>> {
    cx.check_fields()?;
    store::choices(cx.tx(), category)
}

/// DICT-4.
pub(super) fn list(
    cx: &mut Context<'_>,
    filter: &Option<DictionaryFilter>,
    page: &Option<PageRequest>,
) -> Result<DictionaryPage> {
    cx.check_fields()?;
    store::list(cx.tx(), filter.as_ref(), page)
}

pub(super) fn get(cx: &mut Context<'_>, id: &DictionaryEntryId) -> Result<DictionaryEntry> {
    Ok(load(cx, *id)?.1)
}

/// DICT-1; imports create entries by it too.
pub(crate) fn create(
    cx: &mut Context<'_>,
    new: &NewDictionaryEntry,
    id: &Option<DictionaryEntryId>,
) -> Result<DictionaryEntry> {
    let id = match cx.create_once(Entity::DictionaryEntry, "dictionary_entries", id.map(Into::into), new)? {
        Created::New(id) => DictionaryEntryId(id),
        Created::Before(id) => return Ok(load(cx, DictionaryEntryId(id))?.1),
    };
    unique(cx, &new.category, &new.item, &new.value, None)?;
    cx.check_fields()?;
    let number = cx.next_number(Entity::DictionaryEntry)?;
    let editable = new.editable.unwrap_or(true);
    store::insert(cx.tx(), id, number, &new.category, &new.item, &new.value, editable)?;
    let (_, entry) = load(cx, id)?;
    cx.created(Entity::DictionaryEntry, id, &entry)?;
    Ok(entry)
}

/// Adds an item that an import met, with the next whole number as its value.
pub(crate) fn create_item(cx: &mut Context<'_>, category: &str, item: &str) -> Result<DictionaryEntryId> {
    let taken = store::choices(cx.tx(), category)?;
    let next = taken.iter().filter_map(|c| c.value.parse::<i64>().ok()).max().unwrap_or(0).saturating_add(1);
    let new = NewDictionaryEntry {
        category: category.to_owned(),
        item: item.to_owned(),
        value: next.to_string(),
        editable: None,
    };
    Ok(create(cx, &new, &None)?.id)
}

/// DICT-1.
pub(super) fn update(
    cx: &mut Context<'_>,
    id: &DictionaryEntryId,
    changes: &DictionaryEntryUpdate,
) -> Result<DictionaryEntry> {
    let (key, before) = load(cx, *id)?;
    cx.guard(&before, &changes.version)?;
    let mut after = before.clone();
    apply!(changes => after; category, item, value, editable);
    if after.category != before.category {
        unused(cx, key, *id)?;
    }
    unique(cx, &after.category, &after.item, &after.value, Some(key))?;
    cx.check_fields()?;
    if after == before {
        return Ok(before);
    }
    after.version += 1;
    store::update(cx.tx(), key, &after)?;
    cx.updated(Entity::DictionaryEntry, *id, &before, &after)?;
    Ok(after)
}

/// DICT-1.
pub(super) fn delete(cx: &mut Context<'_>, id: &DictionaryEntryId, version: &Option<i64>) -> Result<()> {
    let (key, before) = load(cx, *id)?;
    cx.guard(&before, version)?;
    unused(cx, key, *id)?;
    store::delete(cx.tx(), key)?;
    cx.deleted(Entity::DictionaryEntry, *id, &before)
}

/// Records keep what they refer to, and a coded field keeps to its category.
fn unused(cx: &mut Context<'_>, key: i64, id: DictionaryEntryId) -> Result<()> {
    if store::in_use(cx.tx(), key)? {
        return Err(CrmError::conflict(Entity::DictionaryEntry.as_str(), id, "in_use"));
    }
    Ok(())
}

/// Category + item and category + value are unique.
fn unique(cx: &mut Context<'_>, category: &str, item: &str, value: &str, but: Option<i64>) -> Result<()> {
    let (item_taken, value_taken) = store::taken(cx.tx(), category, item, value, but)?;
    if item_taken {
        cx.violations().add("item", "not_unique", "is an item of the category already", None);
    }
    if value_taken {
        cx.violations().add("value", "not_unique", "is a value of the category already", None);
    }
    Ok(())
}
