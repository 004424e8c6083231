//! Who may: the built-in roles as sets of operations, and the look-up that every call makes.
//!
//! A permission is an operation's name. What a role holds, it holds for any record that the area's guard table
//! (`status.rs`) leaves to it; beside that, being a record's assignee or a customer's account manager grants what the
//! guard table says (DUTY-1), so `account_manager` need not hold `customers.update` to maintain its own customers.
//!
//! The look-up asks the database, which holds this table as rows (`permission/store.rs`), beside the roles that
//! administrators made.

mod store;

pub(crate) use store::held;

use crate::error::{CrmError, Result};
use crate::gate::guard;
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
    /// The operations it holds.
    pub fn operations(&self) -> impl Iterator<Item = &'static str> {
        GRANTS.iter().filter(|(_, roles)| roles.contains(self.letter)).map(|(operation, _)| *operation)
    }
}

/// Role × operation: who holds what, by the roles' letters. An operation that no role holds is not here: it is for
/// every signed-in user (`public` in its table), or by duty alone.
const GRANTS: &[(&str, &str)] = &[
    // opportunities
    ("opportunities.create", "MA"),
    ("opportunities.get", "MA"),
    ("opportunities.list", "MA"),
    ("opportunities.update", "MA"),
    ("opportunities.delete", "MA"),
    ("opportunities.assign", "M"),
    ("opportunities.reassign", "M"),
    ("opportunities.assignments", "MA"),
    ("opportunities.develop", "A"),
    ("opportunities.fail", "A"),
    // plans
    ("plans.get", "MA"),
    ("plans.add", "M"),
    ("plans.update", "M"),
    ("plans.delete", "M"),
    ("plans.record_result", "A"),
    // customers
    ("customers.create", "MA"),
    ("customers.create_many", "MA"),
    ("customers.import_many", "I"),
    ("customers.get", "MA"),
    ("customers.list", "MA"),
    ("customers.update", "M"),
    ("customers.win_back", "M"),
    // contacts
    ("contacts.create", "M"),
    ("contacts.get", "MA"),
    ("contacts.list", "MA"),
    ("contacts.update", "M"),
    ("contacts.delete", "M"),
    // interactions
    ("interactions.create", "M"),
    ("interactions.get", "MA"),
    ("interactions.list", "MA"),
    ("interactions.update", "M"),
    ("interactions.delete", "M"),
    // orders
    ("orders.list", "MA"),
    ("orders.get", "MA"),
    // churn
    ("churn.scan", "I"),
    ("churn.get", "MA"),
    ("churn.list", "MA"),
    ("churn.history", "MA"),
    ("churn.defer", "M"),
    ("churn.confirm", "M"),
    // tickets
    ("tickets.create", "A"),
    ("tickets.get", "MA"),
    ("tickets.list", "MA"),
    ("tickets.assign", "M"),
    ("tickets.reassign", "M"),
    ("tickets.handle", "A"),
    ("tickets.feedback", "M"),
    // reports
    ("reports.contribution", "ME"),
    ("reports.composition", "ME"),
    ("reports.service", "ME"),
    ("reports.churn", "ME"),
    ("reports.submit", "M"),
    ("reports.submitted", "ME"),
    ("reports.get_submitted", "ME"),
    // dictionary
    ("dictionary.list", "S"),
    ("dictionary.get", "S"),
    ("dictionary.create", "S"),
    ("dictionary.update", "S"),
    ("dictionary.delete", "S"),
    // products
    ("products.list", "MA"),
    ("products.get", "MA"),
    // stock
    ("stock.list", "MA"),
    ("stock.get", "MA"),
    // sales
    ("sales.push_products", "I"),
    ("sales.push_stock", "I"),
    ("sales.push_orders", "I"),
    ("sales.remove_products", "I"),
    ("sales.remove_stock", "I"),
    ("sales.remove_orders", "I"),
    ("sales.apply_changes", "I"),
    ("sales.feed", "I"),
    ("sales.feeds", "I"),
    ("sales.forget_feed", "I"),
    // imports
    ("imports.products", "I"),
    ("imports.stock", "I"),
    ("imports.orders", "I"),
    ("imports.customers", "I"),
    // users
    ("users.create", "S"),
    ("users.get", "S"),
    ("users.list", "S"),
    ("users.update", "S"),
    ("users.set_roles", "S"),
    ("users.set_password", "S"),
    ("users.disable", "S"),
    ("users.enable", "S"),
    // roles
    ("roles.list", "S"),
    ("roles.get", "S"),
    ("roles.create", "S"),
    ("roles.copy", "S"),
    ("roles.update", "S"),
    ("roles.delete", "S"),
    // departments
    ("departments.create", "S"),
    ("departments.update", "S"),
    ("departments.delete", "S"),
    // settings
    ("settings.update", "S"),
    // audit
    ("audit.list", "S"),
    ("audit.refusals", "S"),
    // changes
    ("changes.since", "SI"),
    ("changes.latest", "SI"),
    // jobs
    ("jobs.next_due", "I"),
    ("jobs.run_due", "I"),
    // maintenance
    ("maintenance.backup", "S"),
    ("maintenance.check", "S"),
    ("maintenance.rebuild", "S"),
    // meta
];

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
        Some((true, false)) if guard::find(operation.name).is_some_and(|g| g.by_duty()) => Ok(false),
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
