//! What is checked and done.

use super::status::Found;
use super::store;
use super::types::*;
use crate::engine::error::{CrmError, FieldError, Result};
use crate::engine::gate::{Context, Created, Entity};
use crate::engine::objects::reprinting::Reprint;
use crate::engine::objects::views::{Judge, OfPack};
use crate::engine::page::PageRequest;
use crate::engine::tree::Tree;
use crate::engine::value::Values;
use crate::objects::{ObjectPage, ObjectTable};
use crate::{departments, roles};

fn load(cx: &mut Context<'_>, id: ViewId) -> Result<Found> {
    let judge = cx.judge_of_views()?;
    match store::get(cx.tx(), id)? {
        Some(found) => Ok(judged(&judge, found)),
        None => cx.not_found(Entity::VIEW, id),
    }
}

/// The view, where it is there for the acting user: whoever may ask it, and who deletes any.
pub(super) fn subject(cx: &mut Context<'_>, id: ViewId) -> Result<Option<Found>> {
    let user = cx.actor_key();
    let there = store::asked(cx.tx(), id, user)?.is_some() || cx.holds_in_stead(Entity::VIEW.as_str(), "delete")?;
    if there { store::get(cx.tx(), id) } else { Ok(None) }
}

/// The view, once the acting user may do this with it.
fn guarded(cx: &mut Context<'_>, id: ViewId, version: &Option<i64>) -> Result<Found> {
    match subject(cx, id)? {
        Some(found) => {
            cx.guard(&found, version)?;
            let judge = cx.judge_of_views()?;
            Ok(judged(&judge, found))
        }
        None => cx.not_found(Entity::VIEW, id),
    }
}

/// The view, with whether it can be asked.
fn judged(judge: &Judge, mut found: Found) -> Found {
    found.view.broken = !judge.view(&found.view.definition, "").1.is_empty();
    found
}

impl From<OfPack> for View {
    fn from(OfPack { name, object, version, definition }: OfPack) -> View {
        // What a pack would be left without, it keeps, or its plan is refused.
        View { id: None, name, version, object, definition, owner: None, shares: ViewShares::default(), broken: false }
    }
}

/// A view that is a section of the workbench (VIEW-8).
pub(crate) struct OnBench {
    pub(crate) name: String,
    /// What `views.rows` takes: the name of a pack's, the id of a person's.
    pub(crate) view: String,
    /// What it is called in the session's language.
    pub(crate) label: String,
    pub(crate) definition: Tree,
}

impl OnBench {
    /// Whether a view is to be one.
    pub(crate) fn is_wanted(definition: &Tree) -> bool {
        definition.value().get("bench").and_then(serde_json::Value::as_bool) == Some(true)
    }

    /// Whether it is the one of that name, or id.
    pub(crate) fn is_called(&self, name: &str) -> bool {
        self.name == name || self.view == name
    }
}

/// Those that the acting user may ask: people's in their order, behind them those of packs.
pub(crate) fn on_bench(cx: &mut Context<'_>) -> Result<Vec<OnBench>> {
    let user = cx.actor_key();
    let kept = store::on_bench(cx.tx(), user)?.into_iter().map(|(id, name, definition)| OnBench {
        view: id.0.to_string(),
        label: name.clone(),
        name,
        definition,
    });
    let mut found: Vec<OnBench> = kept.collect();
    let (catalogue, locale) = (cx.catalogue()?, cx.session().locale());
    for OfPack { name, definition, .. } in cx.views_of_packs(None)? {
        let label = name.split_once('.').map(|(pack, view)| catalogue.view_label(locale, pack, view));
        found.push(OnBench { view: name.clone(), label: label.unwrap_or_default(), name, definition });
    }
    found.retain(|view| OnBench::is_wanted(&view.definition));
    Ok(found)
}

