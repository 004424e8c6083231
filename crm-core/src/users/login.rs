//! How a session begins.

use crate::crm::Crm;
use crate::error::{CrmError, Result};
use crate::ids::UserId;
use crate::session::{Actor, Session};
use crate::storage::Value;
use crate::text;

/// A session by id; the host has authenticated the user.
pub(crate) fn by_id(crm: &Crm, user: UserId) -> Result<Session> {
    find(crm, "uid = ?", Value::from(&user.0), &user.to_string())
}

/// A session by login name; the host has authenticated the user.
pub(crate) fn by_name(crm: &Crm, login: &str) -> Result<Session> {
    find(crm, "login_folded = ?", Value::from(text::fold(login.trim())), login)
}

fn find(crm: &Crm, condition: &str, value: Value<'_>, asked: &str) -> Result<Session> {
    let sql = format!("SELECT id, uid, status = 'active' FROM users WHERE {condition}");
    let mut found = None;
    crm.storage().read(&mut |tx| {
        found = tx.one(&sql, std::slice::from_ref(&value), |c| {
            Ok((c.next::<i64>()?, UserId(c.next()?), c.next::<bool>()?))
        })?;
        Ok(())
    })?;
    match found {
        Some((key, id, true)) => Ok(Session::new(crm.clone(), Actor::User { key, id })),
        Some((_, _, false)) => Err(CrmError::forbidden("session", "disabled")),
        None => Err(CrmError::NotFound { entity: "user".into(), id: asked.chars().take(100).collect() }),
    }
}
