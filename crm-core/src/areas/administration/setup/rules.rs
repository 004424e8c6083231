//! What is checked and done, whatever the kind.

use super::packed;
use super::store::{self, Kept};
use super::types::*;
use super::write::{self, Coming, drafted};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::RecordId;
use crate::engine::labels;
use crate::engine::page::{PageRequest, Total};
use crate::engine::setup::{self, Content, Doing, Kind, Named, Naming, Step, Wanted, changed_paths, replaced};
use crate::engine::text::fold;
use crate::engine::tree::Tree;

/// SETUP-1.
pub(super) fn kinds(cx: &mut Context<'_>) -> Result<Vec<SetupKind>> {
    let locale = cx.session().locale();
    let mut found = Vec::new();
    for kind in setup::all() {
        found.push(SetupKind {
            kind: kind.name.to_owned(),
            label: labels::setup_kind(locale, kind.name),
            readable: kind.lets(cx, Wanted::Read)?,
            writable: kind.lets(cx, Wanted::Write)?,
        });
    }
    Ok(found)
}

/// The kind that an argument names, where the acting user may do this with it (SETUP-6).
fn kind(cx: &mut Context<'_>, name: &str, wanted: Wanted) -> Result<&'static Kind> {
    match setup::find(name) {
        Some(kind) => {
            kind.admit(cx, wanted)?;
            Ok(kind)
        }
        None => {
            if !cx.violations().has("kind") {
                cx.violations().add("kind", "unknown_kind", "is no kind of setup document", None);
            }
            cx.check_fields()?;
            Err(CrmError::bug("an unknown kind was let in"))
        }
    }
}

fn load(cx: &mut Context<'_>, kind: &Kind, name: &str) -> Result<Kept> {
    match store::find(cx.tx(), kind, name)? {
        Some(found) => Ok(found),
        None => not_found(name),
    }
}

fn not_found<T>(name: &str) -> Result<T> {
    Err(CrmError::NotFound { entity: Entity::SETUP_DOCUMENT.as_str().into(), id: name.to_owned() })
}

pub(super) fn list(
    cx: &mut Context<'_>,
    kind_name: &str,
    filter: &Option<SetupFilter>,
    page: &Option<PageRequest>,
) -> Result<SetupPage> {
    let kind = kind(cx, kind_name, Wanted::Read)?;
    cx.check_fields()?;
    store::list(cx.tx(), kind, filter.as_ref(), page)
}

pub(super) fn get(
    cx: &mut Context<'_>,
    kind_name: &str,
    name: &str,
    document_version: &Option<i64>,
) -> Result<SetupDocument> {
    let kind = kind(cx, kind_name, Wanted::Read)?;
    let (key, document) = load(cx, kind, name)?;
    cx.check_fields()?;
    match document_version {
        None => Ok(document),
        Some(version) => match store::version(cx.tx(), kind, key, *version)? {
            Some((_, document)) => Ok(document),
            None => not_found(name),
        },
    }
}

/// SETUP-6.
pub(super) fn history(
    cx: &mut Context<'_>,
    kind_name: &str,
    name: &str,
    page: &Option<PageRequest>,
) -> Result<SetupHistory> {
    let kind = kind(cx, kind_name, Wanted::Read)?;
    let (key, _) = load(cx, kind, name)?;
    cx.check_fields()?;
    store::history(cx.tx(), kind, key, page)
}

/// SETUP-3.
pub(super) fn plan(cx: &mut Context<'_>, kind_name: &str, name: &str, document: &Tree) -> Result<SetupPlan> {
    let kind = kind(cx, kind_name, Wanted::Write)?;
    let before = store::find(cx.tx(), kind, name)?;
    let drafted = drafted(cx, kind, name, document, before.as_ref(), Coming::default())?;
    let refusals = std::mem::take(cx.violations()).into_fields();
    let Some(next) = drafted else {
        return Ok(SetupPlan { refusals, changes: Vec::new(), records: Total { count: 0, more: false } });
    };
    let nothing = Tree::from(serde_json::json!({}));
    let stood = before.as_ref().map_or(&nothing, |(_, document)| &document.document);
    let changes = changed_paths(stood.value(), &next.tree);
    let earlier = write::earlier(kind, before.as_ref())?;
    let records = next.content.concerned(cx, &write::putting(name, kind, before.as_ref(), earlier.as_deref()))?;
    Ok(SetupPlan { refusals, changes, records })
}

/// SETUP-2.
pub(super) fn put(
    cx: &mut Context<'_>,
    kind_name: &str,
    name: &str,
    document: &Tree,
    version: &Option<i64>,
    id: &Option<SetupId>,
    position: &Option<i64>,
) -> Result<SetupDocument> {
    let kind = kind(cx, kind_name, Wanted::Write)?;
    let before = store::find(cx.tx(), kind, name)?;
    match (&before, version) {
        (None, Some(_)) => return not_found(name),
        (Some((_, there)), Some(version)) if there.version != *version => {
            return Err(write::conflict(there.id, "stale_version"));
        }
        _ => {}
    }
    let id = match (&before, id) {
        (Some((_, there)), Some(id)) if there.id != *id => return Err(write::conflict(*id, "id_taken")),
        (Some((_, there)), _) => there.id,
        (None, id) => match write::new_id(cx, kind, name, document, *id)? {
            Ok(id) => id,
            Err(there) => return Ok(there),
        },
    };
    let drafted = drafted(cx, kind, name, document, before.as_ref(), Coming::default())?;
    cx.check_fields()?;
    let Some(next) = drafted else { return Err(CrmError::bug("a document that can't be read was let in")) };
    match before {
        Some(before) => {
            let pack = packed::layer(cx, kind, &before.1, &next.tree)?;
            write::replace(cx, kind, before, &next, *position, pack)
        }
        None => write::create(cx, kind, name, id, &next, *position, None),
    }
}

pub(super) fn rename(cx: &mut Context<'_>, kind_name: &str, name: &str, to: &str) -> Result<SetupDocument> {
    let kind = kind(cx, kind_name, Wanted::Write)?;
    let (key, before) = load(cx, kind, name)?;
    if before.pack.is_some() {
        cx.violations().add("name", "fixed", "is the name that its pack gives it", None);
    }
    let taken = store::find(cx.tx(), kind, to)?.is_some() || setup::store::sleeps(cx.tx(), kind, to)?;
    if fold(to) != fold(name) && taken {
        cx.violations().add("to", "not_unique", "is taken by another document of the kind", None);
    }
    let naming = setup::store::naming_document(cx.tx(), kind, name)?;
    let content = kind.content(before.document.value())?;
    let step = step(Doing::Rename, to, key, before.enabled, &*content);
    content.check_step(cx, &step)?;
    cx.check_fields()?;
    if before.name == to {
        return Ok(before);
    }
    let old = before.name.clone();
    write::update(cx, kind, (key, before), |document| document.name = to.to_owned())?;
    say_otherwise(cx, naming, &old, to)?;
    cx.check_fields()?;
    content.follow_step(cx, &step)?;
    Ok(load(cx, kind, to)?.1)
}

/// Has documents say another name where they say one.
fn say_otherwise(cx: &mut Context<'_>, naming: Vec<Naming>, old: &str, to: &str) -> Result<()> {
    for other in naming {
        let Some(of) = setup::find(&other.kind) else { continue };
        let Some((key, before)) = store::by_key(cx.tx(), of, other.key)? else { continue };
        match replaced(before.document.value(), &other.path, old, to) {
            Some(tree) => {
                write::update(cx, of, (key, before), |document| document.document = tree.clone().into())?;
            }
            None => in_use(cx, "name", &other.kind, &other.name),
        }
    }
    Ok(())
}

/// Whether an enabled document names a record by what it is called there.
pub(crate) fn is_called(cx: &mut Context<'_>, entity: &Entity, id: RecordId, name: &str) -> Result<bool> {
    for other in setup::store::naming(cx.tx(), entity.as_str(), &id.to_string())? {
        let Some(of) = setup::find(&other.kind).filter(|_| other.enabled) else { continue };
        let Some((_, document)) = store::by_key(cx.tx(), of, other.key)? else { continue };
        if replaced(document.document.value(), &other.path, name, name).is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A record is called otherwise from now on, under the field `name`: documents that name it by that say so.
pub(crate) fn called_otherwise(
    cx: &mut Context<'_>,
    entity: &Entity,
    id: RecordId,
    (old, to): (&str, &str),
) -> Result<()> {
    let naming = setup::store::naming(cx.tx(), entity.as_str(), &id.to_string())?;
    say_otherwise(cx, naming, old, to)?;
    cx.check_fields()
}

/// A step in the life of a document that says the same behind it.
pub(super) fn step<'a>(
    doing: Doing,
    name: &'a str,
    key: i64,
    enabled: bool,
    content: &'a (dyn Content + 'static),
) -> Step<'a, dyn Content> {
    Step { doing, name, key: Some(key), enabled, before: Some(content), brought_by: None }
}

