//! Documents that packs bring (SETUP-5): `setup.route.north` of `hotel` is the document `hotel.north`, in the pack's layer, and
//! changes with it. What administrators put over it is their own, until they delete it or say what the pack says; a plan tells
//! where that hides a change. Whether it is enabled, and what only the house knows, the ids of its people and records, survive.

use serde_json::Value;

use super::rules;
use super::store::{self, Kept};
use super::types::*;
use super::write::{self, Coming, Next, drafted};
use crate::engine::error::{CrmError, FieldError, Result};
use crate::engine::gate::{Context, Entity};
use crate::engine::objects::define::document::{Pack, SetupDocument as OfPack};
use crate::engine::objects::define::read_text;
use crate::engine::objects::plan::whole::Configured;
use crate::engine::objects::reprinting::Reprint;
use crate::engine::setup::{self, Doing, Kind, Named, OWN, Step, Wanted};
use crate::engine::text::fold;
use crate::engine::tree::Tree;
use crate::packs;

/// A document of a pack, with its kind and the name that it has in the database.
struct Brought<'a> {
    kind: &'static Kind,
    name: String,
    said: &'a Value,
    /// Where it stands in the pack.
    path: String,
}

/// The documents of a pack that are of kinds which this version has.
fn brought(pack: &Pack) -> Vec<Brought<'_>> {
    let one = |document: &'_ OfPack| {
        let kind = setup::find(&document.kind)?;
        Some((kind, pack.full(&document.name).to_string(), format!("setup.{}.{}", document.kind, document.name)))
    };
    let all = pack.setup.iter().filter_map(|document| Some((document, one(document)?)));
    all.map(|(document, (kind, name, path))| Brought { kind, name, said: document.document.value(), path }).collect()
}

/// Whether a document says what administrators put over a pack's. Of the administrators' own pack it is what differs from it.
fn is_own(kind: &Kind, document: &SetupDocument, said: Option<&Value>) -> bool {
    let theirs = document.pack.as_deref() == Some(OWN);
    theirs && said.is_none_or(|said| !kind.says_the_same(said, document.document.value()))
}

