//! The statements on when records fall back into pools.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::super::setup::DealtKind;
use crate::engine::automation::{Of, note};
use crate::engine::clock::{Date, Timestamp};
use crate::engine::error::Result;
use crate::engine::storage::{Columns, Transaction, Value, each_by_key, params};

/// What stands beside a record: when it falls back, and the next day on which that is told beforehand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in super::super) struct Due {
    pub(in super::super) on: Option<Date>,
    pub(in super::super) notice: Option<Date>,
}

/// What a record's day follows from.
#[derive(Debug)]
pub(in super::super) struct Facts {
    pub(in super::super) key: i64,
    pub(in super::super) id: Uuid,
    /// Whether somebody works on it: it is theirs, and open.
    pub(in super::super) owned: bool,
    /// Since when it is its present owner's; the day by which that is known where no period is.
    pub(in super::super) owner_since: Option<Timestamp>,
    pub(in super::super) since_on: Option<Date>,
    /// Of a customer: when it was made or won back, ordered last, and last had an opportunity that was won.
    pub(in super::super) active_since: Option<Date>,
    pub(in super::super) last_order_date: Option<Date>,
    pub(in super::super) last_won_at: Option<Timestamp>,
    pub(in super::super) last_activity_on: Option<Date>,
    pub(in super::super) kept: Due,
}

/// That a record is somebody's, and open.
fn owned(kind: DealtKind) -> &'static str {
    match kind {
        DealtKind::Customer => "r.status = 'active' AND r.account_manager IS NOT NULL AND r.pool IS NULL",
        DealtKind::Opportunity => "r.status = 'assigned' AND r.pool IS NULL",
    }
}

/// What [`read`] reads.
fn select(kind: DealtKind) -> String {
    let (table, column, owned) = (kind.home().table, kind.as_str(), owned(kind));
    let more = match kind {
        DealtKind::Customer => {
            "r.active_since, r.last_order_date, (SELECT max(o.closed_at) FROM opportunities o WHERE o.customer = r.id \
             AND o.status = 'developed')"
        }
        DealtKind::Opportunity => "CAST(NULL AS TEXT), CAST(NULL AS TEXT), NULLIF(r.created_at, r.created_at)",
    };
    format!(
        "SELECT r.id, r.uid, CASE WHEN {owned} THEN TRUE ELSE FALSE END, (SELECT p.since FROM owner_periods p \
         WHERE p.{column} = r.id AND p.until IS NULL ORDER BY p.id DESC LIMIT 1), r.since_on, {more}, \
         r.last_activity_on, r.pool_due_on, r.pool_notice_on FROM {table} r WHERE "
    )
}

fn read(c: &mut Columns<'_>) -> Result<Facts> {
    Ok(Facts {
        key: c.next()?,
        id: c.next()?,
        owned: c.next()?,
        owner_since: c.next()?,
        since_on: c.next()?,
        active_since: c.next()?,
        last_order_date: c.next()?,
        last_won_at: c.next()?,
        last_activity_on: c.next()?,
        kept: Due { on: c.next()?, notice: c.next()? },
    })
}

/// Of the records of these ids.
pub(in super::super) fn of_ids(tx: &mut dyn Transaction, kind: DealtKind, ids: &[Uuid]) -> Result<Vec<Facts>> {
    let mut found = Vec::with_capacity(ids.len());
    each_by_key(tx, &format!("{}r.uid", select(kind)), &[], ids, |c| {
        found.push(read(c)?);
        Ok(())
    })?;
    Ok(found)
}

/// Of the first records behind a key that are somebody's, or have a day; of those alone that are due by a day, where one is given.
pub(in super::super) fn page(
    tx: &mut dyn Transaction,
    kind: DealtKind,
    behind: i64,
    due_by: Option<Date>,
    most: i64,
) -> Result<Vec<Facts>> {
    let (select, owned) = (select(kind), owned(kind));
    match due_by {
        Some(day) => {
            let sql = format!("{select}r.pool_due_on <= ? AND r.id > ? ORDER BY r.id LIMIT ?");
            tx.all(&sql, params![day, behind, most], read)
        }
        None => {
            let sql = format!("{select}r.id > ? AND (r.pool_due_on IS NOT NULL OR ({owned})) ORDER BY r.id LIMIT ?");
            tx.all(&sql, params![behind, most], read)
        }
    }
}

