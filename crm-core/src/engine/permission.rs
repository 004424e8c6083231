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
pub(crate) use store::{has_role, held, holds};

use std::collections::{BTreeSet, HashSet};
use std::rc::Rc;

use serde_json::{Value, json};

use crate::engine::audit::{Action, Change};
use crate::engine::clock::{IdSource, Timestamp};
use crate::engine::confidential::Rights;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity, Scope};
use crate::engine::ids::RecordId;
use crate::engine::objects::custom;
use crate::engine::operations::{Access, Operation};
use crate::engine::scope;
use crate::engine::session::{Actor, Session};
use crate::engine::setup;
use crate::engine::sorting::Arranged as _;
use crate::engine::storage::Transaction;

/// What the audit calls a role.
const ROLE: Entity = Entity::named("role");

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

/// The role of those whom an opportunity can be given to (OPP-4).
pub(crate) const ACCOUNT_MANAGER: &str = "account_manager";

/// The role of those who keep everybody's records.
pub(crate) const SALES_MANAGER: &str = "sales_manager";

/// The role of those who look on everybody's records.
pub(crate) const EXECUTIVE: &str = "executive";

/// The role of the host's own system.
pub(crate) const INTEGRATION: &str = "integration";

/// The built-in roles, in the order of the specification.
pub const BUILT_IN_ROLES: &[BuiltInRole] = &[
    BuiltInRole { name: ADMINISTRATOR, letter: 'S' },
    BuiltInRole { name: SALES_MANAGER, letter: 'M' },
    BuiltInRole { name: ACCOUNT_MANAGER, letter: 'A' },
    BuiltInRole { name: EXECUTIVE, letter: 'E' },
    BuiltInRole { name: INTEGRATION, letter: 'I' },
];

impl BuiltInRole {
    /// Whether it holds the operation.
    pub fn holds(&self, operation: &Operation) -> bool {
        operation.right.holders.include(self.letter)
    }

    /// The operations it holds, and the rights to kinds of setup documents.
    pub fn operations(&self) -> impl Iterator<Item = &'static str> {
        let operations = Operation::all().filter(|operation| self.holds(operation)).map(|operation| operation.name);
        let rights = setup::rights().iter().filter(|right| right.holders.include(self.letter));
        let custom = custom::rights().iter().filter(|right| right.holders().include(self.letter));
        let custom = custom.map(|right| right.name.as_str());
        operations.chain(rights.map(|right| right.name.as_str())).chain(custom)
    }
}

/// Whether somebody may call the operation by a built-in role alone.
pub(crate) fn is_held_by(role: &str, operation: &Operation) -> bool {
    operation.public || BUILT_IN_ROLES.iter().any(|known| known.name == role && known.holds(operation))
}

/// The operations that the acting user's roles hold.
pub(crate) struct Held(pub(crate) HashSet<String>);

impl Context<'_> {
    /// What the acting user's roles hold, read once a call; none for the engine itself, which may everything.
    ///
    /// # Errors
    /// Whatever the database says.
    pub(crate) fn held(&mut self) -> Result<Option<Rc<Held>>> {
        let Some(user) = self.actor_key() else { return Ok(None) };
        let found = self.once(|tx| Ok(Rc::new(Held(held(tx, user)?.into_iter().collect()))))?;
        Ok(Some(found.clone()))
    }
}

/// What somebody may begin an operation with.
#[derive(Debug, Clone, Default)]
pub(crate) struct Grant {
    /// Whether a role holds it; where not, only a duty might open it.
    pub(crate) by_role: bool,
    /// What they read and write of the records' fields.
    pub(crate) rights: Rights,
    /// Which records they reach.
    pub(crate) scope: Scope,
    /// Whether packs give typed records anything; not known of who is no user, until it is asked.
    pub(crate) extended: Option<bool>,
}

/// Whether the actor may begin the operation, and with what.
///
/// # Errors
/// `Forbidden` where neither a role nor a duty can grant it, the user is disabled, or signed in by the engine without the
/// second factor that a role of theirs requires (but for what they need to get one).
pub(crate) fn authorise(tx: &mut dyn Transaction, session: &Session, operation: &Operation) -> Result<Grant> {
    let actor = session.actor();
    let Actor::User { key, by_engine, .. } = actor else {
        let kept = operation.access == Access::Write && scope::state::is_kept(tx)?;
        return Ok(Grant { by_role: true, scope: Scope { kept, viewer: None }, ..Grant::default() });
    };
    let Some(found) = store::look_up(tx, *key, operation.name, session.is_concerned())? else {
        return Err(CrmError::forbidden(operation.name, "disabled"));
    };
    if *by_engine && !operation.enrols() && store::lacks_factor(tx, *key)? {
        return Err(CrmError::forbidden(operation.name, "second_factor"));
    }
    let by_role = found.held || operation.public;
    if !by_role && !operation.right.guard.as_ref().is_some_and(|guard| guard.by_duty()) {
        return Err(CrmError::forbidden(operation.name, "no_permission"));
    }
    granted(tx, session, (*key, by_role), found.concerns)
}

