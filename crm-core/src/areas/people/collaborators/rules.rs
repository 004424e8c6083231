//! What is checked and done.

use std::collections::HashSet;

use super::store::{self, Beside};
use super::types::*;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity, kind};
use crate::engine::ids::{RecordId, UserId};
use crate::users::rules::active_user;
use crate::users::store as users;

/// Where the record's collaborators stand and its key, once the acting user may do this with it.
fn guarded(cx: &mut Context<'_>, entity: &Entity, id: RecordId) -> Result<(&'static Beside, i64)> {
    let Some(beside) = store::beside(entity) else {
        cx.violations().add("entity", "unknown_value", "has no collaborators", Some(store::kinds()));
        cx.check_fields()?;
        return Err(CrmError::bug("a violation that was not told"));
    };
    match kind::find(entity)?.subject(cx, id)? {
        Some(subject) => cx.guard(&*subject, &None)?,
        None => return cx.not_found(entity.clone(), id),
    }
    match beside.key(cx.tx(), id)? {
        Some(key) => Ok((beside, key)),
        None => cx.not_found(entity.clone(), id),
    }
}

/// SHARE-1.
pub(super) fn add(cx: &mut Context<'_>, entity: &Entity, id: &RecordId, user: &UserId) -> Result<CollaboratorList> {
    let (beside, record) = guarded(cx, entity, *id)?;
    let user_key = active_user(cx, "user", &Some(*user))?;
    cx.check_fields()?;
    let before = beside.collaborators(cx.tx(), record)?;
    let Some(user_key) = user_key.filter(|_| !before.names(*user)) else { return Ok(before) };
    if before.collaborators.len() >= MAX_COLLABORATORS {
        return Err(CrmError::conflict(entity.as_str(), *id, "too_many"));
    }
    let (by, now) = (cx.actor_key(), cx.now());
    beside.add(cx.tx(), record, user_key, by, now)?;
    changed(cx, (beside, record), *id, &before)
}

/// SHARE-1.
pub(super) fn remove(cx: &mut Context<'_>, entity: &Entity, id: &RecordId, user: &UserId) -> Result<CollaboratorList> {
    let (beside, record) = guarded(cx, entity, *id)?;
    let user_key = users::key(cx.tx(), *user)?;
    if user_key.is_none() {
        cx.violations().add("user", "unknown_record", "is not a user", None);
    }
    cx.check_fields()?;
    let before = beside.collaborators(cx.tx(), record)?;
    let Some(user_key) = user_key.filter(|_| before.names(*user)) else { return Ok(before) };
    beside.remove(cx.tx(), record, user_key)?;
    changed(cx, (beside, record), *id, &before)
}

/// Reads them again and records what changed, as a change of the record (SHARE-6).
fn changed(
    cx: &mut Context<'_>,
    (beside, record): (&Beside, i64),
    id: RecordId,
    before: &CollaboratorList,
) -> Result<CollaboratorList> {
    let after = beside.collaborators(cx.tx(), record)?;
    cx.updated(beside.entity.clone(), id, before, &after)?;
    Ok(after)
}

/// SHARE-6.
pub(super) fn list(cx: &mut Context<'_>, entity: &Entity, id: &RecordId) -> Result<CollaboratorList> {
    let (beside, record) = guarded(cx, entity, *id)?;
    cx.check_fields()?;
    beside.collaborators(cx.tx(), record)
}

/// HAND-4: somebody's collaborations are a successor's from now on, unless that one has the record already; how many there
/// were, of those that `keep` leaves, and how many it left out.
pub(crate) fn pass_on(
    cx: &mut Context<'_>,
    from: i64,
    to: (i64, UserId),
    keep: fn(&mut Context<'_>, &Entity, &mut Vec<RecordId>) -> Result<i64>,
) -> Result<(i64, i64)> {
    let (mut passed, mut left) = (0, 0);
    for beside in store::all() {
        let mut of = beside.of(cx.tx(), from)?;
        let mut kept: Vec<RecordId> = of.iter().map(|(_, id)| *id).collect();
        left += keep(cx, &beside.entity, &mut kept)?;
        let kept: HashSet<RecordId> = kept.into_iter().collect();
        of.retain(|(_, id)| kept.contains(id));
        for (record, id) in of {
            let before = beside.collaborators(cx.tx(), record)?;
            beside.remove(cx.tx(), record, from)?;
            if beside.holder(cx.tx(), record)? != Some(to.0) && !before.names(to.1) {
                let (by, now) = (cx.actor_key(), cx.now());
                beside.add(cx.tx(), record, to.0, by, now)?;
            }
            changed(cx, (beside, record), id, &before)?;
            passed += 1;
        }
    }
    Ok((passed, left))
}

/// HAND-4: who hands a record over becomes its collaborator.
pub(crate) fn stay(cx: &mut Context<'_>, entity: &Entity, id: RecordId, who: (i64, UserId)) -> Result<()> {
    let Some(beside) = store::beside(entity) else { return Ok(()) };
    let Some(record) = beside.key(cx.tx(), id)? else { return Ok(()) };
    let before = beside.collaborators(cx.tx(), record)?;
    if before.names(who.1) {
        return Ok(());
    }
    if before.collaborators.len() >= MAX_COLLABORATORS {
        return Err(CrmError::conflict(entity.as_str(), id, "too_many"));
    }
    let (by, now) = (cx.actor_key(), cx.now());
    beside.add(cx.tx(), record, who.0, by, now)?;
    changed(cx, (beside, record), id, &before).map(drop)
}

impl CollaboratorList {
    fn names(&self, user: UserId) -> bool {
        self.collaborators.iter().any(|c| c.user.id == user)
    }
}