/// Tells one document that names the one which a field names.
fn in_use(cx: &mut Context<'_>, field: &str, kind: &str, name: &str) {
    let detail = format!("is named by {kind} {name}");
    cx.violations().add(field, "in_use", detail, Some(format!("{kind} {name}")));
}

/// Tells every enabled document that names this one, which is to go.
fn unnamed(cx: &mut Context<'_>, kind: &Kind, key: i64, name: &str, field: &str) -> Result<()> {
    let mut told = Vec::new();
    for other in setup::store::naming_document(cx.tx(), kind, name)? {
        if other.enabled && other.key != key && !told.contains(&other.key) {
            told.push(other.key);
            in_use(cx, field, &other.kind, &other.name);
        }
    }
    Ok(())
}

/// Tells by a field what stands against another document's taking the place of this one, whatever its kind: it would come back
/// with its pack, or others name it.
pub(crate) fn may_be_replaced(cx: &mut Context<'_>, kind: &Kind, name: &str, field: &str) -> Result<()> {
    let (key, there) = load(cx, kind, name)?;
    if there.pack.is_some() {
        let pack = there.name.split_once('.').map_or("", |(pack, _)| pack);
        packed::is_of(cx, field, pack);
    }
    unnamed(cx, kind, key, name, field)
}

/// SETUP-4.
pub(super) fn enable(cx: &mut Context<'_>, kind_name: &str, name: &str) -> Result<SetupDocument> {
    switch(cx, kind_name, name, Doing::Enable)
}

