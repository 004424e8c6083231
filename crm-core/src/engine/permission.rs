//! Who may: the built-in roles as sets of operations, and the look-up that every call makes.
//!
//! A permission is an operation's name. Each area says in its `status.rs`, in one row an operation, which roles hold it,
//! on whose record and when. What a role holds, it holds for any record that the row leaves to it; beside that, being a
//! record's assignee or a customer's account manager grants what the row says (DUTY-1), so `account_manager` need not
//! hold `customers.update` to maintain its own customers. `docs/operations.md` shows the rows of all areas as one table.
//!
//! The look-up asks the database, which holds what the roles hold as rows (`permission/store.rs`), beside the roles that
//! administrators made.

mod right;
mod store;

pub(crate) use right::{Holders, Right, rights};
pub(crate) use store::held;

use crate::error::{CrmError, Result};
use crate::operations::Operation;
use crate::roles;
use crate::session::Actor;
use crate::storage::Transaction;

/// A role that comes with the engine. It can't be changed, but copied.
#[derive(Debug)]
pub struct BuiltInRole {
    /// Its name, `sales_manager`.
    pub name: &'static str,
    /// Its letter in the table of grants.
    letter: char,
}

/// The role whose last active holder is protected (USER-1).
pub(crate) const ADMINISTRATOR: &str = "system_administrator";

/// The built-in roles, in the order of the specification.
pub const BUILT_IN_ROLES: &[BuiltInRole] = &[
    BuiltInRole { name: ADMINISTRATOR, letter: 'S' },
    BuiltInRole { name: "sales_manager", letter: 'M' },
    BuiltInRole { name: "account_manager", letter: 'A' },
    BuiltInRole { name: "executive", letter: 'E' },
    BuiltInRole { name: "integration", letter: 'I' },
];

impl BuiltInRole {
    /// Whether it holds the operation.
    pub fn holds(&self, operation: &Operation) -> bool {
        operation.right.holders.include(self.letter)
    }

    /// The operations it holds.
    pub fn operations(&self) -> impl Iterator<Item = &'static str> {
        Operation::all().filter(|operation| self.holds(operation)).map(|operation| operation.name)
    }
}

/// Whether the actor may begin the operation: `true` where a role holds it, `false` where only a duty might.
///
/// # Errors
/// `Forbidden` where neither is possible, or the user is disabled.
pub(crate) fn authorise(tx: &mut dyn Transaction, actor: &Actor, operation: &Operation) -> Result<bool> {
    let Actor::User { key, .. } = actor else {
        return Ok(true);
    };
    match store::look_up(tx, *key, operation.name)? {
        Some((true, true)) => Ok(true),
        Some((true, false)) if operation.public => Ok(true),
        Some((true, false)) if operation.right.guard.is_some_and(|guard| guard.by_duty()) => Ok(false),
        Some((true, false)) => Err(CrmError::forbidden(operation.name, "no_permission")),
        Some((false, _)) | None => Err(CrmError::forbidden(operation.name, "disabled")),
    }
}

/// Whether the built-in roles of a database are what this version holds.
pub(crate) fn is_current(tx: &mut dyn Transaction) -> Result<bool> {
    let mut held = store::built_in_grants(tx)?;
    let mut wanted: Vec<(String, String)> =
        BUILT_IN_ROLES.iter().flat_map(|r| r.operations().map(|o| (r.name.to_owned(), o.to_owned()))).collect();
    held.sort_unstable();
    wanted.sort_unstable();
    Ok(held == wanted && store::built_in_roles(tx)? == BUILT_IN_ROLES.len() as i64)
}

/// Brings the built-in roles of a database to what this version holds. Roles that administrators made are not touched
/// (PERM-1).
pub(crate) fn synchronise(
    tx: &mut dyn Transaction,
    ids: &mut crate::clock::IdSource,
    now: crate::Timestamp,
) -> Result<()> {
    for role in BUILT_IN_ROLES {
        let key = match store::built_in_role(tx, role.name)? {
            Some(key) => key,
            None => store::insert_built_in(tx, ids.uuid(), role.name, now)?,
        };
        let held = store::operations(tx, key)?;
        let wanted: Vec<&str> = role.operations().collect();
        for gone in held.iter().filter(|o| !wanted.contains(&o.as_str())) {
            roles::store::revoke(tx, key, gone)?;
        }
        for new in wanted.iter().filter(|o| !held.iter().any(|h| h == *o)) {
            roles::store::grant(tx, key, new)?;
        }
    }
    Ok(())
}
