//! What is checked and done.

use super::status::Found;
use super::store;
use super::types::*;
use crate::duplicates;
use crate::engine::error::{CrmError, FieldError, Result};
use crate::engine::gate::{Context, Created, Entity};
use crate::engine::objects::define::document::Pack;
use crate::engine::objects::plan::whole::Entry;
use crate::engine::page::PageRequest;
use crate::engine::record::apply;
use crate::engine::validate::{Field, Violations};
use crate::setup::rules as setup;

fn read(cx: &mut Context<'_>, id: DictionaryEntryId) -> Result<DictionaryEntry> {
    match store::get(cx.tx(), id)? {
        Some(entry) => Ok(entry),
        None => cx.not_found(Entity::DICTIONARY_ENTRY, id),
    }
}

/// The entry as its guards see it, in use also where records of packs have it.
pub(super) fn find(cx: &mut Context<'_>, id: DictionaryEntryId) -> Result<Option<Found>> {
    let Some((mut found, packs)) = store::find(cx.tx(), id)? else { return Ok(None) };
    found.in_use = found.in_use || (packs && cx.entry_in_packs(found.key)?);
    Ok(Some(found))
}

/// The same, or `NotFound`.
fn load(cx: &mut Context<'_>, id: DictionaryEntryId) -> Result<Found> {
    match find(cx, id)? {
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

/// DICT-1.
pub(super) fn create(
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
    add(cx, id, new)
}

/// Adds an entry that was checked.
fn add(cx: &mut Context<'_>, id: DictionaryEntryId, new: &NewDictionaryEntry) -> Result<DictionaryEntry> {
    let number = cx.next_number(Entity::DICTIONARY_ENTRY)?;
    let editable = new.editable.unwrap_or(true);
    store::insert(cx.tx(), id, number, &new.category, &new.item, &new.value, editable)?;
    let entry = read(cx, id)?;
    cx.created(Entity::DICTIONARY_ENTRY, id, &entry)?;
    duplicates::upkeep::entries_changed(cx, &[&entry.category])?;
    Ok(entry)
}

/// Whether a text that an import met can be an item of the category: it comes from a cell, and so past the gate's checks.
pub(crate) fn can_be_item(category: &str, item: &str) -> bool {
    let mut wrong = Violations::default();
    defined(category, item, "1").check(&[], "", &mut wrong);
    wrong.is_empty()
}

/// Where the next item that an import meets goes: the whole number that is its value, and how many more the category
/// takes. For one transaction, which looks through the category once and not for each item.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Next {
    value: i64,
    room: i64,
}

impl Next {
    pub(crate) fn of(cx: &mut Context<'_>, category: &str) -> Result<Next> {
        let (entries, largest) = store::entries_and_largest_value(cx.tx(), category)?;
        Ok(Next { value: largest.saturating_add(1), room: MAX_CHOICES - entries })
    }
}

/// Adds an item that an import met and that is none of the category's yet; with where the next one goes. `field` names
/// it where the category takes no more.
pub(crate) fn create_item(
    cx: &mut Context<'_>,
    field: &str,
    category: &str,
    item: &str,
    next: Next,
) -> Result<(DictionaryEntryId, Next)> {
    let Next { mut value, room } = next;
    if room <= 0 {
        let detail = format!("is of the category {category}, which has {MAX_CHOICES} entries, as many as it may have");
        let full = FieldError::new(field, "too_many", detail, Some(MAX_CHOICES.to_string()));
        return Err(CrmError::Invalid { fields: vec![full] });
    }
    // The largest number may be followed by none, and then smaller ones were left out.
    while store::taken(cx.tx(), category, item, &value.to_string(), None)?.1 {
        value = value.checked_add(1).unwrap_or(1);
    }
    let id = DictionaryEntryId(cx.new_id());
    add(cx, id, &defined(category, item, &value.to_string()))?;
    Ok((id, Next { value: value.checked_add(1).unwrap_or(1), room: room - 1 }))
}

/// The entries of a definition that come into the dictionary: those of which the category has neither the item nor the value.
pub(crate) fn entering(cx: &mut Context<'_>, pack: &Pack) -> Result<Vec<Entry>> {
    let mut found: Vec<Entry> = Vec::new();
    for category in &pack.dictionary {
        for (item, value) in &category.entries {
            let NewDictionaryEntry { category, item, value, .. } = defined(&category.name, item, value);
            let is = |known: &Entry| known.category == category && (known.item == item || known.value == value);
            if !found.iter().any(is) && store::taken(cx.tx(), &category, &item, &value, None)? == (false, false) {
                found.push(Entry { category, item, value });
            }
        }
    }
    Ok(found)
}

fn defined(category: &str, item: &str, value: &str) -> NewDictionaryEntry {
    let (category, item, value) = (category.to_owned(), item.to_owned(), value.to_owned());
    let mut new = NewDictionaryEntry { category, item, value, editable: None };
    new.normalise(&[]);
    new
}

/// Adds an entry that a definition brings.
pub(crate) fn enter(cx: &mut Context<'_>, entry: &Entry) -> Result<()> {
    let new = defined(&entry.category, &entry.item, &entry.value);
    let mut wrong = Violations::default();
    new.check(&[], "", &mut wrong);
    wrong.finish()?;
    if store::is_full(cx.tx(), &new.category)? {
        let detail = format!("the category {} has {MAX_CHOICES} entries, as many as it may have", new.category);
        let path = format!("dictionary.{}", new.category);
        let full = FieldError::new(path, "too_many", detail, Some(MAX_CHOICES.to_string()));
        return Err(CrmError::Invalid { fields: vec![full] });
    }
    let id = DictionaryEntryId(cx.new_id());
    add(cx, id, &new).map(drop)
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
    // A document that says the value would find nothing, or another entry.
    let says_otherwise = (&after.category, &after.value) != (&before.category, &before.value);
    if says_otherwise && setup::is_called(cx, &Entity::DICTIONARY_ENTRY, (*id).into(), &before.value)? {
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
    duplicates::upkeep::entries_changed(cx, &[&before.category, &after.category])?;
    Ok(after)
}

/// DICT-1.
pub(super) fn delete(cx: &mut Context<'_>, id: &DictionaryEntryId, version: &Option<i64>) -> Result<()> {
    let found = load(cx, *id)?;
    cx.guard(&found, version)?;
    cx.deleted(Entity::DICTIONARY_ENTRY, *id, &found.entry)?;
    store::delete(cx.tx(), found.key)?;
    duplicates::upkeep::entries_changed(cx, &[&found.entry.category])
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