/// What the old version of a pack says under the path of a new one's document.
fn said_before<'a>(old: &'a [Brought<'_>], path: &str) -> Option<&'a Value> {
    old.iter().find(|before| before.path == path).map(|before| before.said)
}

/// The violations that a part of the work finds, with the path of the document in front.
fn found(cx: &mut Context<'_>, path: &str, out: &mut Vec<FieldError>) {
    for mut wrong in std::mem::take(cx.violations()).into_fields() {
        wrong.field = format!("{path}.{}", wrong.field);
        out.push(wrong);
    }
}

fn refusal(path: &str, code: &str, detail: &str, limit: Option<String>) -> FieldError {
    FieldError::new(path, code, detail, limit)
}

/// Judges what becomes of the documents of a pack, whose version before was `old`. Nothing is written.
pub(crate) fn judge(cx: &mut Context<'_>, old: Option<&Pack>, pack: &Pack) -> Result<Configured> {
    let mut configured = Configured::default();
    let earlier = std::mem::take(cx.violations());
    let (new, old) = (brought(pack), old.map(brought).unwrap_or_default());
    let documents = documents(&new);
    let coming = Coming { pack: Some(pack), documents: &documents };
    for document in &new {
        let Brought { kind, name, said, path } = document;
        let before = store::of_pack(cx.tx(), kind, name)?;
        let known = said_before(&old, path);
        match &before {
            Some((_, there)) if there.pack.is_none() => {
                configured.refusals.push(refusal(path, "name_taken", "is the name of something else", None));
                continue;
            }
            Some((_, there)) if is_own(kind, there, known) => {
                if known.is_none_or(|known| !kind.says_the_same(known, said)) {
                    configured.hides.push(format!("{OWN}.setup.{}.{name}", kind.name));
                }
                // It does not come into force, and is one of its kind all the same.
                (kind.form.read)(&said.to_string(), cx.violations());
            }
            _ => drop(draft(cx, document, before.as_ref(), coming)?),
        }
        found(cx, path, &mut configured.refusals);
    }
    for gone in old.iter().filter(|gone| !new.iter().any(|document| document.path == gone.path)) {
        let Some((key, there)) = store::of_pack(cx.tx(), gone.kind, &gone.name)? else { continue };
        let mut users: Vec<String> = Vec::new();
        if is_own(gone.kind, &there, Some(gone.said)) {
            users.push(format!("{OWN}.setup.{}.{}", gone.kind.name, gone.name));
        }
        for other in setup::store::naming_document(cx.tx(), gone.kind, &gone.name)? {
            let goes = !new.iter().any(|document| document.kind.name == other.kind && document.name == other.name)
                && old.iter().any(|document| document.kind.name == other.kind && document.name == other.name);
            if other.enabled && other.key != key && !goes {
                users.push(format!("{} {}", other.kind, other.name));
            }
        }
        users.dedup();
        if !users.is_empty() {
            configured.refusals.push(refusal(&gone.path, "in_use", "is in use", Some(users.join(", "))));
        }
        step(cx, gone.kind, &there, key, |cx, content, step| content.check_step(cx, step))?;
        found(cx, &gone.path, &mut configured.refusals);
    }
    *cx.violations() = earlier;
    Ok(configured)
}

/// What comes with a pack, by kind and folded name.
fn documents(new: &[Brought<'_>]) -> Vec<(&'static str, String)> {
    new.iter().map(|document| (document.kind.name, fold(&document.name))).collect()
}

/// What a pack's document is to become beside the one that is there.
fn draft(
    cx: &mut Context<'_>,
    document: &Brought<'_>,
    before: Option<&Kept>,
    coming: Coming<'_>,
) -> Result<Option<Next>> {
    let Brought { kind, name, said, .. } = document;
    let said = match before {
        Some((_, there)) => kind.with_the_house(said, there.document.value()),
        None => (*said).clone(),
    };
    drafted(cx, kind, name, &Tree::from(said), before, coming)
}

/// The step by which a document goes.
fn step(
    cx: &mut Context<'_>,
    kind: &Kind,
    there: &SetupDocument,
    key: i64,
    then: impl FnOnce(&mut Context<'_>, &dyn setup::Content, &Step<'_, dyn setup::Content>) -> Result<()>,
) -> Result<()> {
    let content = kind.content(there.document.value())?;
    then(cx, &*content, &rules::step(Doing::Delete, &there.name, key, false, &*content))
}

/// Brings the documents to a version of a pack that was judged.
pub(crate) fn apply(cx: &mut Context<'_>, old: Option<&Pack>, pack: &Pack) -> Result<()> {
    let (new, old) = (brought(pack), old.map(brought).unwrap_or_default());
    let documents = documents(&new);
    let coming = Coming { pack: Some(pack), documents: &documents };
    for document in &new {
        let Brought { kind, name, path, .. } = document;
        let before = store::of_pack(cx.tx(), kind, name)?;
        if before.as_ref().is_some_and(|(_, there)| is_own(kind, there, said_before(&old, path))) {
            continue;
        }
        let drafted = draft(cx, document, before.as_ref(), coming)?;
        cx.check_fields()?;
        let next = drafted.ok_or_else(|| CrmError::bug("a document of a pack that was judged"))?;
        match before {
            Some(before) => write::replace(cx, kind, before, &next, None, Some(pack.name.to_string()))?,
            None => {
                let id = SetupId(cx.new_id());
                write::create(cx, kind, name, id, &next, None, Some(&pack.name))?
            }
        };
    }
    for gone in old.iter().filter(|gone| !new.iter().any(|document| document.path == gone.path)) {
        if let Some(there) = store::of_pack(cx.tx(), gone.kind, &gone.name)? {
            delete(cx, gone.kind, there)?;
        }
    }
    Ok(())
}

fn delete(cx: &mut Context<'_>, kind: &Kind, (key, there): Kept) -> Result<()> {
    cx.deleted(Entity::SETUP_DOCUMENT, there.id, &there)?;
    step(cx, kind, &there, key, |cx, content, step| content.follow_step(cx, step))?;
    setup::store::delete(cx.tx(), key)
}

/// The pack that brought a document, as it was applied.
fn pack_of(cx: &mut Context<'_>, document: &SetupDocument) -> Result<Option<Pack>> {
    let Some((name, _)) = document.name.split_once('.') else { return Ok(None) };
    Ok(packs::store::get(cx.tx(), name)?.map(|(_, document)| read_text(&document).pack))
}

/// The layer in which a document lies that is to say this: its pack's, where it says what that does.
pub(super) fn layer(cx: &mut Context<'_>, kind: &Kind, before: &SetupDocument, next: &Value) -> Result<Option<String>> {
    if before.pack.is_none() {
        return Ok(None);
    }
    let pack = pack_of(cx, before)?;
    let all = pack.as_ref().map(brought).unwrap_or_default();
    let ours = all.iter().find(|document| document.kind.name == kind.name && document.name == before.name);
    let same = ours.is_some_and(|ours| kind.says_the_same(ours.said, next));
    Ok(Some(pack.filter(|_| same).map_or_else(|| OWN.to_owned(), |pack| pack.name.to_string())))
}

/// Takes away what administrators put over a pack's document; the pack's own goes with the pack alone.
pub(super) fn uncover(cx: &mut Context<'_>, kind: &'static Kind, before: Kept) -> Result<()> {
    let pack = pack_of(cx, &before.1)?;
    let all = pack.as_ref().map(brought).unwrap_or_default();
    let ours = all.into_iter().find(|document| document.kind.name == kind.name && document.name == before.1.name);
    let (Some(pack), Some(ours)) = (&pack, ours) else { return delete(cx, kind, before) };
    if !is_own(kind, &before.1, Some(ours.said)) {
        is_of(cx, "name", &pack.name);
    }
    cx.check_fields()?;
    let drafted = draft(cx, &ours, Some(&before), Coming::default())?;
    cx.check_fields()?;
    let next = drafted.ok_or_else(|| CrmError::bug("a document of a pack that was applied"))?;
    write::replace(cx, kind, before, &next, None, Some(pack.name.to_string())).map(drop)
}

/// Tells that the document which a field names is a pack's, with which alone it goes.
pub(super) fn is_of(cx: &mut Context<'_>, field: &str, pack: &str) {
    let (detail, limit) = (format!("stands in the pack {pack}"), format!("pack {pack}"));
    cx.violations().add(field, "in_use", detail, Some(limit));
}

/// Prints every document again that says names which a new version of a pack gives otherwise (PACK-2), or the engine (EXT-6). What
/// that pack itself brings it says anew. What a document names, records and documents, stays what it was.
pub(super) fn reprint(again: &mut Reprint<'_>) -> Result<()> {
    for kind in setup::all() {
        let mut behind = i64::MIN;
        while let Some((key, there)) = store::behind(again.tx, kind, behind)? {
            behind = key;
            if again.but.is_some() && there.pack.as_deref() == again.but {
                continue;
            }
            if let Some(now) = again.by.document(kind, there.document.value()) {
                let content = kind.content(&now)?;
                let next = SetupDocument { document: now.into(), ..there.clone() };
                let (_, change) =
                    write::next(again.tx, (kind, &*content), (key, there), next, (again.at, again.actor))?;
                again.changes.push(change);
            }
        }
    }
    Ok(())
}

/// What administrators put beside the packs and over theirs, of the kinds that the acting user reads, as `setup.put` takes it in
/// another database: without ids (PACK-13).
pub(crate) fn of_the_house(cx: &mut Context<'_>, packs: &[Pack]) -> Result<Vec<Value>> {
    let all: Vec<Brought<'_>> = packs.iter().flat_map(brought).collect();
    let mut found = Vec::new();
    for kind in setup::all() {
        if !kind.lets(cx, Wanted::Read)? {
            continue;
        }
        for there in store::of_the_house(cx.tx(), kind, OWN)? {
            // What every new database begins with is there already, until somebody changes it.
            if there.changed_by.is_none() {
                continue;
            }
            let said = all.iter().find(|one| one.kind.name == kind.name && one.name == there.name).map(|one| one.said);
            if there.pack.is_none() || is_own(kind, &there, said) {
                found.push(serde_json::json!({
                    "kind": kind.name,
                    "name": there.name,
                    "enabled": there.enabled,
                    "position": there.position,
                    "document": kind.without_ids(there.document.value()),
                }));
            }
        }
    }
    Ok(found)
}

/// Refuses to let a pack sleep while an enabled document of others names one of its own.
pub(crate) fn may_sleep(cx: &mut Context<'_>, pack: &Pack) -> Result<()> {
    let own = brought(pack);
    for document in &own {
        for other in setup::store::naming_document(cx.tx(), document.kind, &document.name)? {
            let ours = own.iter().any(|one| one.kind.name == other.kind && one.name == other.name);
            if other.enabled && !ours {
                return Err(CrmError::conflict(Entity::PACK.as_str(), &pack.name, "in_use"));
            }
        }
    }
    Ok(())
}

/// What the enabled documents of a pack that wakes name must be there.
pub(crate) fn wakes(cx: &mut Context<'_>, pack: &Pack) -> Result<()> {
    let mut wrong = Vec::new();
    for Brought { kind, name, path, .. } in brought(pack) {
        if let Some((_, there)) = store::find(cx.tx(), kind, &name)?
            && there.enabled
        {
            let content = kind.content(there.document.value())?;
            let named = content.names_of(cx)?;
            Named::must_be_there(cx, &named)?;
            found(cx, &path, &mut wrong);
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(CrmError::Invalid { fields: wrong }) }
}

/// Destroys the documents of a pack that is gone for good, with what administrators put over them; gives how many records
/// referred to them.
pub(crate) fn forget(cx: &mut Context<'_>, pack: &str) -> Result<i64> {
    let (front, mut records) = (format!("{pack}."), 0);
    for kind in setup::all() {
        let mut behind = i64::MIN;
        while let Some(there) = store::behind(cx.tx(), kind, behind)? {
            behind = there.0;
            if there.1.pack.is_some() && there.1.name.starts_with(&front) {
                step(cx, kind, &there.1, there.0, |cx, content, step| {
                    records += content.let_go_of(cx, step)?;
                    Ok(())
                })?;
                delete(cx, kind, there)?;
            }
        }
    }
    Ok(records)
}
