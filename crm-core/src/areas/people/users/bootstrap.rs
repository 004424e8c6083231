//! The first user of a new database.

use super::store;
use super::types::NewUser;
use crate::engine::audit;
use crate::engine::clock::IdSource;
use crate::engine::crm::Crm;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::Entity;
use crate::engine::ids::UserId;
use crate::engine::permission::ADMINISTRATOR;
use crate::engine::validate::{Field, Violations};
use crate::roles;

/// What it is called in the audit; it is no operation, since there is nobody yet who could call one.
const OPERATION: &str = "bootstrap";

impl Crm {
    /// Creates the first user of a new database, with the built-in roles the host names and, whatever these are, the
    /// role `system_administrator`: the first user creates the others, and nobody could administer the database
    /// otherwise, nor ever come to.
    ///
    /// # Errors
    /// [`CrmError::Conflict`] (`not_new`) where the database has a user already; [`CrmError::Invalid`] for a blank
    /// name or an unknown role.
    pub fn bootstrap(&self, login: &str, display_name: &str, roles: &[&str]) -> Result<UserId> {
        first_user(self, login, display_name, roles)
    }
}

fn first_user(crm: &Crm, login: &str, display_name: &str, roles: &[&str]) -> Result<UserId> {
    let mut new = NewUser {
        login: login.to_owned(),
        display_name: display_name.to_owned(),
        roles: Some(roles.iter().map(|role| (*role).to_owned()).collect()),
        ..Default::default()
    };
    new.normalise(&[]);
    let mut wrong = Violations::default();
    new.check(&[], "", &mut wrong);
    wrong.finish()?;
    if let Some(roles) = &mut new.roles
        && !roles.iter().any(|role| role == ADMINISTRATOR)
    {
        roles.push(ADMINISTRATOR.to_owned());
    }

    let now = crm.now()?;
    let seed = crm.random();
    let id = UserId(IdSource::new(now, seed).uuid());
    crm.storage().write(&crm.patience(), &mut |tx| {
        if store::any(tx)? {
            return Err(CrmError::conflict(Entity::USER.as_str(), "", "not_new"));
        }
        let mut keys = Vec::new();
        let mut wrong = Violations::default();
        for (i, role) in new.roles.iter().flatten().enumerate() {
            // A new database has no roles but the built-in ones.
            let key = roles::store::by_name(tx, role)?;
            if key.is_none() {
                wrong.add(&format!("roles[{i}]"), "unknown_record", "is not a built-in role", None);
            }
            keys.extend(key);
        }
        wrong.finish()?;
        let key = store::insert(tx, id, &new, None, now)?;
        store::set_roles(tx, key, &keys)?;
        let (_, user) = store::get(tx, id)?.ok_or_else(|| CrmError::bug("the first user"))?;
        audit::record_created(tx, now, OPERATION, &new, Entity::USER, id, &user)
    })?;
    Ok(id)
}
