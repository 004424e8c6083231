//! The statements on pools: whom they are for, what is in them, whose records were.

pub(super) mod recycle;

use uuid::Uuid;

use super::ledger::Of;
use super::setup::{DealtKind, Pool};
use super::types::*;
use crate::ObjectRef;
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::ids::{RecordId, UserId};
use crate::engine::objects::Matching;
use crate::engine::page::PageRequest;
use crate::engine::storage::{Columns, Direction, ListQuery, Order, Transaction, Visibility, each_by_key, params};
use crate::setup::SetupRef;
use crate::users::UserRef;

/// The most stays and periods that are told of a record.
const MOST_TOLD: i64 = 1_000;

/// What the tables and columns of a kind are called.
pub(crate) struct Home {
    pub(crate) table: &'static str,
    /// The column that refers to it in the ledger.
    column: &'static str,
    title: &'static str,
    pub(crate) owner: &'static str,
    /// That a record `own` is in hand.
    pub(crate) open: &'static str,
}

impl DealtKind {
    pub(crate) fn home(self) -> Home {
        match self {
            DealtKind::Customer => Home {
                table: "customers",
                column: "customer",
                title: "name",
                owner: "account_manager",
                open: "own.status = 'active'",
            },
            DealtKind::Opportunity => Home {
                table: "opportunities",
                column: "opportunity",
                title: "summary",
                owner: "assignee",
                open: "own.status = 'assigned'",
            },
        }
    }
}

impl Of {
    fn split(self) -> (DealtKind, i64) {
        match self {
            Of::Customer(key) => (DealtKind::Customer, key),
            Of::Opportunity(key) => (DealtKind::Opportunity, key),
        }
    }
}

// ---- whom a pool is for ----------------------------------------------------------------------------------------------

/// Keeps whom a pool is for, and who looks after it.
pub(super) fn keep_people(tx: &mut dyn Transaction, pool: i64, content: &Pool) -> Result<()> {
    forget_people(tx, pool)?;
    let Some(members) = &content.members else {
        tx.insert("INSERT INTO pool_people (pool, admin) VALUES (?, FALSE)", params![pool])?;
        return keep_admins(tx, pool, content);
    };
    for user in members.users.iter().flatten() {
        let sql = "INSERT INTO pool_people (pool, user_id, admin) SELECT ?, id, FALSE FROM users WHERE uid = ?";
        tx.execute(sql, params![pool, &user.0])?;
    }
    for department in members.departments.iter().flatten() {
        let sql =
            "INSERT INTO pool_people (pool, department, admin) SELECT ?, id, FALSE FROM departments WHERE uid = ?";
        tx.execute(sql, params![pool, &department.0])?;
    }
    for role in members.roles.iter().flatten() {
        let sql = "INSERT INTO pool_people (pool, role, admin) SELECT ?, id, FALSE FROM roles WHERE name = ?";
        tx.execute(sql, params![pool, role])?;
    }
    keep_admins(tx, pool, content)
}

fn keep_admins(tx: &mut dyn Transaction, pool: i64, content: &Pool) -> Result<()> {
    for user in content.admins.iter().flatten() {
        let sql = "INSERT INTO pool_people (pool, user_id, admin) SELECT ?, id, TRUE FROM users WHERE uid = ?";
        tx.execute(sql, params![pool, &user.0])?;
    }
    Ok(())
}

pub(super) fn forget_people(tx: &mut dyn Transaction, pool: i64) -> Result<usize> {
    tx.execute("DELETE FROM pool_people WHERE pool = ?", params![pool])
}

/// Whether the user looks after the pool.
pub(super) fn is_admin(tx: &mut dyn Transaction, pool: i64, user: i64) -> Result<bool> {
    tx.value(
        "SELECT EXISTS (SELECT 1 FROM pool_people WHERE pool = ? AND user_id = ? AND admin = TRUE)",
        params![pool, user],
    )
}

/// How many records are in a pool, counted as far as that many.
pub(super) fn count(tx: &mut dyn Transaction, pool: i64, most: i64) -> Result<i64> {
    tx.value(
        "SELECT count(*) FROM (SELECT id FROM customers WHERE pool = ? UNION ALL \
         SELECT id FROM opportunities WHERE pool = ? LIMIT ?) AS held",
        params![pool, pool, most],
    )
}

/// A pool that goes lets go of what is in it; how many records that are.
pub(super) fn let_go(tx: &mut dyn Transaction, pool: i64) -> Result<i64> {
    let customers =
        tx.execute("UPDATE customers SET version = version + 1, pool = NULL WHERE pool = ?", params![pool])?;
    let leads =
        tx.execute("UPDATE opportunities SET version = version + 1, pool = NULL WHERE pool = ?", params![pool])?;
    Ok((customers + leads) as i64)
}