/// VIEW-1, VIEW-2.
pub(super) fn list(cx: &mut Context<'_>, object: &Option<String>) -> Result<Vec<View>> {
    let judge = cx.judge_of_views()?;
    let user = cx.actor_key();
    let kept = store::list(cx.tx(), user, object)?;
    let kept: Vec<View> = kept.into_iter().map(|found| judged(&judge, found).view).collect();
    let of_packs = cx.views_of_packs(object.as_deref())?;
    Ok(kept.into_iter().chain(of_packs.into_iter().map(View::from)).collect())
}

/// VIEW-1.
pub(super) fn create(cx: &mut Context<'_>, new: &NewView, id: &Option<ViewId>) -> Result<View> {
    // Whose it is stands for a part of what is given: nobody has another's view by knowing its id.
    let whose = cx.actor_id();
    let id = match cx.create_once_below(Entity::VIEW, id.map(Into::into), &whose, new)? {
        Created::New(id) => ViewId(id),
        Created::Before(id) => return Ok(load(cx, ViewId(id))?.view),
    };
    let owner = cx.actor_key();
    if store::count(cx.tx(), owner)? >= MAX_VIEWS {
        cx.violations().add("name", "too_many", "one has as many as one may", Some(MAX_VIEWS.to_string()));
    }
    unique_name(cx, owner, &new.name, None)?;
    let object = object_of(cx, &new.definition)?;
    cx.check_fields()?;
    store::insert(cx.tx(), id, owner, new, &object)?;
    let Found { view, .. } = load(cx, id)?;
    cx.created(Entity::VIEW, id, &view)?;
    Ok(view)
}

fn unique_name(cx: &mut Context<'_>, owner: Option<i64>, name: &str, but: Option<i64>) -> Result<()> {
    if store::name_taken(cx.tx(), owner, name, but)? {
        cx.violations().add("name", "not_unique", "is taken by another view of one's own", None);
    }
    Ok(())
}

/// The object that a definition asks of; what is wrong with the definition is told.
fn object_of(cx: &mut Context<'_>, definition: &Tree) -> Result<String> {
    if definition.to_string().len() > MAX_DEFINITION {
        cx.violations().add("definition", "too_large", "must have at most 16 KiB", Some("16 KiB".into()));
        return Ok(String::new());
    }
    let (view, wrong) = cx.judge_of_views()?.view(definition, "definition");
    for FieldError { field, code, detail, limit, .. } in &wrong {
        cx.violations().add(field, code, detail, limit.clone());
    }
    Ok(view.of.to_string())
}

/// VIEW-2.
pub(super) fn update(cx: &mut Context<'_>, id: &ViewId, changes: &ViewUpdate) -> Result<View> {
    let Found { key, view: before, .. } = guarded(cx, *id, &changes.version)?;
    let mut after = before.clone();
    if let Some(name) = &changes.name {
        let owner = cx.actor_key();
        unique_name(cx, owner, name, Some(key))?;
        after.name.clone_from(name);
    }
    if let Some(definition) = &changes.definition {
        after.object = object_of(cx, definition)?;
        after.definition = definition.clone();
    }
    cx.check_fields()?;
    changed(cx, key, before, after)
}

/// Writes what a view is to be, where that is something else, and tells the audit.
fn changed(cx: &mut Context<'_>, key: i64, before: View, mut after: View) -> Result<View> {
    // Not what is derived: a view may have come to stand by itself.
    after.broken = before.broken;
    if after == before {
        return Ok(before);
    }
    after.version += 1;
    store::update(cx.tx(), key, &after)?;
    let Some(id) = after.id else { return Err(CrmError::bug("a kept view has an id")) };
    let after = load(cx, id)?.view;
    cx.updated(Entity::VIEW, id, &before, &after)?;
    Ok(after)
}

/// VIEW-2.
pub(super) fn delete(cx: &mut Context<'_>, id: &ViewId, version: &Option<i64>) -> Result<()> {
    let found = guarded(cx, *id, version)?;
    cx.deleted(Entity::VIEW, *id, &found.view)?;
    store::delete(cx.tx(), found.key)?;
    Ok(())
}