pub(super) fn disable(cx: &mut Context<'_>, kind_name: &str, name: &str) -> Result<SetupDocument> {
    switch(cx, kind_name, name, Doing::Disable)
}

fn switch(cx: &mut Context<'_>, kind_name: &str, name: &str, doing: Doing) -> Result<SetupDocument> {
    let kind = kind(cx, kind_name, Wanted::Write)?;
    let (key, before) = load(cx, kind, name)?;
    let enabled = doing == Doing::Enable;
    if before.enabled == enabled {
        cx.check_fields()?;
        return Ok(before);
    }
    let content = kind.content(before.document.value())?;
    let name = before.name.clone();
    let step = step(doing, &name, key, enabled, &*content);
    if enabled {
        let named = content.names_of(cx)?;
        Named::must_be_there(cx, &named)?;
    }
    content.check_step(cx, &step)?;
    cx.check_fields()?;
    let after = write::update(cx, kind, (key, before), |document| document.enabled = enabled)?;
    content.follow_step(cx, &step)?;
    Ok(after)
}

/// SETUP-4, SETUP-5.
pub(super) fn delete(cx: &mut Context<'_>, kind_name: &str, name: &str) -> Result<()> {
    let kind = kind(cx, kind_name, Wanted::Write)?;
    remove(cx, kind, name)
}

/// Deletes a document, whoever asks: one whose place another takes goes so too.
pub(crate) fn remove(cx: &mut Context<'_>, kind: &'static Kind, name: &str) -> Result<()> {
    let (key, before) = load(cx, kind, name)?;
    if before.pack.is_some() {
        return packed::uncover(cx, kind, (key, before));
    }
    let content: Box<dyn Content> = kind.content(before.document.value())?;
    let step = step(Doing::Delete, &before.name, key, false, &*content);
    unnamed(cx, kind, key, name, "name")?;
    content.check_step(cx, &step)?;
    cx.check_fields()?;
    cx.deleted(Entity::SETUP_DOCUMENT, before.id, &before)?;
    content.follow_step(cx, &step)?;
    setup::store::delete(cx.tx(), key)
}
