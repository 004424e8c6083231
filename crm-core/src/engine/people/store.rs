//! The statements that find people. Each goes by an index, whatever grows (PROC-10).

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::engine::error::Result;
use crate::engine::ids::{RecordId, UserId};
use crate::engine::storage::{Columns, Transaction, each_by_key, params};
use crate::engine::superior::superior;
use crate::engine::telling::Person;

fn person(c: &mut Columns<'_>) -> Result<Person> {
    Ok((c.next()?, UserId(c.next()?)))
}

/// The id of a role.
pub(crate) fn role(tx: &mut dyn Transaction, name: &str) -> Result<Option<RecordId>> {
    tx.one("SELECT uid FROM roles WHERE name = ?", params![name], |c| Ok(RecordId(c.next()?)))
}

/// Those of the users who are active.
pub(super) fn active(tx: &mut dyn Transaction, users: &[Uuid]) -> Result<BTreeMap<i64, UserId>> {
    const SELECT: &str = "SELECT u.id, u.uid FROM users u WHERE u.status = 'active' AND u.uid";
    let mut found = BTreeMap::new();
    each_by_key(tx, SELECT, &[], users, |c| {
        let (key, id) = person(c)?;
        found.insert(key, id);
        Ok(())
    })?;
    Ok(found)
}

/// The users, whether they are active or not.
pub(super) fn named(tx: &mut dyn Transaction, users: &[Uuid]) -> Result<BTreeMap<i64, UserId>> {
    const SELECT: &str = "SELECT u.id, u.uid FROM users u WHERE u.uid";
    let mut found = BTreeMap::new();
    each_by_key(tx, SELECT, &[], users, |c| {
        let (key, id) = person(c)?;
        found.insert(key, id);
        Ok(())
    })?;
    Ok(found)
}

/// The holders of a role.
pub(super) fn holders(tx: &mut dyn Transaction, role: &str) -> Result<Vec<Person>> {
    tx.all(
        "SELECT u.id, u.uid FROM roles r JOIN user_roles h ON h.role = r.id JOIN users u ON u.id = h.user_id \
         WHERE r.name = ? AND u.status = 'active'",
        params![role],
        person,
    )
}

/// The holders of a role in the nearest department, from that of a user upwards, that has any.
pub(super) fn holders_near(tx: &mut dyn Transaction, role: &str, user: i64) -> Result<Vec<Person>> {
    tx.all(
        "WITH RECURSIVE above (department, depth) AS (\
         SELECT u.department, 0 FROM users u WHERE u.id = ? AND u.department IS NOT NULL \
         UNION ALL SELECT d.parent, above.depth + 1 FROM above JOIN departments d ON d.id = above.department \
         WHERE d.parent IS NOT NULL), \
         near (id, uid, depth) AS (\
         SELECT u.id, u.uid, above.depth FROM above JOIN users u ON u.department = above.department \
         JOIN user_roles h ON h.user_id = u.id JOIN roles r ON r.id = h.role \
         WHERE r.name = ? AND u.status = 'active') \
         SELECT near.id, near.uid FROM near WHERE near.depth = (SELECT min(depth) FROM near)",
        params![user, role],
        person,
    )
}

/// The users of a department and of its parts.
pub(super) fn members(tx: &mut dyn Transaction, department: RecordId) -> Result<Vec<Person>> {
    tx.all(
        "WITH RECURSIVE parts (id) AS (SELECT d.id FROM departments d WHERE d.uid = ? \
         UNION ALL SELECT d.id FROM parts JOIN departments d ON d.parent = parts.id) \
         SELECT u.id, u.uid FROM parts JOIN users u ON u.department = parts.id WHERE u.status = 'active'",
        params![&department.0],
        person,
    )
}

/// The users of the department of a user, and of its parts.
pub(super) fn colleagues(tx: &mut dyn Transaction, user: i64) -> Result<Vec<Person>> {
    let own = "SELECT d.uid FROM users u JOIN departments d ON d.id = u.department WHERE u.id = ?";
    match tx.one(own, params![user], |c| Ok(RecordId(c.next()?)))? {
        Some(department) => members(tx, department),
        None => Ok(Vec::new()),
    }
}

/// The superior so many above a user. The chain ends before somebody it holds already (PROC-6).
pub(super) fn above(tx: &mut dyn Transaction, user: i64, level: i64) -> Result<Option<Person>> {
    let mut chain = vec![user];
    for _ in 0..level {
        let Some(last) = chain.last() else { return Ok(None) };
        match superior(tx, *last)?.filter(|next| !chain.contains(next)) {
            Some(next) => chain.push(next),
            None => return Ok(None),
        }
    }
    tx.one("SELECT u.id, u.uid FROM users u WHERE u.id = ? AND u.status = 'active'", params![chain.last()], person)
}

/// The key of a user.
pub(super) fn key(tx: &mut dyn Transaction, user: Uuid) -> Result<Option<i64>> {
    tx.one("SELECT id FROM users WHERE uid = ?", params![&user], |c| c.next())
}
