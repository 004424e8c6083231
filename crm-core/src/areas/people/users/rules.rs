//! What is checked and done.

pub(crate) use super::own::own;
pub(super) use super::own::{change_password, me, update_profile};

use super::own;
use super::status::Found;
use super::store;
use super::types::*;
use crate::dictionary::DictionaryEntryId;
use crate::dictionary::choose::choose;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Created, Entity};
use crate::engine::ids::UserId;
use crate::engine::page::PageRequest;
use crate::engine::permission::{ACCOUNT_MANAGER, ADMINISTRATOR};
use crate::engine::record::apply;
use crate::engine::secret::Secret;
use crate::engine::setup::store as setup;
use crate::engine::tree::Tree;
use crate::{activities, departments, notifications, roles, views};

/// The user with the internal key, or `NotFound`.
pub(crate) fn load(cx: &mut Context<'_>, id: UserId) -> Result<(i64, User)> {
    match store::get(cx.tx(), id)? {
        Some(found) => Ok(found),
        None => cx.not_found(Entity::USER, id),
    }
}

/// The user as the guards see them, `None` where there is none.
pub(crate) fn subject(cx: &mut Context<'_>, id: UserId) -> Result<Option<Found>> {
    let Some((key, user)) = store::get(cx.tx(), id)? else { return Ok(None) };
    let administrator = user.status == UserStatus::Active && user.roles.iter().any(|r| r == ADMINISTRATOR);
    let last_administrator = administrator && store::is_last_administrator(cx.tx(), key)?;
    Ok(Some(Found { key, is_own: cx.actor_id() == Some(id), user, last_administrator }))
}

/// The user, once the acting user may do this with them now.
fn guarded(cx: &mut Context<'_>, id: UserId, version: &Option<i64>) -> Result<Found> {
    match subject(cx, id)? {
        Some(found) => {
            cx.guard(&found, version)?;
            Ok(found)
        }
        None => cx.not_found(Entity::USER, id),
    }
}

/// The key of an active user that a field names; anything else is a violation of the field.
pub(crate) fn active_user(cx: &mut Context<'_>, field: &str, user: &Option<UserId>) -> Result<Option<i64>> {
    let Some(user) = user else { return Ok(None) };
    let key = store::active(cx.tx(), *user)?;
    if key.is_none() {
        cx.violations().add(field, "not_active_user", "must be an active user", None);
    }
    Ok(key)
}

/// Refuses a user who is not active, unless the record has that user already: a value that stands in the record is no
/// new assignment, whichever way it comes in again. `before` is who stands there.
pub(crate) fn newly_assigned(
    cx: &mut Context<'_>,
    field: &str,
    user: &Option<UserId>,
    before: Option<UserId>,
) -> Result<()> {
    if user.is_some() && *user != before {
        active_user(cx, field, user)?;
    }
    Ok(())
}

/// USER-1.
pub(super) fn create(cx: &mut Context<'_>, new: &NewUser, id: &Option<UserId>) -> Result<User> {
    let id = match cx.create_once(Entity::USER, id.map(Into::into), new)? {
        Created::New(id) => UserId(id),
        Created::Before(id) => return Ok(load(cx, UserId(id))?.1),
    };
    unique_login(cx, &new.login, None)?;
    let department = departments::rules::choose(cx, "department", &new.department)?;
    let regions = regions(cx, new.regions.as_deref().unwrap_or_default())?;
    let roles = roles::rules::by_name(cx, "roles", new.roles.as_deref().unwrap_or_default())?;
    cx.custom_of_new(Entity::USER, &new.custom, true)?;
    cx.check_fields()?;
    let now = cx.now();
    let key = store::insert(cx.tx(), id, new, department, now)?;
    store::set_regions(cx.tx(), key, &regions)?;
    store::set_industries(cx.tx(), key, new.industries.as_deref().unwrap_or_default())?;
    store::set_roles(cx.tx(), key, &roles)?;
    let (_, user) = load(cx, id)?;
    cx.created(Entity::USER, id, &user)?;
    Ok(user)
}

fn unique_login(cx: &mut Context<'_>, login: &str, but: Option<i64>) -> Result<()> {
    if store::login_taken(cx.tx(), login, but)? {
        cx.violations().add("login", "not_unique", "is taken", None);
    }
    Ok(())
}

/// The keys of the regions that a field names.
pub(super) fn regions(cx: &mut Context<'_>, ids: &[DictionaryEntryId]) -> Result<Vec<i64>> {
    let mut keys = Vec::with_capacity(ids.len());
    for (i, id) in ids.iter().enumerate() {
        keys.extend(choose(cx, &format!("regions[{i}]"), "region", &Some(*id))?);
    }
    Ok(keys)
}

pub(super) fn get(cx: &mut Context<'_>, id: &UserId) -> Result<User> {
    Ok(load(cx, *id)?.1)
}

pub(super) fn list(
    cx: &mut Context<'_>,
    filter: &Option<UserFilter>,
    page: &Option<PageRequest>,
    matching: &Option<Tree>,
) -> Result<UserPage> {
    let matching = cx.matching(&Entity::USER, matching)?;
    cx.check_fields()?;
    store::list(cx.tx(), filter.as_ref(), page, matching.as_ref())
}

