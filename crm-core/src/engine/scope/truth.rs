//! Puts the rows of `access` right for some records: the truth is asked, and only what differs is written. There is no
//! shortcut that moves rows without asking: one such left rows too many, each a leak, where two ways led to one record.

use std::collections::BTreeSet;

use super::kinds::Scoped;
use super::principal::Principal;
use crate::engine::error::Result;
use crate::engine::sorting::Arranged as _;
use crate::engine::storage::{Transaction, Value, each_by_key, params};

/// Records that are compared together.
pub(super) const PAGE: usize = 512;

/// A row of `access`, without its kind: principal, first key, record. In the order in which they are stored.
type Row = (Principal, i64, i64);

/// The rows that the records should have, and those that they have.
fn rows(tx: &mut dyn Transaction, kind: &Scoped, keys: &[i64]) -> Result<(BTreeSet<Row>, BTreeSet<Row>)> {
    let (mut truth, mut kept) = (BTreeSet::new(), BTreeSet::new());
    let select = format!("SELECT truth.id, truth.at, truth.principal FROM ({}) AS truth WHERE truth.id", kind.truth());
    each_by_key(tx, &select, &[], keys, |c| {
        let (record, at) = (c.next()?, c.next()?);
        truth.insert((Principal(c.next()?), at, record));
        Ok(())
    })?;
    let select = "SELECT seen.record, seen.at, seen.principal FROM access seen WHERE seen.entity = ? AND seen.record";
    each_by_key(tx, select, &[Value::Integer(kind.number)], keys, |c| {
        let (record, at) = (c.next()?, c.next()?);
        kept.insert((Principal(c.next()?), at, record));
        Ok(())
    })?;
    Ok((truth, kept))
}

/// Puts the records' rows right; how many were wrong.
pub(super) fn settle(tx: &mut dyn Transaction, kind: &Scoped, keys: &[i64]) -> Result<usize> {
    let mut wrong = 0;
    for keys in keys.chunks(PAGE) {
        let (truth, kept) = rows(tx, kind, keys)?;
        for (Principal(principal), at, record) in kept.difference(&truth) {
            tx.execute(
                "DELETE FROM access WHERE entity = ? AND principal = ? AND at = ? AND record = ?",
                params![kind.number, *principal, *at, *record],
            )?;
            wrong += 1;
        }
        for (Principal(principal), at, record) in truth.difference(&kept) {
            tx.execute(
                "INSERT INTO access (entity, principal, at, record) VALUES (?, ?, ?, ?)",
                params![kind.number, *principal, *at, *record],
            )?;
            wrong += 1;
        }
    }
    Ok(wrong)
}

/// Those of the records whose rows are wrong.
pub(super) fn wrong(tx: &mut dyn Transaction, kind: &Scoped, keys: &[i64]) -> Result<BTreeSet<i64>> {
    let (truth, kept) = rows(tx, kind, keys)?;
    Ok(truth.symmetric_difference(&kept).map(|(_, _, record)| *record).into_set())
}

/// The first records behind a key, in order.
pub(super) fn records(tx: &mut dyn Transaction, kind: &Scoped, behind: i64, most: usize) -> Result<Vec<i64>> {
    let sql = format!("SELECT r.id FROM {} r WHERE r.id > ? ORDER BY r.id LIMIT ?", kind.table());
    tx.all(&sql, params![behind, most as i64], |c| c.next())
}

/// The first keys behind one that have rows, but no record any more, in order. Every row is looked at once, by the index.
pub(super) fn strays(tx: &mut dyn Transaction, kind: &Scoped, behind: i64, most: usize) -> Result<Vec<i64>> {
    let sql = format!(
        "SELECT DISTINCT seen.record FROM access seen WHERE seen.record > ? AND seen.entity = ? \
         AND NOT EXISTS (SELECT 1 FROM {} r WHERE r.id = seen.record) ORDER BY seen.record LIMIT ?",
        kind.table()
    );
    tx.all(&sql, params![behind, kind.number, most as i64], |c| c.next())
}

/// Some of the records that a principal has, behind a place, in order; with the place of the last.
pub(super) fn of_principal(
    tx: &mut dyn Transaction,
    kind: &Scoped,
    Principal(principal): Principal,
    behind: (i64, i64),
) -> Result<Vec<(i64, i64)>> {
    tx.all(
        "SELECT seen.at, seen.record FROM access seen WHERE seen.entity = ? AND seen.principal = ? AND (seen.at, seen.record) > (?, ?) \
         ORDER BY seen.at, seen.record LIMIT ?",
        params![kind.number, principal, behind.0, behind.1, PAGE as i64],
        |c| Ok((c.next()?, c.next()?)),
    )
}
