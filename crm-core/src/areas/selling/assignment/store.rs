//! The statements on turns, and on what people have in hand.

use std::collections::BTreeMap;

use crate::engine::error::Result;
use crate::engine::objects::InHand;
use crate::engine::storage::{Transaction, each_by_key, params};
use crate::users::UserRef;

/// The key of who got the last one of a table's records by this giver.
pub(super) fn last(tx: &mut dyn Transaction, giver: &str, home: &str) -> Result<Option<i64>> {
    tx.one("SELECT last FROM deal_turns WHERE giver = ? AND home = ?", params![giver, home], |c| c.next())
}

/// Notes who got it.
pub(super) fn turn(tx: &mut dyn Transaction, giver: &str, home: &str, last: i64) -> Result<usize> {
    tx.execute(
        "INSERT INTO deal_turns (giver, home, last) VALUES (?, ?, ?) \
         ON CONFLICT (giver, home) DO UPDATE SET last = excluded.last",
        params![giver, home, last],
    )
}

/// How many records of a kind each of these people has in hand.
pub(super) fn in_hand(tx: &mut dyn Transaction, of: &InHand, people: &[i64]) -> Result<BTreeMap<i64, i64>> {
    let InHand { home, owner, open, .. } = of;
    let select = format!(
        "SELECT u.id, (SELECT count(*) FROM {home} r WHERE r.{owner} = u.id AND {open}) FROM users u WHERE u.id"
    );
    let mut found = BTreeMap::new();
    each_by_key(tx, &select, &[], people, |c| {
        found.insert(c.next()?, c.next()?);
        Ok(())
    })?;
    Ok(found)
}

/// What a user is called.
pub(super) fn named(tx: &mut dyn Transaction, key: i64) -> Result<UserRef> {
    let sql = "SELECT uid, display_name FROM users WHERE id = ?";
    let found = tx.one(sql, params![key], |c| Ok(UserRef { id: crate::UserId(c.next()?), display_name: c.next()? }))?;
    found.ok_or_else(|| crate::CrmError::bug("a user who was found"))
}
