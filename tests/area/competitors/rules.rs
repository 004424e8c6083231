//! What is checked and done.

use super::store;
use super::types::*;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Created, Entity};
use crate::engine::page::PageRequest;
use crate::engine::storage::{Changes, Table};

fn load(cx: &mut Context<'_>, id: CompetitorId) -> Result<(i64, Competitor)> {
    match Competitor::find(cx.tx(), id)? {
        Some(found) => Ok(found),
        None => cx.not_found(Entity::COMPETITOR, id),
    }
}

pub(super) fn create(cx: &mut Context<'_>, new: &NewCompetitor, id: &Option<CompetitorId>) -> Result<Competitor> {
    let id = match cx.create_once(Entity::COMPETITOR, id.map(Into::into), new)? {
        Created::New(id) => CompetitorId(id),
        Created::Before(id) => return Ok(load(cx, CompetitorId(id))?.1),
    };
    cx.check_fields()?;
    let now = cx.now();
    Competitor::insert(cx.tx(), id, new, vec![("created_at", now.into())])?;
    let (_, competitor) = load(cx, id)?;
    cx.created(Entity::COMPETITOR, id, &competitor)?;
    Ok(competitor)
}

pub(super) fn get(cx: &mut Context<'_>, id: &CompetitorId) -> Result<Competitor> {
    let (_, competitor) = load(cx, *id)?;
    cx.guard(&competitor, &None)?;
    Ok(competitor)
}

pub(super) fn list(
    cx: &mut Context<'_>,
    filter: &Option<CompetitorFilter>,
    page: &Option<PageRequest>,
) -> Result<CompetitorPage> {
    cx.check_fields()?;
    store::list(cx.tx(), filter.as_ref(), page)
}

pub(super) fn update(cx: &mut Context<'_>, id: &CompetitorId, changes: &CompetitorUpdate) -> Result<Competitor> {
    let (key, before) = load(cx, *id)?;
    cx.guard(&before, &changes.version)?;
    cx.check_fields()?;
    let mut after = before.clone();
    changes.apply(&mut after);
    if after == before {
        return Ok(before);
    }
    after.version += 1;
    after.update(cx.tx(), key, changes, vec![])?;
    cx.updated(Entity::COMPETITOR, *id, &before, &after)?;
    Ok(after)
}

pub(super) fn delete(cx: &mut Context<'_>, id: &CompetitorId, version: &Option<i64>) -> Result<()> {
    let (key, before) = load(cx, *id)?;
    cx.guard(&before, version)?;
    cx.deleted(Entity::COMPETITOR, *id, &before)?;
    Competitor::delete(cx.tx(), key).map(drop)
}
