//! The statements on keys of records, and on pairs.

use std::borrow::Cow;

use uuid::Uuid;

use super::fields::{Said, Subject, name_of, way_named};
use super::loaded::Spec;
use super::types::*;
use crate::engine::clock::{Date, Timestamp};
use crate::engine::error::{CrmError, Result};
use crate::engine::ids::RecordId;
use crate::engine::page::PageRequest;
use crate::engine::storage::{Columns, Direction, ListQuery, Order, Transaction, Value, Visibility, params};
use crate::engine::text::fold;
use crate::users::UserRef;

/// A kind of keys.
#[derive(Debug, Clone)]
pub(super) struct KeyKind {
    pub(super) key: i64,
    pub(super) spec: Spec,
    pub(super) stamp: String,
    /// The key of the last record that has them while they are being made; none once all have.
    pub(super) reached: Option<i64>,
    /// Whether it goes.
    pub(super) spent: bool,
}

/// The region of numbers.
pub(super) fn region(tx: &mut dyn Transaction) -> Result<String> {
    tx.value("SELECT phone_region FROM settings WHERE id = 1", &[])
}

/// What tells duplicates is another from now on.
pub(super) fn next_version(tx: &mut dyn Transaction) -> Result<()> {
    tx.execute("UPDATE settings SET duplicates = duplicates + 1 WHERE id = 1", &[]).map(drop)
}