// ---- what is in it ---------------------------------------------------------------------------------------------------

const LONGEST_FIRST: Order = Order { name: "pooled", keys: &[("s.id", Direction::Ascending)] };

pub(super) fn list(
    tx: &mut dyn Transaction,
    (kind, pool): (DealtKind, i64),
    visible: Visibility,
    page: &Option<PageRequest>,
    matching: Option<&Matching>,
) -> Result<PooledPage> {
    let (columns, tables) = match kind {
        DealtKind::Customer => (
            "r.uid, r.name, s.since, b.uid, b.display_name, s.reason, o.uid, o.display_name",
            "customers r JOIN pool_stays s ON s.customer = r.id LEFT JOIN users b ON b.id = s.put_by LEFT JOIN users o \
             ON o.id = (SELECT p.owner FROM owner_periods p WHERE p.customer = r.id ORDER BY p.id DESC LIMIT 1)",
        ),
        DealtKind::Opportunity => (
            "r.uid, r.summary, s.since, b.uid, b.display_name, s.reason, o.uid, o.display_name",
            "opportunities r JOIN pool_stays s ON s.opportunity = r.id LEFT JOIN users b ON b.id = s.put_by LEFT JOIN users o \
             ON o.id = (SELECT p.owner FROM owner_periods p WHERE p.opportunity = r.id ORDER BY p.id DESC LIMIT 1)",
        ),
    };
    let mut query = ListQuery::new(columns, tables, visible);
    query.and("s.pool = ? AND s.until IS NULL", [pool.into()]);
    query.matching(tx, matching)?;
    let read = |c: &mut Columns<'_>| {
        let (id, title) = (RecordId(c.next()?), c.next()?);
        Ok(PooledRecord {
            record: ObjectRef { object: kind.as_str().to_owned(), id, title },
            since: c.next()?,
            put_by: UserRef::read_optional(c)?,
            reason: c.next()?,
            last_owner: UserRef::read_optional(c)?,
            fresh_until: None,
        })
    };
    query.page(tx, LONGEST_FIRST, page, read).map(PooledPage::from)
}

/// A record that is to be claimed, given or put.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) id: RecordId,
    pub(crate) key: i64,
    pub(crate) title: String,
    pub(crate) status: String,
    /// Whose it is.
    pub(crate) owner: Option<UserId>,
    /// The pool that it is in, and since when.
    pub(crate) pool: Option<i64>,
    pub(crate) since: Option<Timestamp>,
    /// Whose it was last, and until when.
    pub(crate) last: Option<(i64, Timestamp)>,
}

/// Those of the records that are there.
pub(crate) fn found(tx: &mut dyn Transaction, kind: DealtKind, ids: &[Uuid]) -> Result<Vec<Found>> {
    let Home { table, column, title, owner, .. } = kind.home();
    let select = format!(
        "SELECT r.uid, r.id, r.{title}, r.status, u.uid, r.pool, s.since, p.owner, p.until FROM {table} r \
         LEFT JOIN users u ON u.id = r.{owner} LEFT JOIN pool_stays s ON s.id = (SELECT x.id FROM pool_stays x \
         WHERE x.{column} = r.id ORDER BY x.id DESC LIMIT 1) LEFT JOIN owner_periods p ON p.id = (SELECT q.id \
         FROM owner_periods q WHERE q.{column} = r.id ORDER BY q.id DESC LIMIT 1) WHERE r.uid"
    );
    let mut found = Vec::with_capacity(ids.len());
    each_by_key(tx, &select, &[], ids, |c| {
        let (id, key, title, status) = (RecordId(c.next()?), c.next()?, c.next()?, c.next()?);
        let owner = c.next::<Option<Uuid>>()?.map(UserId);
        let (pool, since) = (c.next()?, c.next()?);
        let last: (Option<i64>, Option<Timestamp>) = (c.next()?, c.next()?);
        found.push(Found { id, key, title, status, owner, pool, since, last: last.0.zip(last.1) });
        Ok(())
    })?;
    Ok(found)
}

/// How many records of a kind somebody has in hand.
pub(super) fn in_hand(tx: &mut dyn Transaction, kind: DealtKind, user: i64) -> Result<i64> {
    let Home { table, owner, open, .. } = kind.home();
    tx.value(&format!("SELECT count(*) FROM {table} own WHERE own.{owner} = ? AND {open}"), params![user])
}

/// How many records somebody claimed from a pool since an instant.
pub(super) fn claims(tx: &mut dyn Transaction, pool: i64, user: i64, since: Timestamp) -> Result<i64> {
    tx.value(
        "SELECT count(*) FROM pool_stays WHERE ended = 'claimed' AND got_by = ? AND pool = ? AND until >= ?",
        params![user, pool, since],
    )
}

