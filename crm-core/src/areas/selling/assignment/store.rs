//! The statements on turns, and on what people have in hand.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::setup::AssignmentMatch;
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::objects::InHand;
use crate::engine::sorting::Arranged as _;
use crate::engine::storage::{Transaction, each_by_key, params};
use crate::pools::DealtKind;
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

// ---- rules -----------------------------------------------------------------------------------------------------------

/// A user whom a rule names.
#[derive(Debug, Clone, Copy)]
pub(super) struct Person {
    pub(super) key: i64,
    pub(super) active: bool,
    /// Whether a role of theirs develops opportunities (OPP-4).
    pub(super) develops: bool,
}

/// The users of these ids.
pub(super) fn people(tx: &mut dyn Transaction, ids: &[Uuid]) -> Result<BTreeMap<Uuid, Person>> {
    const SELECT: &str = "SELECT u.uid, u.id, CASE WHEN u.status = 'active' THEN TRUE ELSE FALSE END, EXISTS (\
                          SELECT 1 FROM user_roles r JOIN role_operations o ON o.role = r.role \
                          AND o.operation = 'opportunities.develop' WHERE r.user_id = u.id) FROM users u WHERE u.uid";
    let mut found = BTreeMap::new();
    each_by_key(tx, SELECT, &[], ids, |c| {
        found.insert(c.next()?, Person { key: c.next()?, active: c.next()?, develops: c.next()? });
        Ok(())
    })?;
    Ok(found)
}

/// What these users are called, the oldest account first.
pub(super) fn names(tx: &mut dyn Transaction, users: &[i64]) -> Result<BTreeMap<i64, UserRef>> {
    let mut found = BTreeMap::new();
    each_by_key(tx, "SELECT u.id, u.uid, u.display_name FROM users u WHERE u.id", &[], users, |c| {
        found.insert(c.next()?, UserRef::read(c)?);
        Ok(())
    })?;
    Ok(found)
}

/// To whom opportunities are assigned, by their ids.
pub(super) fn assignees(tx: &mut dyn Transaction, keys: &[i64]) -> Result<BTreeMap<Uuid, UserRef>> {
    let select =
        "SELECT o.uid, u.uid, u.display_name FROM opportunities o JOIN users u ON u.id = o.assignee WHERE o.id";
    let mut found = BTreeMap::new();
    each_by_key(tx, select, &[], keys, |c| {
        found.insert(c.next()?, UserRef::read(c)?);
        Ok(())
    })?;
    Ok(found)
}

/// The ids of records.
pub(super) fn ids(tx: &mut dyn Transaction, kind: DealtKind, keys: &[i64]) -> Result<BTreeMap<i64, Uuid>> {
    let mut found = BTreeMap::new();
    let select = format!("SELECT r.id, r.uid FROM {} r WHERE r.id", kind.home().table);
    each_by_key(tx, &select, &[], keys, |c| {
        found.insert(c.next()?, c.next()?);
        Ok(())
    })?;
    Ok(found)
}

/// Those of the records that were made at an instant or later.
pub(super) fn made_since(
    tx: &mut dyn Transaction,
    kind: DealtKind,
    keys: &[i64],
    since: Timestamp,
) -> Result<BTreeSet<i64>> {
    let mut found = BTreeSet::new();
    let select = format!("SELECT r.id FROM {} r WHERE r.created_at >= ? AND r.id", kind.home().table);
    each_by_key(tx, &select, &[since.into()], keys, |c| {
        found.insert(c.next()?);
        Ok(())
    })?;
    Ok(found)
}

