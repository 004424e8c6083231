//! The statements on people who are asked.

use std::collections::BTreeSet;

use crate::engine::error::Result;
use crate::engine::ids::UserId;
use crate::engine::storage::{Transaction, each_by_key, params};
use crate::engine::telling::Person;

/// Whether a user is active; none where there is no such key.
pub(in crate::engine::approval) fn is_active(tx: &mut dyn Transaction, person: i64) -> Result<bool> {
    tx.value("SELECT EXISTS (SELECT 1 FROM users WHERE id = ? AND status = 'active')", params![person])
}

/// Those of some users who are active, by their keys.
pub(in crate::engine::approval) fn active(tx: &mut dyn Transaction, people: &[i64]) -> Result<BTreeSet<i64>> {
    let mut found = BTreeSet::new();
    each_by_key(tx, "SELECT id FROM users WHERE status = 'active' AND id", &[], people, |c| {
        found.insert(c.next()?);
        Ok(())
    })?;
    Ok(found)
}

/// Users by their ids.
pub(in crate::engine::approval) fn people(tx: &mut dyn Transaction, ids: &[UserId]) -> Result<Vec<Person>> {
    let ids: Vec<uuid::Uuid> = ids.iter().map(|id| id.0).collect();
    let mut found = Vec::with_capacity(ids.len());
    each_by_key(tx, "SELECT id, uid FROM users WHERE uid", &[], &ids, |c| {
        found.push((c.next()?, UserId(c.next()?)));
        Ok(())
    })?;
    Ok(found)
}

/// A user by their id.
pub(in crate::engine::approval) fn person(tx: &mut dyn Transaction, id: UserId) -> Result<Option<Person>> {
    tx.one("SELECT id FROM users WHERE uid = ?", params![&id.0], |c| c.next()).map(|key| key.map(|key| (key, id)))
}

/// A user by their key.
pub(in crate::engine::approval) fn person_of(tx: &mut dyn Transaction, key: i64) -> Result<Option<Person>> {
    tx.one("SELECT uid FROM users WHERE id = ?", params![key], |c| Ok((key, UserId(c.next()?))))
}
