//! What is checked and done.

use serde_json::json;

use super::setup::{TAG, Tag};
use super::store;
use super::types::*;
use crate::engine::audit::{Action, Change};
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::hanging::Concern;
use crate::engine::page::Count;
use crate::engine::setup::store::{Document, named};
use crate::engine::text::fold;
use crate::objects::RecordKey;
use crate::scoring::upkeep as scoring;
use crate::setup::rules as setup;

/// The tag of that name; where there is none, or it is to be enabled and isn't, the field is wrong.
fn named_tag(cx: &mut Context<'_>, field: &str, name: &str, enabled: bool) -> Result<Option<Document<Tag>>> {
    let found = named(cx.tx(), &TAG, name)?.filter(|tag: &Document<Tag>| tag.enabled || !enabled);
    if found.is_none() && !cx.violations().has(field) {
        cx.violations().add(field, "unknown", "is no tag that is in use", None);
    }
    Ok(found)
}

fn refs(tags: Vec<(i64, TagRef)>) -> Vec<TagRef> {
    tags.into_iter().map(|(_, tag)| tag).collect()
}

/// TAG-1.
pub(super) fn list(cx: &mut Context<'_>, record: &RecordKey) -> Result<Vec<TagRef>> {
    let bearer = cx.bearer(record, Concern::Tags)?;
    cx.check_fields()?;
    Ok(refs(store::of(cx.tx(), &bearer)?))
}

/// TAG-1.
pub(super) fn set(
    cx: &mut Context<'_>,
    record: &RecordKey,
    add: &Option<Vec<String>>,
    remove: &Option<Vec<String>>,
) -> Result<Vec<TagRef>> {
    let bearer = cx.bearer(record, Concern::Tags)?;
    let before = store::of(cx.tx(), &bearer)?;
    let mut borne: Vec<i64> = before.iter().map(|(key, _)| *key).collect();
    let added: Vec<String> = add.iter().flatten().map(|name| fold(name)).collect();
    for (at, name) in remove.iter().flatten().enumerate() {
        let folded = fold(name);
        if added.contains(&folded) {
            let field = format!("remove[{at}]");
            cx.violations().add(&field, "set_and_cleared", "is both put on and taken off", None);
        }
        borne.retain(|key| !before.iter().any(|(known, tag)| known == key && fold(&tag.name) == folded));
    }
    for (at, name) in add.iter().flatten().enumerate() {
        let field = format!("add[{at}]");
        let Some(tag) = named_tag(cx, &field, name, true)? else { continue };
        if !tag.content.is_for(&record.object) {
            cx.violations().add(&field, "not_supported", "is not for records of this kind", None);
        }
        if !borne.contains(&tag.key) {
            borne.push(tag.key);
        }
    }
    // Those that sleep come back, and must have room then.
    let asleep = store::number(cx.tx(), &bearer)?.saturating_sub(before.len());
    if borne.len() + asleep > MAX_TAGS {
        let detail = format!("a record bears at most {MAX_TAGS}");
        cx.violations().add("add", "too_many", detail, Some(MAX_TAGS.to_string()));
    }
    cx.check_fields()?;
    let there: Vec<i64> = before.iter().map(|(key, _)| *key).collect();
    for gone in there.iter().filter(|key| !borne.contains(key)) {
        store::remove(cx.tx(), &bearer, *gone)?;
    }
    for new in borne.iter().filter(|key| !there.contains(key)) {
        store::add(cx.tx(), &bearer, *new)?;
    }
    let (before, after) = (refs(before), refs(store::of(cx.tx(), &bearer)?));
    if after != before {
        // A change of the record, which counts no version: what it bears is no field that an update writes.
        let told =
            |tags: &[TagRef]| Some(json!({"tags": tags.iter().map(|tag| &tag.name).collect::<Vec<_>>()}).to_string());
        let entity = Entity::from(record.object.as_str());
        let (before, after) = (told(&before), told(&after));
        let (id, action, cause) = (Some(record.id), Action::Updated, None);
        cx.changed_objects([Change { entity, id, action, before, after, cause }]);
    }
    Ok(after)
}

/// Whether a tag may be put on every record that bears another. One that sleeps is judged by the name that it sleeps by.
fn is_for_those_with(cx: &mut Context<'_>, tag: &Tag, other: i64) -> Result<bool> {
    for home in store::homes(cx.tx(), other)? {
        let object = cx.object_at(&home)?;
        if !tag.is_for(object.as_deref().unwrap_or_default()) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// TAG-1.
pub(super) fn merge(cx: &mut Context<'_>, tag: &str, into: &str) -> Result<Count> {
    let (gone, kept) = (named_tag(cx, "tag", tag, false)?, named_tag(cx, "into", into, true)?);
    if let Some(gone) = &gone {
        setup::may_be_replaced(cx, &TAG, &gone.name, "tag")?;
    }
    if let (Some(gone), Some(kept)) = (&gone, &kept) {
        if gone.key == kept.key {
            cx.violations().add("into", "twice", "is the same tag", None);
        } else if !is_for_those_with(cx, &kept.content, gone.key)? {
            cx.violations().add("into", "not_supported", "is not for all records that bear the other", None);
        }
    }
    cx.check_fields()?;
    let (Some(gone), Some(kept)) = (gone, kept) else { return Ok(Count { count: 0 }) };
    let records = store::replace(cx.tx(), gone.key, kept.key)?;
    scoring::tag_merged(cx, gone.id, kept.id)?;
    let count = i64::try_from(records).unwrap_or(i64::MAX);
    let told = json!({"merged": gone.name, "into": kept.name, "records": count});
    cx.changed_beside(Entity::SETUP_DOCUMENT, &told)?;
    setup::remove(cx, &TAG, &gone.name)?;
    Ok(Count { count })
}
