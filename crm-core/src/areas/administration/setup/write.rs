//! What a document becomes, and how that is written: judged whole, kept as a version, audited with the difference.

use serde_json::Value;
use uuid::Uuid;

use super::store::{self, Kept};
use super::types::*;
use crate::engine::audit::{Action, Change};
use crate::engine::clock::Timestamp;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Created, Entity};
use crate::engine::objects::define::document::Pack;
use crate::engine::setup::store::Written;
use crate::engine::setup::{self, Content, Doing, Kind, LONGEST, Named, Parts, Step, What, differing, fill};
use crate::engine::storage::Transaction;
use crate::engine::text::fold;
use crate::engine::tree::Tree;
use crate::engine::validate::Violations;

/// What a document is to become.
pub(super) struct Next {
    pub(super) content: Box<dyn Content>,
    pub(super) tree: Value,
    parts: Vec<Uuid>,
    named: Vec<Named>,
}

pub(super) fn conflict(id: SetupId, reason: &str) -> CrmError {
    CrmError::conflict(Entity::SETUP_DOCUMENT.as_str(), id, reason)
}

/// The id of a new document, or the one that was made by the same call before (BAD-2).
pub(super) fn new_id(
    cx: &mut Context<'_>,
    kind: &Kind,
    name: &str,
    document: &Tree,
    id: Option<SetupId>,
) -> Result<Result<SetupId, SetupDocument>> {
    let (below, entity) = ((&kind.name.to_owned(), &name.to_owned()), Entity::SETUP_DOCUMENT);
    match cx.create_once_below(entity, id.map(Into::into), &below, document)? {
        Created::New(id) => Ok(Ok(SetupId(id))),
        Created::Before(id) => match store::by_id(cx.tx(), kind, SetupId(id))? {
            Some((_, there)) => Ok(Err(there)),
            None => Err(CrmError::bug("a document that was made before is of its kind")),
        },
    }
}

/// What stood in the document before.
pub(super) fn earlier(kind: &Kind, before: Option<&Kept>) -> Result<Option<Box<dyn Content>>> {
    before.map(|(_, document)| kind.content(document.document.value())).transpose()
}

/// The step of a put.
pub(super) fn putting<'a>(
    name: &'a str,
    kind: &Kind,
    before: Option<&Kept>,
    earlier: Option<&'a (dyn Content + 'static)>,
) -> Step<'a, dyn Content> {
    let enabled = before.map_or(kind.begins_enabled, |(_, document)| document.enabled);
    Step { doing: Doing::Put, name, key: before.map(|(key, _)| *key), enabled, before: earlier, brought_by: None }
}

/// What comes with a document; nothing, but for a pack's.
#[derive(Default, Clone, Copy)]
pub(super) struct Coming<'c> {
    /// The version of the pack.
    pub(super) pack: Option<&'c Pack>,
    /// The documents of it, by kind and folded name.
    pub(super) documents: &'c [(&'static str, String)],
}

impl Coming<'_> {
    /// Whether what is named comes along.
    fn brings(&self, named: &Named) -> bool {
        match &named.what {
            What::Document(kind, name) => self.documents.contains(&(kind, fold(name))),
            What::Called(entity, name, _) => {
                let role = |pack: &Pack| pack.roles.iter().any(|role| role.name == *name);
                let entry = |pack: &Pack| pack.dictionary.iter().flat_map(|of| &of.entries).any(|one| one.1 == *name);
                (*entity == Entity::ROLE && self.pack.is_some_and(role))
                    || (*entity == Entity::DICTIONARY_ENTRY && self.pack.is_some_and(entry))
            }
            What::Record(..) => false,
        }
    }
}

/// What the document is to become; what is wrong with it is among the violations. None, where it can't be read.
pub(super) fn drafted(
    cx: &mut Context<'_>,
    kind: &Kind,
    name: &str,
    document: &Tree,
    before: Option<&Kept>,
    coming: Coming<'_>,
) -> Result<Option<Next>> {
    if document.to_string().len() > LONGEST {
        cx.violations().add("document", "too_large", "must have at most 256 KiB", Some("256 KiB".into()));
        return Ok(None);
    }
    if before.is_none() && setup::store::count(cx.tx(), kind)? >= kind.most {
        cx.violations().add("name", "too_many", "the kind has as many as it may", Some(kind.most.to_string()));
    }
    if before.is_none() && setup::store::sleeps(cx.tx(), kind, name)? {
        cx.violations().add("name", "not_unique", "is that of a document of a pack which sleeps", None);
    }
    let Some(content) = (kind.form.read)(&document.to_string(), cx.violations()) else { return Ok(None) };
    // Its own JSON is in the kept form: normalised, in the order of its fields.
    let mut tree: Value = serde_json::from_str(&content.json()).map_err(|e| CrmError::bug(e.to_string()))?;
    let parts = Parts::of(kind.form.info, &tree);
    parts.check(cx.violations());
    for (path, id) in &parts.ids {
        let of = setup::store::document_of_part(cx.tx(), *id)?;
        if of.is_some_and(|of| before.is_none_or(|(key, _)| *key != of)) {
            cx.violations().add(path, "id_taken", "is a part of another document", None);
        }
    }
    let stood = before.map(|(_, document)| document.document.value());
    fill(kind.form.info, &mut tree, stood, &mut || cx.new_id());
    if let Some(completed) = (kind.form.complete)(&tree, stood, &mut || cx.new_secret()) {
        tree = completed;
    }
    // It was read already: what is wrong with it is told.
    let mut told = Violations::default();
    let Some(content) = (kind.form.read)(&tree.to_string(), &mut told) else {
        return Err(CrmError::bug("a document whose parts got ids is one of its kind"));
    };
    let parts = Parts::of(kind.form.info, &tree).ids.into_iter().map(|(_, id)| id).collect();
    let named = content.names_of(cx)?;
    let earlier = earlier(kind, before)?;
    let step = Step { brought_by: coming.pack, ..putting(name, kind, before, earlier.as_deref()) };
    if step.enabled {
        let wanted: Vec<Named> = named.iter().filter(|named| !coming.brings(named)).cloned().collect();
        Named::must_be_there(cx, &wanted)?;
    }
    content.check_step(cx, &step)?;
    Ok(Some(Next { content, tree, parts, named }))
}

