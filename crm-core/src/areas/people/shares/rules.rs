//! What is checked and done.

use std::collections::HashSet;

use super::store::{self, Beside, With};
use super::types::*;
use crate::customers::status::ACCOUNT_MANAGER;
use crate::departments::{self, DepartmentId};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::guard::Subject;
use crate::engine::gate::{Context, Entity, kind};
use crate::engine::ids::{RecordId, UserId};
use crate::engine::page::PageRequest;
use crate::engine::permission;
use crate::opportunities::status::ASSIGNEE;
use crate::users::rules::active_user;
use crate::users::store as users;

/// A record that can be shared.
struct Shared {
    beside: &'static Beside,
    subject: Box<dyn Subject>,
    key: i64,
}

fn beside(cx: &mut Context<'_>, entity: &Entity) -> Result<&'static Beside> {
    store::beside(entity).map_or_else(
        || {
            cx.violations().add("entity", "unknown_value", "can't be shared", Some(store::kinds()));
            cx.check_fields()?;
            Err(CrmError::bug("a violation that was not told"))
        },
        Ok,
    )
}

/// The record, once the acting user may do this with it.
fn guarded(cx: &mut Context<'_>, entity: &Entity, id: RecordId) -> Result<Shared> {
    let beside = beside(cx, entity)?;
    let Some(subject) = kind::find(entity)?.subject(cx, id)? else { return cx.not_found(entity.clone(), id) };
    cx.guard(&*subject, &None)?;
    match beside.key(cx.tx(), id)? {
        Some(key) => Ok(Shared { beside, subject, key }),
        None => cx.not_found(entity.clone(), id),
    }
}

/// Whether the acting user may share the record (SHARE-3): it is theirs, or they change any by role. What the roles say of
/// sharing alone is not enough.
fn may_share(cx: &mut Context<'_>, shared: &Shared) -> Result<bool> {
    let Some(user) = cx.actor_key() else { return Ok(true) };
    let me = cx.actor_id();
    let has = |(name, who): &(&str, UserId)| [ACCOUNT_MANAGER.name, ASSIGNEE.name].contains(name) && Some(*who) == me;
    if shared.subject.duties().iter().any(has) {
        return Ok(true);
    }
    let writes = |held: &String| held == shared.beside.written_by;
    Ok(cx.by_level()
        && permission::held(cx.tx(), user)?.iter().any(writes)
        && cx.decides(shared.beside.written_by, &*shared.subject)?)
}

fn not_yours<T>(cx: &Context<'_>) -> Result<T> {
    Err(CrmError::forbidden(cx.operation().name, "not_yours"))
}

/// Whom a share is with; where both or none are named, that is a violation.
fn with(
    cx: &mut Context<'_>,
    user: &Option<UserId>,
    department: &Option<DepartmentId>,
    find: fn(&mut Context<'_>, UserId) -> Result<Option<i64>>,
) -> Result<Option<With>> {
    match (user, department) {
        (Some(user), None) => Ok(find(cx, *user)?.map(With::User)),
        (None, Some(_)) => Ok(departments::rules::choose(cx, "department", department)?.map(With::Department)),
        (None, None) => {
            cx.violations().missing("user");
            Ok(None)
        }
        (Some(_), Some(_)) => {
            cx.violations().add("department", "one_of", "a user or a department, not both", Some("user".into()));
            Ok(None)
        }
    }
}

/// SHARE-2, SHARE-3.
pub(super) fn give(
    cx: &mut Context<'_>,
    entity: &Entity,
    id: &RecordId,
    access: &ShareAccess,
    user: &Option<UserId>,
    department: &Option<DepartmentId>,
) -> Result<ShareList> {
    let shared = guarded(cx, entity, *id)?;
    if !may_share(cx, &shared)? {
        return not_yours(cx);
    }
    if user.is_some() && *user == cx.actor_id() {
        cx.violations().add("user", "somebody_else", "must be somebody else", None);
    }
    let with = with(cx, user, department, |cx, user| active_user(cx, "user", &Some(user)))?;
    cx.check_fields()?;
    let Some(with) = with else { return Err(CrmError::bug("a violation that was not told")) };
    let Shared { beside, key, .. } = shared;
    let before = beside.shares(cx.tx(), key)?;
    let (by, now) = (cx.actor_key(), cx.now());
    match beside.access(cx.tx(), key, with)? {
        Some(there) if there == *access => return Ok(before),
        Some(_) => beside.change(cx.tx(), key, with, *access, by, now)?,
        None if before.shares.len() >= MAX_SHARES => {
            return Err(CrmError::conflict(entity.as_str(), *id, "too_many"));
        }
        None => beside.give(cx.tx(), key, with, *access, by, now)?,
    };
    let after = beside.shares(cx.tx(), key)?;
    cx.updated(entity.clone(), *id, &before, &after)?;
    Ok(after)
}

/// SHARE-5.
pub(super) fn take_back(
    cx: &mut Context<'_>,
    entity: &Entity,
    id: &RecordId,
    user: &Option<UserId>,
    department: &Option<DepartmentId>,
) -> Result<()> {
    let shared = guarded(cx, entity, *id)?;
    let own = user.is_some() && *user == cx.actor_id() && department.is_none();
    if !own && !may_share(cx, &shared)? {
        return not_yours(cx);
    }
    let with = with(cx, user, department, |cx, user| {
        let key = users::key(cx.tx(), user)?;
        if key.is_none() {
            cx.violations().add("user", "unknown_record", "is not a user", None);
        }
        Ok(key)
    })?;
    cx.check_fields()?;
    let Some(with) = with else { return Err(CrmError::bug("a violation that was not told")) };
    let Shared { beside, key, .. } = shared;
    let before = beside.shares(cx.tx(), key)?;
    if beside.take_back(cx.tx(), key, with)? > 0 {
        let after = beside.shares(cx.tx(), key)?;
        cx.updated(entity.clone(), *id, &before, &after)?;
    }
    Ok(())
}

/// HAND-4: what is shared with a user is not any more, of the records that `keep` leaves; whether there was anything.
pub(crate) fn end(
    cx: &mut Context<'_>,
    user: i64,
    keep: fn(&mut Context<'_>, &Entity, &mut Vec<RecordId>) -> Result<i64>,
) -> Result<bool> {
    let mut any = false;
    for beside in store::all() {
        let with = beside.with(cx.tx(), user)?;
        let mut kept: Vec<RecordId> = with.iter().map(|(_, id)| *id).collect();
        keep(cx, &beside.entity, &mut kept)?;
        let kept: HashSet<RecordId> = kept.into_iter().collect();
        for (record, id) in with.into_iter().filter(|(_, id)| kept.contains(id)) {
            let before = beside.shares(cx.tx(), record)?;
            beside.take_back(cx.tx(), record, With::User(user))?;
            let after = beside.shares(cx.tx(), record)?;
            cx.updated(beside.entity.clone(), id, &before, &after)?;
            any = true;
        }
    }
    Ok(any)
}

/// SHARE-6.
pub(super) fn list(cx: &mut Context<'_>, entity: &Entity, id: &RecordId) -> Result<ShareList> {
    let shared = guarded(cx, entity, *id)?;
    if !may_share(cx, &shared)? {
        return not_yours(cx);
    }
    cx.check_fields()?;
    shared.beside.shares(cx.tx(), shared.key)
}

/// SHARE-6.
pub(super) fn mine(cx: &mut Context<'_>, entity: &Entity, page: &Option<PageRequest>) -> Result<SharedRecordPage> {
    let beside = beside(cx, entity)?;
    cx.check_fields()?;
    // Nothing is shared with the engine.
    let user = cx.actor_key().unwrap_or_default();
    let departments = store::departments_of(cx.tx(), user)?;
    beside.shared_with(cx.tx(), user, &departments, page)
}
