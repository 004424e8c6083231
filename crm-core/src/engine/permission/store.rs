//! The statements of the look-up, and of the built-in roles.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::engine::clock::Timestamp;
use crate::engine::error::{CrmError, Result};
use crate::engine::sorting::Arranged as _;
use crate::engine::storage::{Columns, Transaction, params};

/// What the look-up finds of an active user.
pub(super) struct Asking {
    /// Whether one of their roles holds the operation.
    pub(super) held: bool,
    /// What concerns them; for most nothing does, and nothing more is asked.
    pub(super) concerns: Concerns,
}

/// What concerns a user.
pub(super) enum Concerns {
    Nothing,
    /// Something does, which was not asked for.
    Some,
    Found(Withheld),
}

/// Whether a role of the user `u` holds the operation.
macro_rules! holds {
    () => {
        "SELECT EXISTS (SELECT 1 FROM user_roles r JOIN role_operations o ON o.role = r.role AND o.operation = ? \
         WHERE r.user_id = u.id), "
    };
}

/// What [`Withheld`] reads.
macro_rules! withheld {
    () => {
        "u.limited, u.scoped > 0, CASE WHEN u.scoped = 2 THEN s.scope_epoch END, u.extended"
    };
}

/// Looks an active user up; `None` where there is none. Every call does: a column more than these is seen in the price of
/// a get, so it is asked only of whom something concerned the last time.
pub(super) fn look_up(tx: &mut dyn Transaction, user: i64, operation: &str, whole: bool) -> Result<Option<Asking>> {
    if whole {
        return tx.one(
            concat!(
                holds!(),
                withheld!(),
                " FROM users u JOIN settings s ON s.id = 1 WHERE u.id = ? AND u.status = 'active'"
            ),
            params![operation, user],
            |c| Ok(Asking { held: c.next()?, concerns: Concerns::Found(Withheld::read(c)?) }),
        );
    }
    tx.one(
        concat!(holds!(), "limited OR scoped > 0 OR extended FROM users u WHERE id = ? AND status = 'active'"),
        params![operation, user],
        |c| {
            let (held, concerned): (bool, bool) = (c.next()?, c.next()?);
            Ok(Asking { held, concerns: if concerned { Concerns::Some } else { Concerns::Nothing } })
        },
    )
}

/// What is withheld from a user, and whether it is kept from whom.
pub(super) struct Withheld {
    /// Whether one of their roles has less than the full right to a field.
    pub(super) limited: bool,
    /// Whether it is kept who may see each record.
    pub(super) kept: bool,
    /// The epoch of what narrows them, where one of their roles does.
    pub(super) narrowed: Option<i64>,
    /// Whether packs give typed records anything.
    pub(super) extended: bool,
}

impl Withheld {
    fn read(c: &mut Columns<'_>) -> Result<Withheld> {
        Ok(Withheld { limited: c.next()?, kept: c.next()?, narrowed: c.next()?, extended: c.next()? })
    }

    /// Whether any of it is so.
    pub(super) fn any(&self) -> bool {
        self.limited || self.kept || self.extended
    }
}

/// What is withheld from a user whom it concerns.
pub(super) fn withheld(tx: &mut dyn Transaction, user: i64) -> Result<Withheld> {
    let found = tx.one(
        concat!("SELECT ", withheld!(), " FROM users u JOIN settings s ON s.id = 1 WHERE u.id = ?"),
        params![user],
        Withheld::read,
    )?;
    found.ok_or_else(|| CrmError::bug("no settings"))
}

/// Whether a role of the user requires a second factor, and they have none.
pub(super) fn lacks_factor(tx: &mut dyn Transaction, user: i64) -> Result<bool> {
    tx.value(
        "SELECT EXISTS (SELECT 1 FROM user_roles ur JOIN roles r ON r.id = ur.role \
         WHERE ur.user_id = ? AND r.requires_factor = TRUE) AND NOT EXISTS (\
         SELECT 1 FROM second_factors f WHERE f.user_id = ? AND f.confirmed_at IS NOT NULL)",
        params![user, user],
    )
}

/// The operations that a user's roles hold.
pub(crate) fn held(tx: &mut dyn Transaction, user: i64) -> Result<Vec<String>> {
    tx.all(
        "SELECT DISTINCT o.operation FROM user_roles r JOIN role_operations o ON o.role = r.role WHERE r.user_id = ?",
        params![user],
        |c| c.next(),
    )
}

/// Whether one of the user's roles holds the operation, or the right of that name.
pub(crate) fn holds(tx: &mut dyn Transaction, user: i64, operation: &str) -> Result<bool> {
    tx.value(
        "SELECT EXISTS (SELECT 1 FROM user_roles r JOIN role_operations o ON o.role = r.role AND o.operation = ? \
         WHERE r.user_id = ?)",
        params![operation, user],
    )
}

/// Whether a built-in role is the user's; nobody's is that of the engine itself.
pub(crate) fn has_role(tx: &mut dyn Transaction, user: Option<i64>, role: &str) -> Result<bool> {
    tx.value(
        "SELECT EXISTS (SELECT 1 FROM roles r JOIN user_roles h ON h.role = r.id \
         WHERE r.name = ? AND r.built_in = TRUE AND h.user_id = ?)",
        params![role, user],
    )
}

/// What each built-in role holds, by its name. One that holds nothing is there too.
pub(super) fn built_in_grants(tx: &mut dyn Transaction) -> Result<BTreeMap<String, BTreeSet<String>>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let sql =
        "SELECT r.name, o.operation FROM roles r LEFT JOIN role_operations o ON o.role = r.id WHERE r.built_in = TRUE";
    for (role, operation) in tx.all(sql, &[], |c| Ok((c.next::<String>()?, c.next::<Option<String>>()?)))? {
        found.entry(role).or_default().extend(operation);
    }
    Ok(found)
}

/// A role on its way to what this version holds.
pub(super) struct Found {
    pub(super) key: i64,
    pub(super) id: Uuid,
    /// 0 where it was made just now.
    pub(super) version: i64,
    pub(super) built_in: bool,
}

/// The role of this name.
pub(super) fn role(tx: &mut dyn Transaction, name: &str) -> Result<Option<Found>> {
    tx.one("SELECT id, uid, version, built_in FROM roles WHERE name = ?", params![name], |c| {
        Ok(Found { key: c.next()?, id: c.next()?, version: c.next()?, built_in: c.next()? })
    })
}

pub(super) fn insert_built_in(tx: &mut dyn Transaction, id: Uuid, name: &str, now: Timestamp) -> Result<Found> {
    let key = tx.insert(
        "INSERT INTO roles (uid, version, name, built_in, created_at) VALUES (?, 1, ?, TRUE, ?)",
        params![&id, name, now],
    )?;
    Ok(Found { key, id, version: 0, built_in: true })
}

/// Writes name and version.
pub(super) fn set(tx: &mut dyn Transaction, key: i64, name: &str, version: i64) -> Result<usize> {
    tx.execute("UPDATE roles SET name = ?, version = ? WHERE id = ?", params![name, version, key])
}

pub(super) fn grant(tx: &mut dyn Transaction, role: i64, operation: &str) -> Result<usize> {
    tx.execute("INSERT INTO role_operations (role, operation) VALUES (?, ?)", params![role, operation])
}

/// The operations that a role holds.
pub(super) fn operations(tx: &mut dyn Transaction, role: i64) -> Result<BTreeSet<String>> {
    let all = tx.all("SELECT operation FROM role_operations WHERE role = ?", params![role], |c| c.next())?;
    Ok(all.into_iter().into_set())
}