pub(super) fn create(
    cx: &mut Context<'_>,
    kind: &Kind,
    name: &str,
    id: SetupId,
    next: &Next,
    position: Option<i64>,
    pack: Option<&str>,
) -> Result<SetupDocument> {
    let position = match position {
        Some(position) => position,
        None => setup::store::last_position(cx.tx(), kind)?,
    };
    let written = Written {
        kind,
        name,
        version: 1,
        enabled: kind.begins_enabled,
        position,
        content: &next.content.json(),
        at: cx.now(),
        by: cx.actor_key(),
        pack,
    };
    let key = setup::store::insert(cx.tx(), id.0, &written)?;
    setup::store::keep_parts(cx.tx(), key, &next.parts)?;
    setup::store::keep_names(cx.tx(), key, &next.named)?;
    let (key, document) = load(cx.tx(), kind, key)?;
    cx.created(Entity::SETUP_DOCUMENT, id, &document)?;
    let step = Step { key: Some(key), ..putting(name, kind, None, None) };
    next.content.follow_step(cx, &step)?;
    Ok(document)
}

/// Puts what a document is to become in the place of what it was, where that is something else.
pub(super) fn replace(
    cx: &mut Context<'_>,
    kind: &Kind,
    before: Kept,
    next: &Next,
    position: Option<i64>,
    pack: Option<String>,
) -> Result<SetupDocument> {
    let position = position.unwrap_or(before.1.position);
    if next.tree == *before.1.document.value() && position == before.1.position && pack == before.1.pack {
        return Ok(before.1);
    }
    let (key, name) = (before.0, before.1.name.clone());
    let earlier = earlier(kind, Some(&before))?;
    let step = putting(&name, kind, Some(&before), earlier.as_deref());
    let after = update(cx, kind, before, |document| {
        document.position = position;
        document.document = next.tree.clone().into();
        document.pack = pack;
    })?;
    setup::store::keep_parts(cx.tx(), key, &next.parts)?;
    next.content.follow_step(cx, &step)?;
    Ok(after)
}

/// Writes a document's next version, and tells the audit what it has differently.
pub(super) fn update(
    cx: &mut Context<'_>,
    kind: &Kind,
    before: Kept,
    change: impl FnOnce(&mut SetupDocument),
) -> Result<SetupDocument> {
    let (key, mut after) = before.clone();
    change(&mut after);
    let content = kind.content(after.document.value())?;
    let by = (cx.now(), cx.actor_key());
    let (after, change) = next(cx.tx(), (kind, &*content), before, after, by)?;
    let named = content.names_of(cx)?;
    setup::store::keep_names(cx.tx(), key, &named)?;
    cx.changed_objects([change]);
    Ok(after)
}

/// Writes a document's next version, which has this content; gives it, and what the audit is told: what it has differently.
pub(super) fn next(
    tx: &mut dyn Transaction,
    (kind, content): (&Kind, &dyn Content),
    (key, before): Kept,
    next: SetupDocument,
    (at, by): (Timestamp, Option<i64>),
) -> Result<(SetupDocument, Change)> {
    let written = Written {
        kind,
        name: &next.name,
        version: before.version + 1,
        enabled: next.enabled,
        position: next.position,
        content: &content.json(),
        at,
        by,
        pack: next.pack.as_deref(),
    };
    setup::store::update(tx, key, &written)?;
    let (_, after) = load(tx, kind, key)?;
    let (old, new) = differing(before.document.value(), after.document.value());
    let told = |document: &SetupDocument, tree: Value| SetupDocument { document: tree.into(), ..document.clone() };
    let (old, new) = (told(&before, old), told(&after, new));
    let change = Change::new(Entity::SETUP_DOCUMENT, after.id.into(), Action::Updated, Some(&old), Some(&new));
    Ok((after, change))
}

fn load(tx: &mut dyn Transaction, kind: &Kind, key: i64) -> Result<Kept> {
    store::by_key(tx, kind, key)?.ok_or_else(|| CrmError::bug("a document that was just written"))
}
