//! What is checked and done.

use super::store;
use super::types::*;
use crate::dictionary::choose::choose;
use crate::error::Result;
use crate::gate::{Context, Created, Entity};
use crate::ids::UserId;
use crate::storage::params;
use crate::text::fold;

/// The user with the internal key, or `NotFound`.
pub(crate) fn load(cx: &mut Context<'_>, id: UserId) -> Result<(i64, User)> {
    match store::get(cx.tx(), id)? {
        Some(found) => Ok(found),
        None => cx.not_found(Entity::User, id),
    }
}

/// The key of an active user that a field names; anything else is a violation of the field.
pub(crate) fn active_user(cx: &mut Context<'_>, field: &str, user: &Option<UserId>) -> Result<Option<i64>> {
    let Some(user) = user else { return Ok(None) };
    let key: Option<i64> =
        cx.tx().one("SELECT id FROM users WHERE uid = ? AND status = 'active'", params![&user.0], |c| c.next())?;
    if key.is_none() {
        cx.violations().add(field, "not_active_user", "must be an active user", None);
    }
    Ok(key)
}

/// USER-1.
pub(super) fn create(cx: &mut Context<'_>, new: &NewUser, id: &Option<UserId>) -> Result<User> {
    let id = match cx.create_once(Entity::User, "users", id.map(Into::into), new)? {
        Created::New(id) => UserId(id),
        Created::Before(id) => return Ok(load(cx, UserId(id))?.1),
    };
    let taken: bool =
        cx.tx().value("SELECT EXISTS (SELECT 1 FROM users WHERE login_folded = ?)", params![fold(&new.login)])?;
    if taken {
        cx.violations().add("login", "not_unique", "is taken", None);
    }
    let department = match &new.department {
        None => None,
        Some(department) => {
            let key: Option<i64> =
                cx.tx().one("SELECT id FROM departments WHERE uid = ?", params![&department.0], |c| c.next())?;
            if key.is_none() {
                cx.violations().add("department", "unknown_record", "is not a department", None);
            }
            key
        }
    };
    let mut regions = Vec::new();
    for region in new.regions.iter().flatten() {
        regions.extend(choose(cx, "regions", "region", &Some(*region))?);
    }
    let roles = roles(cx, new.roles.as_deref().unwrap_or_default())?;
    cx.check_fields()?;
    let now = cx.now();
    let key = store::insert(cx.tx(), id, new, department, now)?;
    store::set_regions(cx.tx(), key, &regions)?;
    store::set_industries(cx.tx(), key, new.industries.as_deref().unwrap_or_default())?;
    store::set_roles(cx.tx(), key, &roles)?;
    let (_, user) = load(cx, id)?;
    cx.created(Entity::User, id, &user)?;
    Ok(user)
}

/// The keys of roles by name; an unknown one is a violation.
pub(super) fn roles(cx: &mut Context<'_>, names: &[String]) -> Result<Vec<i64>> {
    let mut keys = Vec::new();
    for name in names {
        let key: Option<i64> = cx.tx().one("SELECT id FROM roles WHERE name = ?", params![name], |c| c.next())?;
        if key.is_none() {
            cx.violations().add("roles", "unknown_record", "names a role that does not exist", None);
        }
        keys.extend(key);
    }
    Ok(keys)
}

pub(super) fn get(cx: &mut Context<'_>, id: &UserId) -> Result<User> {
    Ok(load(cx, *id)?.1)
}