/// Those of the records that have a region or an industry which is none of the user's.
pub(super) fn foreign_to(
    tx: &mut dyn Transaction,
    (kind, by, column): (DealtKind, AssignmentMatch, &str),
    user: i64,
    keys: &[i64],
) -> Result<BTreeSet<i64>> {
    let table = kind.home().table;
    let theirs = match by {
        AssignmentMatch::Region => "SELECT 1 FROM user_regions t WHERE t.user_id = ? AND t.region = r.",
        AssignmentMatch::Industry => "SELECT 1 FROM user_industries t WHERE t.user_id = ? AND t.industry = r.",
    };
    let select =
        format!("SELECT r.id FROM {table} r WHERE r.{column} IS NOT NULL AND NOT EXISTS ({theirs}{column}) AND r.id");
    let mut found = BTreeSet::new();
    each_by_key(tx, &select, &[user.into()], keys, |c| {
        found.insert(c.next()?);
        Ok(())
    })?;
    Ok(found)
}

/// How many records of a kind each of these people has in hand.
pub(super) fn in_hand_of(tx: &mut dyn Transaction, kind: DealtKind, users: &[i64]) -> Result<BTreeMap<i64, i64>> {
    let home = kind.home();
    let (table, owner, open) = (home.table, home.owner, home.open);
    let select = format!(
        "SELECT u.id, (SELECT count(*) FROM {table} own WHERE own.{owner} = u.id AND {open}) FROM users u WHERE u.id"
    );
    let mut found = BTreeMap::new();
    each_by_key(tx, &select, &[], users, |c| {
        found.insert(c.next()?, c.next()?);
        Ok(())
    })?;
    Ok(found)
}

/// How many records each received by a rule since an instant.
pub(super) fn received(tx: &mut dyn Transaction, rule: i64, since: Timestamp) -> Result<BTreeMap<i64, i64>> {
    let sql = "SELECT a.user_id, count(*) FROM assigned_by_rule a WHERE a.rule = ? AND a.at > ? GROUP BY a.user_id";
    Ok(tx.all(sql, params![rule, since], |c| Ok((c.next()?, c.next()?)))?.into_iter().into_map())
}

/// How many of those each has still, those that are closed among them.
pub(super) fn still_has(
    tx: &mut dyn Transaction,
    (rule, kind): (i64, DealtKind),
    since: Timestamp,
) -> Result<BTreeMap<i64, i64>> {
    let home = kind.home();
    let (table, owner) = (home.table, home.owner);
    let sql = format!(
        "SELECT a.user_id, count(DISTINCT r.id) FROM assigned_by_rule a JOIN {table} r ON r.id = a.{} \
         WHERE a.rule = ? AND a.at > ? AND r.{owner} = a.user_id GROUP BY a.user_id",
        kind.as_str()
    );
    Ok(tx.all(&sql, params![rule, since], |c| Ok((c.next()?, c.next()?)))?.into_iter().into_map())
}

/// Keeps that somebody received a record by a rule.
pub(super) fn received_by(
    tx: &mut dyn Transaction,
    (rule, user): (i64, i64),
    (kind, record): (DealtKind, i64),
    now: Timestamp,
) -> Result<()> {
    let sql = format!("INSERT INTO assigned_by_rule (rule, user_id, {}, at) VALUES (?, ?, ?, ?)", kind.as_str());
    tx.insert(&sql, params![rule, user, record, now]).map(drop)
}

/// The account managers of the customers of opportunities, those who may develop them.
pub(super) fn account_managers(tx: &mut dyn Transaction, keys: &[i64]) -> Result<BTreeMap<i64, i64>> {
    const SELECT: &str = "SELECT r.id, u.id FROM opportunities r JOIN customers c ON c.id = r.customer \
                          JOIN users u ON u.id = c.account_manager AND u.status = 'active' WHERE EXISTS (\
                          SELECT 1 FROM user_roles h JOIN role_operations o ON o.role = h.role \
                          AND o.operation = 'opportunities.develop' WHERE h.user_id = u.id) AND r.id";
    let mut found = BTreeMap::new();
    each_by_key(tx, SELECT, &[], keys, |c| {
        found.insert(c.next()?, c.next()?);
        Ok(())
    })?;
    Ok(found)
}
