//! The statements on substitutes.

use crate::engine::approval::stand_in::{NewStandIn, StandIn};
use crate::engine::clock::Timestamp;
use crate::engine::error::{CrmError, Result};
use crate::engine::ids::{RecordId, UserId};
use crate::engine::sorting::Arrange as _;
use crate::engine::storage::{Columns, Transaction, each_by_key, params};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT s.id, s.uid, s.version, u.id, u.uid, u.display_name, p.id, p.uid, p.display_name, \
             p.status, s.starts_at, s.ends_at, s.flows FROM substitutes s JOIN users u ON u.id = s.user_id JOIN users p ON p.id = s.substitute ",
            $rest
        )
    };
}

fn read(c: &mut Columns<'_>) -> Result<StandIn> {
    let (key, id, version) = (c.next()?, RecordId(c.next()?), c.next()?);
    let user = ((c.next()?, UserId(c.next()?)), c.next()?);
    let substitute = ((c.next()?, UserId(c.next()?)), c.next()?);
    let status: String = c.next()?;
    let (starts_at, ends_at, flows): (_, _, Option<String>) = (c.next()?, c.next()?, c.next()?);
    let flows =
        flows.map(|flows| serde_json::from_str(&flows).map_err(|_| CrmError::storage("corrupt"))).transpose()?;
    let is_active = status == "active";
    Ok(StandIn { key, id, version, user, substitute, is_active, starts_at, ends_at, flows })
}

pub(crate) fn get(tx: &mut dyn Transaction, id: RecordId) -> Result<Option<StandIn>> {
    tx.one(select!("WHERE s.uid = ?"), params![&id.0], read)
}

/// The substitutes whom a person has now or will have, the latest named first.
pub(crate) fn of_person(tx: &mut dyn Transaction, person: i64, now: Timestamp) -> Result<Vec<StandIn>> {
    tx.all(select!("WHERE s.user_id = ? AND s.ends_at > ? ORDER BY s.id DESC"), params![person, now], read)
}

/// The same of several people, by these.
pub(in crate::engine::approval) fn of_people(
    tx: &mut dyn Transaction,
    people: &[i64],
    now: Timestamp,
) -> Result<Vec<StandIn>> {
    among(tx, select!("WHERE s.ends_at > ? AND s.user_id"), people, now)
}

/// Those for whom people are named as substitutes.
pub(in crate::engine::approval) fn for_people(
    tx: &mut dyn Transaction,
    people: &[i64],
    now: Timestamp,
) -> Result<Vec<StandIn>> {
    among(tx, select!("WHERE s.ends_at > ? AND s.substitute"), people, now)
}

/// The latest named first.
fn among(tx: &mut dyn Transaction, select: &str, people: &[i64], now: Timestamp) -> Result<Vec<StandIn>> {
    let mut found = Vec::new();
    each_by_key(tx, select, params![now], people, |c| {
        found.push(read(c)?);
        Ok(())
    })?;
    found.arrange_by_key(|one| std::cmp::Reverse(one.key));
    Ok(found)
}

pub(crate) fn put(tx: &mut dyn Transaction, new: &NewStandIn) -> Result<i64> {
    let flows = new.flows.as_ref().map(|flows| serde_json::to_string(flows).unwrap_or_default());
    tx.insert(
        "INSERT INTO substitutes (uid, user_id, substitute, starts_at, ends_at, flows, created_at) \
         VALUES (?, ?, ?, ?, ?, ?, ?)",
        params![&new.id.0, new.user, new.substitute, new.starts_at, new.ends_at, flows, new.now],
    )
}

pub(crate) fn remove(tx: &mut dyn Transaction, key: i64) -> Result<usize> {
    tx.execute("DELETE FROM substitutes WHERE id = ?", params![key])
}
