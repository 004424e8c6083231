//! The first user of a new database.

use crate::clock::{IdSource, to_micros};
use crate::crm::Crm;
use crate::error::{CrmError, Result};
use crate::ids::UserId;
use crate::storage::params;
use crate::text;
use crate::validate::{Field, Violations, rule};

/// Creates the first user with built-in roles (see [`Crm::bootstrap`]).
pub(crate) fn first_user(crm: &Crm, login: &str, display_name: &str, roles: &[&str]) -> Result<UserId> {
    let (mut login, mut display_name) = (login.to_owned(), display_name.to_owned());
    login.normalise(&[]);
    display_name.normalise(&[]);
    let mut wrong = Violations::default();
    login.check(&[rule::text(100)], "login", &mut wrong);
    display_name.check(&[rule::short], "display_name", &mut wrong);
    wrong.finish()?;

    let now = to_micros(crm.environment().now());
    let mut seed = [0; 32];
    crm.environment().random(&mut seed);
    let id = UserId(IdSource::new(now, seed).uuid());
    crm.storage().write(&mut |tx| {
        if tx.value("SELECT EXISTS (SELECT 1 FROM users)", &[])? {
            return Err(CrmError::conflict("user", "", "not_new"));
        }
        let key = tx.insert(
            "INSERT INTO users (uid, login, login_folded, display_name, display_name_folded, created_at) \
             VALUES (?, ?, ?, ?, ?, ?)",
            params![&id.0, &login, text::fold(&login), &display_name, text::fold(&display_name), now],
        )?;
        for role in roles {
            let given = tx.execute(
                "INSERT INTO user_roles (user, role) SELECT ?, id FROM roles WHERE name = ? AND built_in = 1 \
                 ON CONFLICT DO NOTHING",
                params![key, *role],
            )?;
            if given == 0 && !crate::permission::BUILT_IN_ROLES.iter().any(|r| r.name == *role) {
                return Err(CrmError::field("roles", "unknown_record", "is not a built-in role"));
            }
        }
        Ok(())
    })?;
    Ok(id)
}