/// Every kind of keys, in the order in which they were needed.
pub(super) fn kinds(tx: &mut dyn Transaction) -> Result<Vec<KeyKind>> {
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

pub(super) fn insert_kind(tx: &mut dyn Transaction, spec: &Spec, stamp: &str, reached: Option<i64>) -> Result<i64> {
    let threshold = i64::try_from(spec.threshold).unwrap_or_default();
    tx.insert(
        "INSERT INTO duplicate_kinds (object, field, way, threshold, stamp, reached) VALUES (?, ?, ?, ?, ?, ?)",
        params![spec.subject.name(), &spec.field, name_of(spec.way), threshold, stamp, reached],
    )
}

pub(super) fn reach(tx: &mut dyn Transaction, kind: i64, reached: Option<i64>) -> Result<()> {
    tx.execute("UPDATE duplicate_kinds SET reached = ? WHERE id = ?", params![reached, kind]).map(drop)
}

pub(super) fn spend(tx: &mut dyn Transaction, kind: i64) -> Result<()> {
    tx.execute("UPDATE duplicate_kinds SET spent = TRUE WHERE id = ?", params![kind]).map(drop)
}

/// Removes some keys of a kind that goes, and the kind with the last of them; whether that was it.
pub(super) fn remove_some(tx: &mut dyn Transaction, kind: i64, most: i64) -> Result<bool> {
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
pub(super) struct KeyRow {
    pub(super) kind: i64,
    pub(super) key: String,
    /// The key of which it is a part; empty, where it is whole.
    pub(super) whole: String,
}

/// Keys that one statement writes at most.
const ROWS: usize = 16;

pub(super) fn insert_keys(tx: &mut dyn Transaction, record: i64, keys: &[KeyRow]) -> Result<()> {
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

pub(super) fn delete_keys(tx: &mut dyn Transaction, record: i64, keys: &[KeyRow]) -> Result<()> {
    for row in keys {
        tx.execute(
            "DELETE FROM duplicate_keys WHERE kind = ? AND key = ? AND record = ? AND whole = ?",
            params![row.kind, &row.key, record, &row.whole],
        )?;
    }
    Ok(())
}

pub(super) fn has_key(tx: &mut dyn Transaction, record: i64, row: &KeyRow) -> Result<bool> {
    tx.value(
        "SELECT EXISTS (SELECT 1 FROM duplicate_keys WHERE kind = ? AND key = ? AND record = ? AND whole = ?)",
        params![row.kind, &row.key, record, &row.whole],
    )
}

/// The first records that have a key.
pub(super) fn having(tx: &mut dyn Transaction, kind: i64, key: &str, most: usize) -> Result<Vec<i64>> {
    tx.all(
        "SELECT record FROM duplicate_keys WHERE kind = ? AND key = ? LIMIT ?",
        params![kind, key, most as i64],
        |c| c.next(),
    )
}

/// The records that have a part of a key, with the key that it is of.
pub(super) fn having_part(tx: &mut dyn Transaction, kind: i64, part: &str) -> Result<Vec<(i64, String)>> {
    tx.all("SELECT record, whole FROM duplicate_keys WHERE kind = ? AND key = ?", params![kind, part], |c| {
        Ok((c.next()?, c.next()?))
    })
}

/// A record with what it says.
pub(super) type Saying = (i64, Said<'static>);

/// What is read of a record: its key, then its fields.
fn select(subject: Subject, rest: &str) -> String {
    let fields: Vec<&str> = subject.fields().iter().map(|field| field.name).collect();
    let (table, open) = match subject {
        Subject::Customer => ("customers", ""),
        Subject::Contact => ("contacts", ""),
        Subject::Opportunity => ("opportunities", "status IN ('unassigned', 'assigned') AND "),
    };
    format!("SELECT id, {} FROM {table} WHERE {open}{rest}", fields.join(", "))
}

fn read(subject: Subject, c: &mut Columns<'_>) -> Result<Saying> {
    let key = c.next()?;
    let fields = subject.fields().iter().map(|_| Ok(c.next::<Option<String>>()?.map(Cow::Owned)));
    Ok((key, Said(fields.collect::<Result<_>>()?)))
}

/// Records behind a key that are compared, in order.
pub(super) fn saying(tx: &mut dyn Transaction, subject: Subject, behind: i64, most: usize) -> Result<Vec<Saying>> {
    let sql = select(subject, "id > ? ORDER BY id LIMIT ?");
    tx.all(&sql, params![behind, most as i64], |c| read(subject, c))
}

/// What the record with the key says, where it is compared.
pub(super) fn said(tx: &mut dyn Transaction, subject: Subject, key: i64) -> Result<Option<Saying>> {
    tx.one(&select(subject, "id = ?"), params![key], |c| read(subject, c))
}

/// The same of the record with the id.
pub(super) fn said_by_id(tx: &mut dyn Transaction, subject: Subject, id: RecordId) -> Result<Option<Saying>> {
    tx.one(&select(subject, "uid = ?"), params![&id.0], |c| read(subject, c))
}

/// The customer that an opportunity names.
pub(super) fn customer_of(tx: &mut dyn Transaction, opportunity: i64) -> Result<Option<i64>> {
    let found: Option<Option<i64>> =
        tx.one("SELECT customer FROM opportunities WHERE id = ?", params![opportunity], |c| c.next())?;
    Ok(found.flatten())
}

/// A record as it is told.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) id: RecordId,
    pub(super) number: Option<i64>,
    pub(super) name: Option<String>,
    pub(super) status: Option<String>,
    pub(super) owner: Option<String>,
}

pub(super) fn told(tx: &mut dyn Transaction, subject: Subject, key: i64) -> Result<Option<Told>> {
    let sql = match subject {
        Subject::Customer => {
            "SELECT c.uid, c.number, c.name, c.status, u.display_name FROM customers c \
             LEFT JOIN users u ON u.id = c.account_manager WHERE c.id = ?"
        }
        Subject::Contact => {
            "SELECT k.uid, NULL, k.name, c.status, u.display_name FROM contacts k JOIN customers c ON c.id = k.customer \
             LEFT JOIN users u ON u.id = c.account_manager WHERE k.id = ?"
        }
        Subject::Opportunity => {
            "SELECT o.uid, o.number, o.customer_name, o.status, u.display_name FROM opportunities o \
             LEFT JOIN users u ON u.id = o.assignee WHERE o.id = ?"
        }
    };
    tx.one(sql, params![key], |c| {
        let id = RecordId(c.next()?);
        Ok(Told { id, number: c.next()?, name: c.next()?, status: c.next()?, owner: c.next()? })
    })
}

/// Two records, by their objects and keys, in the one order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Two {
    pub(super) a: (&'static str, i64),
    pub(super) b: (&'static str, i64),
}

impl Two {
    pub(super) fn of(one: (Subject, i64), other: (Subject, i64)) -> Two {
        let (one, other) = ((one.0.name(), one.1), (other.0.name(), other.1));
        Two { a: one.min(other), b: one.max(other) }
    }
}

/// What is kept of a pair that is found.
#[derive(Debug)]
pub(super) struct NewPair {
    pub(super) two: Two,
    pub(super) rule: i64,
    pub(super) group: usize,
    pub(super) score: i64,
    pub(super) found: PairFound,
    pub(super) at: Timestamp,
    pub(super) accepted_by: Option<i64>,
}

/// Keeps a pair, where these two are none yet; whether it was new.
pub(super) fn insert_pair(tx: &mut dyn Transaction, id: Uuid, new: &NewPair) -> Result<bool> {
    let Two { a, b } = new.two;
    let written = tx.execute(
        "INSERT INTO duplicate_pairs (uid, object_a, a, object_b, b, rule, part, score, found, found_at, accepted_by) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        params![
            &id,
            a.0,
            a.1,
            b.0,
            b.1,
            new.rule,
            new.group as i64,
            new.score,
            new.found.as_str(),
            new.at,
            new.accepted_by
        ],
    )?;
    Ok(written > 0)
}

/// Whether two are a pair that somebody ignores.
pub(super) fn is_ignored(tx: &mut dyn Transaction, two: Two) -> Result<bool> {
    tx.value(
        "SELECT EXISTS (SELECT 1 FROM duplicate_pairs WHERE object_a = ? AND a = ? AND object_b = ? AND b = ? \
         AND state = 'ignored')",
        params![two.a.0, two.a.1, two.b.0, two.b.1],
    )
}

/// Takes the pairs of a record away; those alone that are open, where it stays.
pub(super) fn remove_pairs(tx: &mut dyn Transaction, record: (Subject, i64), open: bool) -> Result<()> {
    let (object, key) = (record.0.name(), record.1);
    let (a, b) = match open {
        true => (
            "DELETE FROM duplicate_pairs WHERE object_a = ? AND a = ? AND state = 'open'",
            "DELETE FROM duplicate_pairs WHERE object_b = ? AND b = ? AND state = 'open'",
        ),
        false => (
            "DELETE FROM duplicate_pairs WHERE object_a = ? AND a = ?",
            "DELETE FROM duplicate_pairs WHERE object_b = ? AND b = ?",
        ),
    };
    tx.execute(a, params![object, key])?;
    tx.execute(b, params![object, key]).map(drop)
}

/// An open pair of a rule: its key, and its records.
pub(super) type OpenPair = (i64, (String, i64), (String, i64));

/// Open pairs of a rule behind a key, in order.
pub(super) fn open_pairs(tx: &mut dyn Transaction, rule: i64, behind: i64, most: usize) -> Result<Vec<OpenPair>> {
    tx.all(
        "SELECT id, object_a, a, object_b, b FROM duplicate_pairs WHERE rule = ? AND id > ? AND state = 'open' \
         ORDER BY id LIMIT ?",
        params![rule, behind, most as i64],
        |c| Ok((c.next()?, (c.next()?, c.next()?), (c.next()?, c.next()?))),
    )
}

pub(super) fn remove_pair(tx: &mut dyn Transaction, key: i64) -> Result<usize> {
    tx.execute("DELETE FROM duplicate_pairs WHERE id = ? AND state = 'open'", params![key])
}

/// The open pairs of two records of one object, as their keys.
pub(super) fn connected(tx: &mut dyn Transaction, object: &str) -> Result<Vec<(i64, i64)>> {
    tx.all(
        "SELECT a, b FROM duplicate_pairs WHERE state = 'open' AND object_a = ? AND object_b = ? ORDER BY id",
        params![object, object],
        |c| Ok((c.next()?, c.next()?)),
    )
}

const NEWEST_FIRST: Order = Order { name: "duplicate_pairs", keys: &[("p.id", Direction::Descending)] };

/// What [`pair`] reads, in its order.
const COLUMNS: &str = "p.uid, p.object_a, COALESCE(ca.uid, ka.uid, oa.uid), COALESCE(ca.number, oa.number), \
    COALESCE(ca.name, ka.name, oa.customer_name), wa.display_name, p.object_b, COALESCE(cb.uid, kb.uid, ob.uid), \
    COALESCE(cb.number, ob.number), COALESCE(cb.name, kb.name, ob.customer_name), wb.display_name, d.name, p.part, \
    p.score, p.found, p.found_at, p.state, p.note, u.uid, u.display_name";

const TABLES: &str = "duplicate_pairs p JOIN setup_documents d ON d.id = p.rule \
    LEFT JOIN customers ca ON p.object_a = 'customer' AND ca.id = p.a \
    LEFT JOIN contacts ka ON p.object_a = 'contact' AND ka.id = p.a \
    LEFT JOIN customers kca ON kca.id = ka.customer \
    LEFT JOIN opportunities oa ON p.object_a = 'opportunity' AND oa.id = p.a \
    LEFT JOIN users wa ON wa.id = COALESCE(ca.account_manager, kca.account_manager, oa.assignee) \
    LEFT JOIN customers cb ON p.object_b = 'customer' AND cb.id = p.b \
    LEFT JOIN contacts kb ON p.object_b = 'contact' AND kb.id = p.b \
    LEFT JOIN customers kcb ON kcb.id = kb.customer \
    LEFT JOIN opportunities ob ON p.object_b = 'opportunity' AND ob.id = p.b \
    LEFT JOIN users wb ON wb.id = COALESCE(cb.account_manager, kcb.account_manager, ob.assignee) \
    LEFT JOIN users u ON u.id = p.accepted_by";

fn paired(c: &mut Columns<'_>) -> Result<PairedRecord> {
    let (object, id) = (c.next()?, RecordId(c.next()?));
    Ok(PairedRecord { object, id, number: c.next()?, name: c.next()?, owner: c.next()? })
}

fn choice<T: std::str::FromStr>(c: &mut Columns<'_>) -> Result<T> {
    c.next::<String>()?.parse().map_err(|_| CrmError::storage("corrupt"))
}

fn pair(c: &mut Columns<'_>) -> Result<DuplicatePair> {
    Ok(DuplicatePair {
        id: PairId(c.next()?),
        first: paired(c)?,
        second: paired(c)?,
        rule: c.next()?,
        group: c.next()?,
        score: c.next()?,
        found: choice(c)?,
        found_at: c.next()?,
        state: choice(c)?,
        note: c.next()?,
        accepted_by: UserRef::read_optional(c)?,
    })
}

pub(super) fn list(
    tx: &mut dyn Transaction,
    filter: Option<&PairFilter>,
    record: Option<(&'static str, i64)>,
    page: &Option<PageRequest>,
) -> Result<PairPage> {
    let mut query = ListQuery::new(COLUMNS, TABLES, Visibility::whole("who asks sees both records, or is not told"));
    if let Some(f) = filter {
        query.when("p.state = ?", f.state.map(PairState::as_str));
        if let Some(object) = &f.object {
            query.and("p.object_a = ? AND p.object_b = ?", [Value::from(object), Value::from(object)]);
        }
        query.when("d.name_folded = ?", f.rule.as_ref().map(|name| fold(name)));
    }
    if let Some((object, key)) = record {
        let both = [Value::from(object), key.into(), Value::from(object), key.into()];
        query.and("((p.object_a = ? AND p.a = ?) OR (p.object_b = ? AND p.b = ?))", both);
    }
    query.page(tx, NEWEST_FIRST, page, pair).map(PairPage::from)
}

/// The pair with its key.
pub(super) fn find(tx: &mut dyn Transaction, id: PairId) -> Result<Option<(i64, DuplicatePair)>> {
    let sql = format!("SELECT p.id, {COLUMNS} FROM {TABLES} WHERE p.uid = ?");
    tx.one(&sql, params![&id.0], |c| Ok((c.next()?, pair(c)?)))
}

pub(super) fn ignore(tx: &mut dyn Transaction, key: i64, state: PairState, note: Option<&str>) -> Result<usize> {
    tx.execute("UPDATE duplicate_pairs SET state = ?, note = ? WHERE id = ?", params![state.as_str(), note, key])
}

/// Of how many records that they don't see somebody was told on a day.
pub(super) fn told_on(tx: &mut dyn Transaction, user: i64, day: Date) -> Result<i64> {
    let told: Option<i64> =
        tx.one("SELECT records FROM duplicate_told WHERE user_id = ? AND day = ?", params![user, day], |c| c.next())?;
    Ok(told.unwrap_or_default())
}

/// Counts so many more; what was counted on earlier days goes.
pub(super) fn count_told(tx: &mut dyn Transaction, user: i64, day: Date, more: i64) -> Result<()> {
    tx.execute("DELETE FROM duplicate_told WHERE user_id = ? AND day <> ?", params![user, day])?;
    tx.execute(
        "INSERT INTO duplicate_told (user_id, day, records) VALUES (?, ?, ?) \
         ON CONFLICT (user_id, day) DO UPDATE SET records = duplicate_told.records + excluded.records",
        params![user, day, more],
    )
    .map(drop)
}