/// VIEW-2.
pub(super) fn share(cx: &mut Context<'_>, id: &ViewId, with: &ViewShares) -> Result<View> {
    let Found { key, view: before, .. } = guarded(cx, *id, &None)?;
    let roles = roles::rules::by_name(cx, "roles", &with.roles)?;
    let mut departments = Vec::with_capacity(with.departments.len());
    for (at, id) in with.departments.iter().enumerate() {
        departments.extend(departments::rules::choose(cx, &format!("departments[{at}]"), &Some(*id))?);
    }
    let some = with.everybody || !roles.is_empty() || !departments.is_empty();
    if some && store::count_shared(cx.tx(), key)? >= MAX_SHARED {
        let detail = "as many views are shared as may be";
        cx.violations().add("with", "too_many", detail, Some(MAX_SHARED.to_string()));
    }
    cx.check_fields()?;
    store::share(cx.tx(), key, &roles, &departments)?;
    let mut after = load(cx, *id)?.view;
    after.shares.everybody = with.everybody;
    changed(cx, key, before, after)
}

/// The definition of the view that an argument names, where the acting user may ask it.
fn asked(cx: &mut Context<'_>, view: &str) -> Result<Tree> {
    let user = cx.actor_key();
    let found = match view.parse().map(ViewId) {
        Ok(id) => store::asked(cx.tx(), id, user)?,
        Err(_) => cx.view_of_pack(view)?.map(|found| found.definition),
    };
    found.ok_or_else(|| CrmError::NotFound { entity: Entity::VIEW.as_str().into(), id: view.to_owned() })
}

/// VIEW-1, VIEW-3.
pub(super) fn rows(
    cx: &mut Context<'_>,
    view: &str,
    parameters: &Option<Values>,
    page: &Option<PageRequest>,
) -> Result<ObjectPage> {
    let definition = asked(cx, view)?;
    cx.rows_of_view(&definition, parameters, page)
}

/// VIEW-4.
pub(super) fn table(cx: &mut Context<'_>, view: &str, parameters: &Option<Values>) -> Result<ObjectTable> {
    let definition = asked(cx, view)?;
    cx.table_of_view(&definition, parameters)
}

/// What a user shares becomes that of the acting user, who disabled them (VIEW-2). Where they have one of the name, it is
/// numbered; what the user keeps for themselves stays theirs.
pub(crate) fn take_over(cx: &mut Context<'_>, from: i64) -> Result<()> {
    let Some(to) = cx.actor_key().filter(|to| *to != from) else { return Ok(()) };
    let judge = cx.judge_of_views()?;
    for found in store::shared_of(cx.tx(), from)? {
        let Found { key, view: before, .. } = judged(&judge, found);
        let name = free_name(cx, to, &before.name)?;
        store::give(cx.tx(), key, to, &name)?;
        let Some(id) = before.id else { return Err(CrmError::bug("a kept view has an id")) };
        let after = load(cx, id)?.view;
        cx.updated(Entity::VIEW, id, &before, &after)?;
    }
    Ok(())
}

/// Views that are looked at together.
const PAGE: i64 = 500;

/// Prints whatever people keep again with the names that a new version of a pack gives (VIEW-9), or the engine (EXT-6). Each gets
/// another version, so that nobody puts the old names back unawares; what it says is what it said, so the pack's row in the audit
/// tells it.
pub(super) fn reprint(again: &mut Reprint<'_>) -> Result<()> {
    let mut behind = i64::MIN;
    loop {
        let page = store::definitions(again.tx, behind, PAGE)?;
        let Some((last, _)) = page.last() else { return Ok(()) };
        behind = *last;
        for (key, definition) in page {
            if let Some((object, definition)) = again.by.view(&definition) {
                store::reprint(again.tx, key, &object, &definition)?;
            }
        }
    }
}

/// The name, or the next one that the user's own views leave free.
fn free_name(cx: &mut Context<'_>, owner: i64, name: &str) -> Result<String> {
    let (mut free, mut number) = (name.to_owned(), 1);
    while store::name_taken(cx.tx(), Some(owner), &free, None)? {
        number += 1;
        let short: String = name.chars().take(90).collect();
        free = format!("{short} ({number})");
    }
    Ok(free)
}
