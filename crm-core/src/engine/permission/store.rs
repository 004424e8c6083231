//! The statements of the look-up, and of the built-in roles.

use uuid::Uuid;

use crate::Timestamp;
use crate::error::Result;
use crate::storage::{Transaction, params};

/// Whether the user is active, and whether one of their roles holds the operation; `None` where there is no such user.
pub(super) fn look_up(tx: &mut dyn Transaction, user: i64, operation: &str) -> Result<Option<(bool, bool)>> {
    tx.one(
        "SELECT u.status = 'active', EXISTS (SELECT 1 FROM user_roles r \
         JOIN role_operations o ON o.role = r.role AND o.operation = ? WHERE r.user = u.id) \
         FROM users u WHERE u.id = ?",
        params![operation, user],
        |c| Ok((c.next()?, c.next()?)),
    )
}

/// The operations that a user's roles hold.
pub(crate) fn held(tx: &mut dyn Transaction, user: i64) -> Result<Vec<String>> {
    tx.all(
        "SELECT DISTINCT o.operation FROM user_roles r JOIN role_operations o ON o.role = r.role WHERE r.user = ?",
        params![user],
        |c| c.next(),
    )
}

/// The built-in roles' names, each with an operation that it holds.
pub(super) fn built_in_grants(tx: &mut dyn Transaction) -> Result<Vec<(String, String)>> {
    tx.all(
        "SELECT r.name, o.operation FROM roles r JOIN role_operations o ON o.role = r.id WHERE r.built_in = 1",
        &[],
        |c| Ok((c.next()?, c.next()?)),
    )
}

/// How many built-in roles there are.
pub(super) fn built_in_roles(tx: &mut dyn Transaction) -> Result<i64> {
    tx.value("SELECT count(*) FROM roles WHERE built_in = 1", &[])
}

/// The key of a built-in role.
pub(super) fn built_in_role(tx: &mut dyn Transaction, name: &str) -> Result<Option<i64>> {
    tx.one("SELECT id FROM roles WHERE name = ? AND built_in = 1", params![name], |c| c.next())
}

pub(super) fn insert_built_in(tx: &mut dyn Transaction, id: Uuid, name: &str, now: Timestamp) -> Result<i64> {
    tx.insert(
        "INSERT INTO roles (uid, version, name, built_in, created_at) VALUES (?, 1, ?, 1, ?)",
        params![&id, name, now],
    )
}

/// The operations that a role holds.
pub(super) fn operations(tx: &mut dyn Transaction, role: i64) -> Result<Vec<String>> {
    tx.all("SELECT operation FROM role_operations WHERE role = ?", params![role], |c| c.next())
}