/// Writes a record's day, which is no change of it.
pub(in super::super) fn write(tx: &mut dyn Transaction, kind: DealtKind, of: &Facts, right: Due) -> Result<()> {
    let table = kind.home().table;
    let sql = format!("UPDATE {table} SET pool_due_on = ?, pool_notice_on = ? WHERE id = ?");
    tx.execute(&sql, params![right.on, right.notice, of.key])?;
    let differs = [("pool_due_on", of.kept.on != right.on), ("pool_notice_on", of.kept.notice != right.notice)];
    let fields: Vec<&str> = differs.into_iter().filter_map(|(name, differs)| differs.then_some(name)).collect();
    note(tx, table, Of::Key(of.key), &fields)
}

/// Takes away the days of all records, which no rule gives any more.
pub(in super::super) fn forget(tx: &mut dyn Transaction, kind: DealtKind) -> Result<()> {
    let sql = format!(
        "UPDATE {} SET pool_due_on = NULL, pool_notice_on = NULL WHERE pool_due_on IS NOT NULL",
        kind.home().table
    );
    tx.execute(&sql, &[]).map(drop)
}

/// The days of those of the records that have one.
pub(in super::super) fn due_of(
    tx: &mut dyn Transaction,
    kind: DealtKind,
    ids: &[Uuid],
) -> Result<BTreeMap<Uuid, Date>> {
    let select =
        format!("SELECT r.uid, r.pool_due_on FROM {} r WHERE r.pool_due_on IS NOT NULL AND r.uid", kind.home().table);
    let mut found = BTreeMap::new();
    each_by_key(tx, &select, &[], ids, |c| {
        found.insert(c.next()?, c.next()?);
        Ok(())
    })?;
    Ok(found)
}

/// The customers of those of the opportunities that were won.
pub(in super::super) fn won_of(tx: &mut dyn Transaction, opportunities: &BTreeSet<Uuid>) -> Result<Vec<Uuid>> {
    let ids: Vec<Uuid> = opportunities.iter().copied().collect();
    let select = "SELECT c.uid FROM opportunities r JOIN customers c ON c.id = r.customer \
                  WHERE r.status = 'developed' AND r.uid";
    let mut found = Vec::new();
    each_by_key(tx, select, &[], &ids, |c| {
        found.push(c.next()?);
        Ok(())
    })?;
    Ok(found)
}

/// The records of which a derived day was written, which are noted no more.
pub(in super::super) fn take_noted(tx: &mut dyn Transaction) -> Result<Vec<(String, Uuid)>> {
    let found = tx.all("SELECT noted_in, noted FROM noted_records ORDER BY noted_in, noted", &[], |c| {
        Ok((c.next()?, c.next()?))
    })?;
    if !found.is_empty() {
        tx.execute("DELETE FROM noted_records", &[])?;
    }
    Ok(found)
}

/// What a pool's rules that are in force say, and since which day.
pub(in super::super) fn in_force(tx: &mut dyn Transaction, pool: i64) -> Result<Vec<(String, Date)>> {
    let sql = "SELECT stamp, since FROM recycle_rules WHERE pool = ? ORDER BY place";
    tx.all(sql, params![pool], |c| Ok((c.next()?, c.next()?)))
}

/// Keeps them, and how many there are in all.
pub(in super::super) fn keep(tx: &mut dyn Transaction, pool: i64, rules: &[(String, Date)]) -> Result<()> {
    tx.execute("DELETE FROM recycle_rules WHERE pool = ?", params![pool])?;
    for (place, (stamp, since)) in (1_i64..).zip(rules) {
        let values: [Value<'_>; 4] = [pool.into(), place.into(), stamp.as_str().into(), (*since).into()];
        tx.execute("INSERT INTO recycle_rules (pool, place, stamp, since) VALUES (?, ?, ?, ?)", &values)?;
    }
    let sql = "UPDATE settings SET recycles = (SELECT count(*) FROM recycle_rules) WHERE id = 1";
    tx.execute(sql, &[]).map(drop)
}
