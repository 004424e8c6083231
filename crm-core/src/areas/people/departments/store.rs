//! The statements on departments.

use super::status::Found;
use super::types::*;
use crate::engine::error::Result;
use crate::engine::storage::{Transaction, params};

/// A department with its key and its parent's.
pub(crate) struct Row {
    pub(crate) key: i64,
    pub(crate) parent: Option<i64>,
    pub(crate) department: Department,
}

/// Every department by name, with no depth yet. A company has few, and any question about a tree needs most of it.
pub(crate) fn all(tx: &mut dyn Transaction) -> Result<Vec<Row>> {
    tx.all(
        "SELECT d.id, d.parent, d.uid, d.version, d.name, p.uid FROM departments d \
         LEFT JOIN departments p ON p.id = d.parent ORDER BY d.name, d.id",
        &[],
        |c| {
            Ok(Row {
                key: c.next()?,
                parent: c.next()?,
                department: Department {
                    id: DepartmentId(c.next()?),
                    version: c.next()?,
                    name: c.next()?,
                    parent: c.next::<Option<uuid::Uuid>>()?.map(DepartmentId),
                    depth: 0,
                },
            })
        },
    )
}

/// The department with its key, and whether it has users or parts.
pub(crate) fn get(tx: &mut dyn Transaction, id: DepartmentId) -> Result<Option<Found>> {
    let found: Option<(Found, Option<i64>)> = tx.one(
        "SELECT d.id, d.uid, d.version, d.name, p.uid, EXISTS (SELECT 1 FROM users WHERE department = d.id) \
         OR EXISTS (SELECT 1 FROM departments WHERE parent = d.id), d.parent FROM departments d \
         LEFT JOIN departments p ON p.id = d.parent WHERE d.uid = ?",
        params![&id.0],
        |c| {
            let key = c.next()?;
            let department = Department {
                id: DepartmentId(c.next()?),
                version: c.next()?,
                name: c.next()?,
                parent: c.next::<Option<uuid::Uuid>>()?.map(DepartmentId),
                depth: 0,
            };
            Ok((Found { key, department, in_use: c.next()? }, c.next()?))
        },
    )?;
    let Some((mut found, mut above)) = found else { return Ok(None) };
    while let Some(parent) = above {
        found.department.depth += 1;
        above = tx.value("SELECT parent FROM departments WHERE id = ?", params![parent])?;
    }
    Ok(Some(found))
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

pub(crate) fn insert(tx: &mut dyn Transaction, id: DepartmentId, name: &str, parent: Option<i64>) -> Result<i64> {
    tx.insert("INSERT INTO departments (uid, name, parent) VALUES (?, ?, ?)", params![&id.0, name, parent])
}

/// Writes the fields and the version.
pub(crate) fn update(
    tx: &mut dyn Transaction,
    key: i64,
    name: &str,
    parent: Option<i64>,
    version: i64,
) -> Result<usize> {
    tx.execute(
        "UPDATE departments SET name = ?, parent = ?, version = ? WHERE id = ?",
        params![name, parent, version, key],
    )
}

pub(crate) fn delete(tx: &mut dyn Transaction, key: i64) -> Result<usize> {
    tx.execute("DELETE FROM departments WHERE id = ?", params![key])
}
