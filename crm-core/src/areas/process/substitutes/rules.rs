//! What is checked and done. The engine follows whom they stand in for.

use super::store;
use super::types::*;
use crate::engine::approval::{APPROVAL_FLOW, NewStandIn, StandIn, kept_requests as kept};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Created, Entity};
use crate::engine::ids::{RecordId, UserId};
use crate::engine::permission::{ADMINISTRATOR, has_role};
use crate::engine::setup::store::id_of;
use crate::users::UserRef;
use crate::users::rules::active_user;
use crate::users::store as users;

/// A substitute with its key.
pub(crate) struct Found {
    key: i64,
    pub(super) substitute: Substitute,
}

/// Substitutes as they are told.
fn told(cx: &mut Context<'_>, all: Vec<StandIn>) -> Result<Vec<Found>> {
    let names = store::flow_names(cx.tx(), &all)?;
    let user = |((_, id), display_name): ((i64, UserId), String)| UserRef { id, display_name };
    let found = all.into_iter().map(|kept| {
        let named = |ids: Vec<RecordId>| ids.iter().filter_map(|id| names.get(id).cloned()).collect();
        let substitute = Substitute {
            id: SubstituteId(kept.id.0),
            version: kept.version,
            user: user(kept.user),
            substitute: user(kept.substitute),
            starts_at: kept.starts_at,
            ends_at: kept.ends_at,
            flows: kept.flows.map(named),
        };
        Found { key: kept.key, substitute }
    });
    Ok(found.collect())
}

/// The substitute as guards see it.
pub(super) fn subject(cx: &mut Context<'_>, id: SubstituteId) -> Result<Option<Found>> {
    match kept::substitute(cx.tx(), RecordId(id.0))? {
        Some(kept) => Ok(told(cx, vec![kept])?.pop()),
        None => Ok(None),
    }
}

fn load(cx: &mut Context<'_>, id: SubstituteId) -> Result<Found> {
    match subject(cx, id)? {
        Some(found) => Ok(found),
        None => cx.not_found(Entity::SUBSTITUTE, id),
    }
}

/// APPR-12.
pub(super) fn set(cx: &mut Context<'_>, new: &NewSubstitute, id: &Option<SubstituteId>) -> Result<Substitute> {
    let me = cx.actor_key();
    let theirs = new.user.is_none() || new.user == cx.actor_id();
    if !theirs && me.is_some() && !has_role(cx.tx(), me, ADMINISTRATOR)? {
        return Err(CrmError::forbidden(cx.called(), "not_yours"));
    }
    let id = match cx.create_once(Entity::SUBSTITUTE, id.map(Into::into), new)? {
        Created::New(id) => SubstituteId(id),
        Created::Before(id) => return Ok(load(cx, SubstituteId(id))?.substitute),
    };
    let user = active_user(cx, "user", &new.user.or(cx.actor_id()))?;
    let substitute = active_user(cx, "substitute", &Some(new.substitute))?;
    if user.is_some() && user == substitute {
        cx.violations().add("substitute", "not_here", "stands in for nobody else", None);
    }
    let now = cx.now();
    if new.ends_at <= new.starts_at || new.ends_at <= now {
        let limit = Some(new.starts_at.max(now).to_string());
        cx.violations().add("ends_at", "period_reversed", "ends before it begins, or has ended", limit);
    }
    let mut flows = new.flows.as_ref().map(|names| Vec::with_capacity(names.len()));
    for (at, name) in new.flows.iter().flatten().enumerate() {
        match id_of(cx.tx(), &APPROVAL_FLOW, name)? {
            Some(flow) => flows.get_or_insert_default().push(flow),
            None => {
                let limit = Some(name.clone());
                cx.violations().add(&format!("flows[{at}]"), "unknown_record", "is no flow", limit);
            }
        }
    }
    if let Some(user) = user
        && kept::of_person(cx.tx(), user, now)?.len() >= MAX_SUBSTITUTES
    {
        let limit = Some(MAX_SUBSTITUTES.to_string());
        cx.violations().add("user", "too_many", "has so many substitutes already", limit);
    }
    cx.check_fields()?;
    let (Some(user), Some(substitute)) = (user, substitute) else {
        return Err(CrmError::forbidden(cx.called(), "no_permission"));
    };
    let (starts_at, ends_at) = (new.starts_at, new.ends_at);
    kept::put_substitute(
        cx.tx(),
        &NewStandIn { id: RecordId(id.0), user, substitute, starts_at, ends_at, flows, now },
    )?;
    let found = load(cx, id)?.substitute;
    cx.created(Entity::SUBSTITUTE, id, &found)?;
    Ok(found)
}

/// APPR-12.
pub(super) fn end(cx: &mut Context<'_>, id: &SubstituteId, version: &Option<i64>) -> Result<()> {
    let found = load(cx, *id)?;
    cx.guard(&found, version)?;
    cx.check_fields()?;
    cx.deleted(Entity::SUBSTITUTE, *id, &found.substitute)?;
    kept::end_substitute(cx.tx(), found.key).map(drop)
}

/// APPR-12.
pub(super) fn list(cx: &mut Context<'_>, user: &Option<UserId>) -> Result<Vec<Substitute>> {
    cx.check_fields()?;
    let key = match user {
        Some(user) => users::key(cx.tx(), *user)?,
        None => cx.actor_key(),
    };
    let Some(key) = key else { return Ok(Vec::new()) };
    let now = cx.now();
    let all = kept::of_person(cx.tx(), key, now)?;
    Ok(told(cx, all)?.into_iter().map(|found| found.substitute).collect())
}