/// USER-3.
pub(super) fn colleagues(
    cx: &mut Context<'_>,
    filter: &Option<ColleagueFilter>,
    page: &Option<PageRequest>,
) -> Result<ColleaguePage> {
    // Whom an opportunity can be given to is everybody's to know; who else may what is for administrators.
    if let Some(role) = filter.as_ref().and_then(|f| f.role.as_ref())
        && role != ACCOUNT_MANAGER
        && !cx.violations().has("role")
    {
        let detail = format!("must be {ACCOUNT_MANAGER}; who holds another role is for administrators");
        cx.violations().add("role", "unknown_value", detail, Some(ACCOUNT_MANAGER.into()));
    }
    cx.check_fields()?;
    store::colleagues(cx.tx(), filter.as_ref(), page)
}

/// USER-1.
pub(super) fn update(cx: &mut Context<'_>, id: &UserId, changes: &UserUpdate) -> Result<User> {
    let Found { key, user: before, .. } = guarded(cx, *id, &changes.version)?;
    let mut wanted = before.clone();
    apply!(changes => wanted; login, display_name, email, phone);
    unique_login(cx, &wanted.login, Some(key))?;
    let department = departments::rules::choose(cx, "department", &changes.department)?;
    let regions = changes.regions.as_deref().map(|r| self::regions(cx, r)).transpose()?;
    let extended = cx.custom_changes(Entity::USER, *id, &changes.custom)?;
    cx.check_fields()?;
    store::update(cx.tx(), key, &wanted)?;
    if department.is_some() || changes.clears("department") {
        store::set_department(cx.tx(), key, department)?;
        cx.owner_moved(key)?;
    }
    own::set_work(cx, key, regions.as_deref(), changes.industries.as_deref())?;
    let (_, mut after) = load(cx, *id)?;
    if extended || after != before {
        count(cx, key, &before, &mut after)?;
    }
    Ok(after)
}

/// Reads the user again, counts the version and records what changed, if anything did.
pub(crate) fn changed(cx: &mut Context<'_>, key: i64, before: User) -> Result<User> {
    let (_, mut after) = load(cx, before.id)?;
    if after != before {
        count(cx, key, &before, &mut after)?;
    }
    Ok(after)
}

/// Counts the version and records the change.
pub(crate) fn count(cx: &mut Context<'_>, key: i64, before: &User, after: &mut User) -> Result<()> {
    let zoned = after.time_zone != before.time_zone;
    let moved = after.department != before.department;
    activities::anew::person_changed(cx, key, moved, zoned || after.day_starts != before.day_starts)?;
    let wants = |user: &User| (user.digest, user.digest_at.clone(), user.status);
    if zoned || wants(before) != wants(after) {
        notifications::digest::settle(cx, key)?;
    }
    store::count_version(cx.tx(), key)?;
    after.version += 1;
    cx.updated(Entity::USER, before.id, before, after)
}

/// USER-1.
pub(super) fn set_roles(cx: &mut Context<'_>, id: &UserId, names: &[String], version: &Option<i64>) -> Result<User> {
    let Found { key, user: before, last_administrator, .. } = guarded(cx, *id, version)?;
    if last_administrator && !names.iter().any(|name| name == ADMINISTRATOR) {
        return Err(CrmError::conflict(Entity::USER.as_str(), id, "last_administrator"));
    }
    let roles = roles::rules::by_name(cx, "roles", names)?;
    cx.check_fields()?;
    store::set_roles(cx.tx(), key, &roles)?;
    changed(cx, key, before)
}

/// USER-2.
pub(super) fn set_password(
    cx: &mut Context<'_>,
    id: &UserId,
    password: &Option<Secret>,
    version: &Option<i64>,
) -> Result<User> {
    let Found { key, user: before, .. } = guarded(cx, *id, version)?;
    cx.check_fields()?;
    if password.is_none() && !before.has_password {
        return Ok(before);
    }
    let hash = password.as_ref().map(|password| cx.hash_password(password)).transpose()?;
    store::set_password(cx.tx(), key, hash.as_deref())?;
    store::login::forget_failures(cx.tx(), &crate::engine::text::fold(&before.login))?;
    let (_, mut after) = load(cx, *id)?;
    count(cx, key, &before, &mut after)?;
    Ok(after)
}

/// USER-1.
pub(super) fn disable(cx: &mut Context<'_>, id: &UserId, version: &Option<i64>) -> Result<DisabledUser> {
    let Found { key, user: before, .. } = guarded(cx, *id, version)?;
    cx.check_fields()?;
    store::set_status(cx.tx(), key, UserStatus::Disabled)?;
    let user = changed(cx, key, before)?;
    views::rules::take_over(cx, key)?;
    let mut holds = store::holdings(cx.tx(), key)?;
    // Rules and flows that name them go on without them (APPR-14).
    let count = setup::count_naming(cx.tx(), Entity::USER.as_str(), &id.to_string())?;
    if count > 0 {
        holds.push(Holding { entity: Entity::named("setup_document"), count });
    }
    cx.move_sign_offs(key)?;
    Ok(DisabledUser { user, holds })
}

/// USER-1.
pub(super) fn enable(cx: &mut Context<'_>, id: &UserId, version: &Option<i64>) -> Result<User> {
    let Found { key, user: before, .. } = guarded(cx, *id, version)?;
    cx.check_fields()?;
    store::set_status(cx.tx(), key, UserStatus::Active)?;
    changed(cx, key, before)
}
