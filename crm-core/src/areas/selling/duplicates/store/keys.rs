//! The statements on keys, and on what makes them.

use super::super::fields::{Subject, name_of, way_named};
use super::super::loaded::Spec;
use crate::engine::error::{CrmError, Result};
use crate::engine::storage::{Columns, Transaction, Value, params};

/// A kind of keys.
#[derive(Debug, Clone)]
pub(in super::super) struct KeyKind {
    pub(in super::super) key: i64,
    pub(in super::super) spec: Spec,
    pub(in super::super) stamp: String,
    /// The key of the last record that has them while they are being made; none once all have.
    pub(in super::super) reached: Option<i64>,
    /// Whether it goes.
    pub(in super::super) spent: bool,
}

/// The region of numbers.
pub(in super::super) fn region(tx: &mut dyn Transaction) -> Result<String> {
    tx.value("SELECT phone_region FROM settings WHERE id = 1", &[])
}

/// What tells duplicates is another from now on.
pub(in super::super) fn next_version(tx: &mut dyn Transaction) -> Result<()> {
    tx.execute("UPDATE settings SET duplicates = duplicates + 1 WHERE id = 1", &[]).map(drop)
}

/// Every kind of keys, in the order in which they were needed.
pub(in super::super) fn kinds(tx: &mut dyn Transaction) -> Result<Vec<KeyKind>> {
    let read = |c: &mut Columns<'_>| {
        let (key, object, field): (i64, String, String) = (c.next()?, c.next()?, c.next()?);
        let (way, threshold): (String, i64) = (c.next()?, c.next()?);
        let (stamp, reached, spent) = (c.next()?, c.next()?, c.next()?);
        let subject = Subject::find(&object).ok_or_else(|| CrmError::storage("corrupt"))?;
        let way = way_named(&way).ok_or_else(|| CrmError::storage("corrupt"))?;
        let threshold = usize::try_from(threshold).map_err(|_| CrmError::storage("corrupt"))?;
        Ok(KeyKind { key, spec: Spec { subject, field, way, threshold }, stamp, reached, spent })
    };
    tx.all(
        "SELECT id, object, field, way, threshold, stamp, reached, spent FROM duplicate_kinds ORDER BY id",
        &[],
        read,
    )
}

pub(in super::super) fn insert_kind(
    tx: &mut dyn Transaction,
    spec: &Spec,
    stamp: &str,
    reached: Option<i64>,
) -> Result<i64> {
    let threshold = i64::try_from(spec.threshold).unwrap_or_default();
    tx.insert(
        "INSERT INTO duplicate_kinds (object, field, way, threshold, stamp, reached) VALUES (?, ?, ?, ?, ?, ?)",
        params![spec.subject.name(), &spec.field, name_of(spec.way), threshold, stamp, reached],
    )
}

pub(in super::super) fn reach(tx: &mut dyn Transaction, kind: i64, reached: Option<i64>) -> Result<()> {
    tx.execute("UPDATE duplicate_kinds SET reached = ? WHERE id = ?", params![reached, kind]).map(drop)
}

pub(in super::super) fn spend(tx: &mut dyn Transaction, kind: i64) -> Result<()> {
    tx.execute("UPDATE duplicate_kinds SET spent = TRUE WHERE id = ?", params![kind]).map(drop)
}

/// Removes some keys of a kind that goes, and the kind with the last of them; whether that was it.
pub(in super::super) fn remove_some(tx: &mut dyn Transaction, kind: i64, most: i64) -> Result<bool> {
    let until: Option<String> = tx.one(
        "SELECT key FROM duplicate_keys WHERE kind = ? ORDER BY key LIMIT 1 OFFSET ?",
        params![kind, most],
        |c| c.next(),
    )?;
    match until {
        Some(key) => {
            tx.execute("DELETE FROM duplicate_keys WHERE kind = ? AND key <= ?", params![kind, key])?;
            Ok(false)
        }
        None => {
            tx.execute("DELETE FROM duplicate_keys WHERE kind = ?", params![kind])?;
            tx.execute("DELETE FROM duplicate_kinds WHERE id = ?", params![kind])?;
            Ok(true)
        }
    }
}

/// A key of a record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) struct KeyRow {
    pub(in super::super) kind: i64,
    pub(in super::super) key: String,
    /// The key of which it is a part; empty, where it is whole.
    pub(in super::super) whole: String,
}

/// Keys that one statement writes at most.
const ROWS: usize = 16;

pub(in super::super) fn insert_keys(tx: &mut dyn Transaction, record: i64, keys: &[KeyRow]) -> Result<()> {
    for some in keys.chunks(ROWS) {
        let rows = vec!["(?, ?, ?, ?)"; some.len()].join(", ");
        let sql = format!("INSERT INTO duplicate_keys (kind, key, record, whole) VALUES {rows} ON CONFLICT DO NOTHING");
        let mut values: Vec<Value<'_>> = Vec::with_capacity(some.len() * 4);
        for row in some {
            values.extend([row.kind.into(), row.key.as_str().into(), record.into(), row.whole.as_str().into()]);
        }
        tx.execute(&sql, &values)?;
    }
    Ok(())
}

pub(in super::super) fn delete_keys(tx: &mut dyn Transaction, record: i64, keys: &[KeyRow]) -> Result<()> {
    for row in keys {
        tx.execute(
            "DELETE FROM duplicate_keys WHERE kind = ? AND key = ? AND record = ? AND whole = ?",
            params![row.kind, &row.key, record, &row.whole],
        )?;
    }
    Ok(())
}

pub(in super::super) fn has_key(tx: &mut dyn Transaction, record: i64, row: &KeyRow) -> Result<bool> {
    tx.value(
        "SELECT EXISTS (SELECT 1 FROM duplicate_keys WHERE kind = ? AND key = ? AND record = ? AND whole = ?)",
        params![row.kind, &row.key, record, &row.whole],
    )
}

/// The first records that have a key.
pub(in super::super) fn having(tx: &mut dyn Transaction, kind: i64, key: &str, most: usize) -> Result<Vec<i64>> {
    tx.all(
        "SELECT record FROM duplicate_keys WHERE kind = ? AND key = ? LIMIT ?",
        params![kind, key, most as i64],
        |c| c.next(),
    )
}

/// The records that have a part of a key, with the key that it is of.
pub(in super::super) fn having_part(tx: &mut dyn Transaction, kind: i64, part: &str) -> Result<Vec<(i64, String)>> {
    tx.all("SELECT record, whole FROM duplicate_keys WHERE kind = ? AND key = ?", params![kind, part], |c| {
        Ok((c.next()?, c.next()?))
    })
}