// ---- the ledger ------------------------------------------------------------------------------------------------------

/// The period of whose a record is, where it is somebody's.
pub(super) fn owner(tx: &mut dyn Transaction, of: Of) -> Result<Option<(i64, i64)>> {
    let (kind, key) = of.split();
    let sql =
        format!("SELECT id, owner, until FROM owner_periods WHERE {} = ? ORDER BY id DESC LIMIT 1", kind.home().column);
    let last: Option<(i64, i64, Option<i64>)> =
        tx.one(&sql, params![key], |c| Ok((c.next()?, c.next()?, c.next()?)))?;
    Ok(last.filter(|last| last.2.is_none()).map(|last| (last.0, last.1)))
}

pub(super) fn begin_period(tx: &mut dyn Transaction, of: Of, owner: i64, now: Timestamp) -> Result<()> {
    let (kind, key) = of.split();
    let sql = format!("INSERT INTO owner_periods ({}, owner, since) VALUES (?, ?, ?)", kind.home().column);
    tx.insert(&sql, params![key, owner, now]).map(drop)
}

pub(super) fn end_period(tx: &mut dyn Transaction, period: i64, how: OwnerEnd, now: Timestamp) -> Result<usize> {
    tx.execute("UPDATE owner_periods SET until = ?, ended = ? WHERE id = ?", params![now, how, period])
}

/// The record is in the pool from now on.
pub(super) fn begin_stay(
    tx: &mut dyn Transaction,
    of: Of,
    pool: i64,
    (now, by): (Timestamp, Option<i64>),
    reason: &str,
) -> Result<()> {
    let (kind, key) = of.split();
    let Home { table, column, .. } = kind.home();
    tx.execute(&format!("UPDATE {table} SET pool = ? WHERE id = ?"), params![pool, key])?;
    let sql = format!("INSERT INTO pool_stays (pool, {column}, since, put_by, reason) VALUES (?, ?, ?, ?, ?)");
    tx.insert(&sql, params![pool, key, now, by, reason]).map(drop)
}

/// The record is in no pool any more.
pub(super) fn end_stay(
    tx: &mut dyn Transaction,
    of: Of,
    (how, now): (StayEnd, Timestamp),
    by: Option<i64>,
    got_by: Option<i64>,
) -> Result<()> {
    let (kind, key) = of.split();
    let Home { table, column, .. } = kind.home();
    let out = format!("UPDATE {table} SET pool = NULL WHERE id = ? AND pool IS NOT NULL");
    if tx.execute(&out, params![key])? == 0 {
        return Ok(());
    }
    let sql = format!(
        "UPDATE pool_stays SET until = ?, ended = ?, ended_by = ?, got_by = ? WHERE {column} = ? AND until IS NULL"
    );
    tx.execute(&sql, params![now, how, by, got_by, key]).map(drop)
}

/// The stays of a record, the last first.
pub(super) fn stays(tx: &mut dyn Transaction, kind: DealtKind, id: Uuid) -> Result<Vec<PoolStay>> {
    let Home { table, column, .. } = kind.home();
    let sql = format!(
        "SELECT d.uid, d.name, s.since, b.uid, b.display_name, s.reason, s.until, s.ended, e.uid, e.display_name, g.uid, \
         g.display_name FROM pool_stays s LEFT JOIN setup_documents d ON d.id = s.pool LEFT JOIN users b ON b.id = s.put_by \
         LEFT JOIN users e ON e.id = s.ended_by LEFT JOIN users g ON g.id = s.got_by \
         WHERE s.{column} = (SELECT id FROM {table} WHERE uid = ?) ORDER BY s.id DESC LIMIT ?"
    );
    tx.all(&sql, params![&id, MOST_TOLD], |c| {
        Ok(PoolStay {
            pool: SetupRef::read_optional(c)?,
            since: c.next()?,
            put_by: UserRef::read_optional(c)?,
            reason: c.next()?,
            until: c.next()?,
            ended: c.next()?,
            ended_by: UserRef::read_optional(c)?,
            got_by: UserRef::read_optional(c)?,
        })
    })
}

/// Whose a customer was, the last first.
pub(crate) fn owners(tx: &mut dyn Transaction, customer: i64) -> Result<Vec<OwnerPeriod>> {
    tx.all(
        "SELECT u.uid, u.display_name, p.since, p.until, p.ended FROM owner_periods p JOIN users u ON u.id = p.owner \
         WHERE p.customer = ? ORDER BY p.id DESC LIMIT ?",
        params![customer, MOST_TOLD],
        |c| Ok(OwnerPeriod { owner: UserRef::read(c)?, since: c.next()?, until: c.next()?, ended: c.next()? }),
    )
}