/// With what a user would begin a call, whatever operation; none where they are not active. Nothing of it is held by role.
///
/// # Errors
/// Whatever the database says.
pub(crate) fn standing(tx: &mut dyn Transaction, session: &Session) -> Result<Option<Grant>> {
    let Some(key) = session.actor().key() else { return Ok(None) };
    match store::look_up(tx, key, "", session.is_concerned())? {
        Some(found) => granted(tx, session, (key, false), found.concerns).map(Some),
        None => Ok(None),
    }
}

fn granted(
    tx: &mut dyn Transaction,
    session: &Session,
    (key, by_role): (i64, bool),
    concerns: store::Concerns,
) -> Result<Grant> {
    let withheld = match concerns {
        store::Concerns::Nothing => return Ok(Grant { by_role, extended: Some(false), ..Grant::default() }),
        store::Concerns::Some => {
            session.set_concerned(true);
            store::withheld(tx, key)?
        }
        store::Concerns::Found(withheld) => withheld,
    };
    if !withheld.any() {
        session.set_concerned(false);
    }
    let rights = if withheld.limited { Rights::of(tx, session.actor())? } else { Rights::default() };
    let viewer = withheld.narrowed.map(|epoch| session.crm().viewers().get(tx, key, epoch)).transpose()?;
    let scope = Scope { kept: withheld.kept, viewer };
    Ok(Grant { by_role, rights, scope, extended: Some(withheld.extended) })
}

/// Whether the built-in roles of a database hold what they hold in this version. They may hold more: a later version of
/// the engine gave it to them.
pub(crate) fn is_current(tx: &mut dyn Transaction) -> Result<bool> {
    let held = store::built_in_grants(tx)?;
    let lacks = |role: &BuiltInRole| match held.get(role.name) {
        Some(held) => role.operations().any(|operation| !held.contains(operation)),
        None => true,
    };
    Ok(!BUILT_IN_ROLES.iter().any(lacks))
}

/// Gives the built-in roles of a database what they hold in this version, and tells what was changed. Nothing is taken
/// from them: an engine that is older than the last one that was here does not know everything that they hold. A right
/// that must go goes by a migration. Roles that administrators made are not touched (PERM-1), but one that bears the
/// name of a role that came later gives it up.
pub(crate) fn synchronise(tx: &mut dyn Transaction, ids: &mut IdSource, now: Timestamp) -> Result<Vec<Change>> {
    let mut changes = Vec::new();
    for role in BUILT_IN_ROLES {
        let wanted: BTreeSet<String> = role.operations().map(str::to_owned).into_set();
        let (found, held) = match store::role(tx, role.name)? {
            Some(found) if found.built_in => {
                let held = store::operations(tx, found.key)?;
                (found, held)
            }
            taken => {
                if let Some(custom) = taken {
                    changes.push(rename(tx, custom, role.name)?);
                }
                (store::insert_built_in(tx, ids.uuid(), role.name, now)?, BTreeSet::new())
            }
        };
        let missing: Vec<&String> = wanted.difference(&held).collect();
        for operation in &missing {
            store::grant(tx, found.key, operation)?;
        }
        if !missing.is_empty() {
            let after: BTreeSet<&String> = held.union(&wanted).into_set();
            changes.push(match found.version {
                0 => change(&found, Action::Created, None, json!({"name": role.name, "operations": after})),
                version => {
                    store::set(tx, found.key, role.name, version + 1)?;
                    let before = json!({"operations": held, "version": version});
                    change(&found, Action::Updated, Some(before), json!({"operations": after, "version": version + 1}))
                }
            });
        }
    }
    Ok(changes)
}

/// A role that somebody made gives its name to one that a pack makes.
pub(crate) fn give_up_name(tx: &mut dyn Transaction, name: &str) -> Result<Option<Change>> {
    match store::role(tx, name)? {
        Some(role) => rename(tx, role, name).map(Some),
        None => Ok(None),
    }
}

/// A custom role gives its name to a built-in one: it is called `name (2)` from now on, or the next that is free. Users
/// hold it as before.
fn rename(tx: &mut dyn Transaction, role: store::Found, name: &str) -> Result<Change> {
    let mut suffix = 2;
    let free = loop {
        let next = format!("{name} ({suffix})");
        if store::role(tx, &next)?.is_none() {
            break next;
        }
        suffix += 1;
    };
    let version = role.version + 1;
    store::set(tx, role.key, &free, version)?;
    let before = json!({"name": name, "version": role.version});
    Ok(change(&role, Action::Updated, Some(before), json!({"name": free, "version": version})))
}

fn change(role: &store::Found, action: Action, before: Option<Value>, after: Value) -> Change {
    let text = |json: Value| json.to_string();
    let id = Some(RecordId(role.id));
    Change { entity: ROLE, id, action, before: before.map(text), after: Some(text(after)), cause: None }
}
