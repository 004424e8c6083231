//! What is checked and done.

use super::status::Found;
use super::store;
use super::types::*;
use crate::error::{CrmError, Result};
use crate::gate::{Context, Created, Entity};
use crate::ids::DictionaryEntryId;
use crate::page::PageRequest;
use crate::record::apply;
use crate::validate::{Field, Violations};

fn read(cx: &mut Context<'_>, id: DictionaryEntryId) -> Result<DictionaryEntry> {
    match store::get(cx.tx(), id)? {
        Some(entry) => Ok(entry),
        None => cx.not_found(Entity::DICTIONARY_ENTRY, id),
    }
}

/// The entry as its guards see it, or `NotFound`.
fn load(cx: &mut Context<'_>, id: DictionaryEntryId) -> Result<Found> {
    match store::find(cx.tx(), id)? {
        Some(found) => Ok(found),
        None => cx.not_found(Entity::DICTIONARY_ENTRY, id),
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
    read(cx, *id)
}

/// DICT-1; imports create entries by it too.
pub(crate) fn create(
    cx: &mut Context<'_>,
    new: &NewDictionaryEntry,
    id: &Option<DictionaryEntryId>,
) -> Result<DictionaryEntry> {
    let id = match cx.create_once(Entity::DICTIONARY_ENTRY, id.map(Into::into), new)? {
        Created::New(id) => DictionaryEntryId(id),
        Created::Before(id) => return read(cx, DictionaryEntryId(id)),
    };
    not_full(cx, &new.category)?;
    unique(cx, &new.category, &new.item, &new.value, None)?;
    cx.check_fields()?;
    let number = cx.next_number(Entity::DICTIONARY_ENTRY)?;
    let editable = new.editable.unwrap_or(true);
    store::insert(cx.tx(), id, number, &new.category, &new.item, &new.value, editable)?;
    let entry = read(cx, id)?;
    cx.created(Entity::DICTIONARY_ENTRY, id, &entry)?;
    Ok(entry)
}

/// Adds an item that an import met, with the next whole number as its value; `None` where the text can't be an item,
/// such as one that is too long.
pub(crate) fn create_item(cx: &mut Context<'_>, category: &str, item: &str) -> Result<Option<DictionaryEntryId>> {
    let taken = store::choices(cx.tx(), category)?;
    let next = taken.iter().filter_map(|c| c.value.parse::<i64>().ok()).max().unwrap_or(0).saturating_add(1);
    let mut new = NewDictionaryEntry {
        category: category.to_owned(),
        item: item.to_owned(),
        value: next.to_string(),
        editable: None,
    };
    // It comes from a cell, and so past the gate's checks.
    new.normalise(&[]);
    let mut wrong = Violations::default();
    new.check(&[], "", &mut wrong);
    if !wrong.is_empty() {
        return Ok(None);
    }
    Ok(Some(create(cx, &new, &None)?.id))
}

/// DICT-1.
pub(super) fn update(
    cx: &mut Context<'_>,
    id: &DictionaryEntryId,
    changes: &DictionaryEntryUpdate,
) -> Result<DictionaryEntry> {
    let found = load(cx, *id)?;
    cx.guard(&found, &changes.version)?;
    let Found { key, entry: before, in_use } = found;
    let mut after = before.clone();
    apply!(changes => after; category, item, value, editable);
    if in_use && after.category != before.category {
        // A coded field keeps to its category.
        return Err(CrmError::conflict(Entity::DICTIONARY_ENTRY.as_str(), id, "in_use"));
    }
    if after.category != before.category {
        not_full(cx, &after.category)?;
    }
    unique(cx, &after.category, &after.item, &after.value, Some(key))?;
    cx.check_fields()?;
    if after == before {
        return Ok(before);
    }
    after.version += 1;
    store::update(cx.tx(), key, &after)?;
    cx.updated(Entity::DICTIONARY_ENTRY, *id, &before, &after)?;
    Ok(after)
}

/// DICT-1.
pub(super) fn delete(cx: &mut Context<'_>, id: &DictionaryEntryId, version: &Option<i64>) -> Result<()> {
    let found = load(cx, *id)?;
    cx.guard(&found, version)?;
    store::delete(cx.tx(), found.key)?;
    cx.deleted(Entity::DICTIONARY_ENTRY, *id, &found.entry)
}

/// A category has no more entries than can be offered at once.
fn not_full(cx: &mut Context<'_>, category: &str) -> Result<()> {
    if store::is_full(cx.tx(), category)? {
        let detail = format!("has {MAX_CHOICES} entries, as many as it may have");
        cx.violations().add("category", "too_many", detail, Some(MAX_CHOICES.to_string()));
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
