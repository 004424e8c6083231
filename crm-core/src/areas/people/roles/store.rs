//! The statements on roles.

use super::types::{FieldRight, Role, RoleField, RoleScope};
use crate::engine::clock::Timestamp;
use crate::engine::confidential::RightNumber;
use crate::engine::error::Result;
use crate::engine::scope::{self, LevelNumber, kinds};
use crate::engine::storage::{Columns, Transaction, children, params};
use crate::roles::RoleId;

/// The start of every query; [`read`] reads its columns.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT r.id, r.uid, r.version, r.name, r.built_in, r.requires_factor, \
             (SELECT count(*) FROM user_roles ur WHERE ur.role = r.id), r.created_at FROM roles r ",
            $rest
        )
    };
}

/// A role without its operations.
fn read(c: &mut Columns<'_>) -> Result<(i64, Role)> {
    Ok((
        c.next()?,
        Role {
            id: RoleId(c.next()?),
            version: c.next()?,
            name: c.next()?,
            built_in: c.next()?,
            requires_factor: c.next()?,
            operations: Vec::new(),
            fields: Vec::new(),
            scopes: Vec::new(),
            users: c.next()?,
            created_at: c.next()?,
        },
    ))
}

/// The role with its key.
pub(crate) fn get(tx: &mut dyn Transaction, id: RoleId) -> Result<Option<(i64, Role)>> {
    let Some((key, mut role)) = tx.one(select!("WHERE r.uid = ?"), params![&id.0], read)? else { return Ok(None) };
    role.operations =
        tx.all("SELECT operation FROM role_operations WHERE role = ? ORDER BY operation", params![key], |c| c.next())?;
    role.fields = tx.all(
        "SELECT entity, field, rights FROM role_fields WHERE role = ? ORDER BY entity, field",
        params![key],
        field,
    )?;
    let in_force = scope::state::in_force(tx)?;
    role.scopes = scopes(tx, key, in_force)?;
    Ok(Some((key, role)))
}

fn scopes(tx: &mut dyn Transaction, role: i64, in_force: bool) -> Result<Vec<RoleScope>> {
    let levels = scope::levels_of(tx, role)?;
    Ok(levels
        .into_iter()
        .map(|(area, reads, writes)| RoleScope { in_force: in_force || kinds::asks(&area), area, reads, writes })
        .collect())
}

fn field(c: &mut Columns<'_>) -> Result<RoleField> {
    Ok(RoleField { entity: c.next()?, field: c.next()?, right: c.next::<RightNumber>()?.0 })
}

/// Every role, the built-in ones first in their own order.
pub(crate) fn list(tx: &mut dyn Transaction) -> Result<Vec<Role>> {
    let rows = tx.all(
        select!("ORDER BY r.built_in DESC, CASE WHEN r.built_in = TRUE THEN r.id ELSE 0 END, r.name"),
        &[],
        read,
    )?;
    let keys: Vec<i64> = rows.iter().map(|(key, _)| *key).collect();
    let select = "SELECT o.role, o.operation FROM role_operations o WHERE o.role";
    let mut operations =
        children(tx, select, &keys, "o.operation", &mut { usize::MAX }, |c| c.next::<String>())?.unwrap_or_default();
    let select = "SELECT f.role, f.entity, f.field, f.rights FROM role_fields f WHERE f.role";
    let mut fields = children(tx, select, &keys, "f.entity, f.field", &mut { usize::MAX }, field)?.unwrap_or_default();
    let select = "SELECT s.role, s.area, s.reads, s.writes FROM role_scopes s WHERE s.role";
    let in_force = scope::state::in_force(tx)?;
    let mut scopes = children(tx, select, &keys, "s.area", &mut { usize::MAX }, |c| {
        let (area, reads, writes): (String, _, _) = (c.next()?, c.next::<LevelNumber>()?.0, c.next::<LevelNumber>()?.0);
        Ok(RoleScope { in_force: in_force || kinds::asks(&area), area, reads, writes })
    })?
    .unwrap_or_default();
    Ok(rows
        .into_iter()
        .map(|(key, role)| Role {
            operations: operations.remove(&key).unwrap_or_default(),
            fields: fields.remove(&key).unwrap_or_default(),
            scopes: scopes.remove(&key).unwrap_or_default(),
            ..role
        })
        .collect())
}

/// How many there are.
pub(crate) fn count(tx: &mut dyn Transaction) -> Result<i64> {
    tx.value("SELECT count(*) FROM roles", &[])
}

pub(crate) fn by_name(tx: &mut dyn Transaction, name: &str) -> Result<Option<i64>> {
    tx.one("SELECT id FROM roles WHERE name = ?", params![name], |c| c.next())
}

pub(crate) fn insert(tx: &mut dyn Transaction, id: RoleId, name: &str, now: Timestamp) -> Result<i64> {
    tx.insert(
        "INSERT INTO roles (uid, version, name, built_in, created_at) VALUES (?, 1, ?, FALSE, ?)",
        params![&id.0, name, now],
    )
}

/// Writes name and version.
pub(crate) fn update(tx: &mut dyn Transaction, key: i64, name: &str, version: i64) -> Result<usize> {
    tx.execute("UPDATE roles SET name = ?, version = ? WHERE id = ?", params![name, version, key])
}

pub(crate) fn grant(tx: &mut dyn Transaction, key: i64, operation: &str) -> Result<usize> {
    tx.execute(
        "INSERT INTO role_operations (role, operation) VALUES (?, ?) ON CONFLICT DO UPDATE SET by_hand = 1",
        params![key, operation],
    )
}

pub(crate) fn revoke(tx: &mut dyn Transaction, key: i64, operation: &str) -> Result<usize> {
    tx.execute("DELETE FROM role_operations WHERE role = ? AND operation = ?", params![key, operation])
}

/// Says whether whoever holds the role needs a second factor.
pub(crate) fn require_factor(tx: &mut dyn Transaction, key: i64, required: bool) -> Result<usize> {
    tx.execute("UPDATE roles SET requires_factor = ? WHERE id = ?", params![required, key])
}

/// Sets a right to a field; the full one is that of a field that is not there.
pub(super) fn set_field(tx: &mut dyn Transaction, key: i64, field: &RoleField) -> Result<usize> {
    let RoleField { entity, field, right } = field;
    tx.execute("DELETE FROM role_fields WHERE role = ? AND entity = ? AND field = ?", params![key, entity, field])?;
    if *right == FieldRight::Full {
        return Ok(0);
    }
    tx.execute(
        "INSERT INTO role_fields (role, entity, field, rights) VALUES (?, ?, ?, ?)",
        params![key, entity, field, RightNumber(*right)],
    )
}

/// Deletes the role with what it holds.
pub(crate) fn delete(tx: &mut dyn Transaction, key: i64) -> Result<usize> {
    tx.execute("DELETE FROM role_fields WHERE role = ?", params![key])?;
    tx.execute("DELETE FROM role_scopes WHERE role = ?", params![key])?;
    tx.execute("DELETE FROM role_operations WHERE role = ?", params![key])?;
    tx.execute("DELETE FROM roles WHERE id = ?", params![key])
}
