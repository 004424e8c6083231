//! The statements on departments.

use super::status::Found;
use super::types::*;
use crate::engine::error::Result;
use crate::engine::gate::Entity;
use crate::engine::storage::{Table, Transaction, params};
use crate::engine::tables::Held;

/// A user who leaves is somebody's superior no more: the departments that they head want another.
pub(super) const HELD: &[Held] =
    &[Held { entity: Entity::DEPARTMENT, count: "SELECT count(*) FROM departments WHERE head = ?" }];

/// Every department by name, each with its key, with no depth yet. A company has few, and any question about a tree needs
/// most of it.
pub(super) fn all(tx: &mut dyn Transaction) -> Result<Vec<(i64, Department)>> {
    Department::all(tx, "ORDER BY d.name, d.id", &[])
}

/// The department with its key, and whether it has users or parts, or something is shared with it.
pub(super) fn get(tx: &mut dyn Transaction, id: DepartmentId) -> Result<Option<Found>> {
    let Some((key, mut department)) = Department::find(tx, id)? else { return Ok(None) };
    let in_use = tx.value(
        "SELECT EXISTS (SELECT 1 FROM users WHERE department = ?) OR EXISTS (SELECT 1 FROM departments WHERE parent = ?) \
         OR EXISTS (SELECT 1 FROM customer_shares WHERE department = ?) \
         OR EXISTS (SELECT 1 FROM opportunity_shares WHERE department = ?) \
         OR EXISTS (SELECT 1 FROM ticket_shares WHERE department = ?)",
        params![key, key, key, key, key],
    )?;
    let mut at: Option<i64> = Some(key);
    while let Some(part) = at {
        at = tx.value("SELECT parent FROM departments WHERE id = ?", params![part])?;
        department.depth += i64::from(at.is_some());
    }
    Ok(Some(Found { key, department, in_use }))
}

/// How many there are.
pub(crate) fn count(tx: &mut dyn Transaction) -> Result<i64> {
    tx.value("SELECT count(*) FROM departments", &[])
}

pub(crate) fn key(tx: &mut dyn Transaction, id: DepartmentId) -> Result<Option<i64>> {
    tx.one("SELECT id FROM departments WHERE uid = ?", params![&id.0], |c| c.next())
}

/// Whether another department of the same parent has the name.
pub(crate) fn name_taken(tx: &mut dyn Transaction, parent: Option<i64>, name: &str, but: Option<i64>) -> Result<bool> {
    tx.value(
        "SELECT EXISTS (SELECT 1 FROM departments WHERE COALESCE(parent, 0) = ? AND name = ? AND id <> ?)",
        params![parent.unwrap_or(0), name, but.unwrap_or(0)],
    )
}
