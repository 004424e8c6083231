//! The statements on pairs, and on what people are told.

use uuid::Uuid;

use super::super::fields::Subject;
use super::super::types::*;
use crate::engine::clock::{Date, Timestamp};
use crate::engine::error::{CrmError, Result};
use crate::engine::ids::RecordId;
use crate::engine::page::PageRequest;
use crate::engine::storage::{Columns, Direction, ListQuery, Order, Transaction, Value, Visibility, params};
use crate::engine::text::fold;
use crate::users::UserRef;

/// Two records, by their objects and keys, in the one order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) struct Two {
    pub(in super::super) a: (&'static str, i64),
    pub(in super::super) b: (&'static str, i64),
}

impl Two {
    pub(in super::super) fn of(one: (Subject, i64), other: (Subject, i64)) -> Two {
        let (one, other) = ((one.0.name(), one.1), (other.0.name(), other.1));
        Two { a: one.min(other), b: one.max(other) }
    }
}

/// What is kept of a pair that is found.
#[derive(Debug)]
pub(in super::super) struct NewPair {
    pub(in super::super) two: Two,
    pub(in super::super) rule: i64,
    pub(in super::super) group: usize,
    pub(in super::super) score: i64,
    pub(in super::super) found: PairFound,
    pub(in super::super) at: Timestamp,
    pub(in super::super) accepted_by: Option<i64>,
}

/// Keeps a pair, where these two are none yet; whether it was new.
pub(in super::super) fn insert_pair(tx: &mut dyn Transaction, id: Uuid, new: &NewPair) -> Result<bool> {
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
pub(in super::super) fn is_ignored(tx: &mut dyn Transaction, two: Two) -> Result<bool> {
    tx.value(
        "SELECT EXISTS (SELECT 1 FROM duplicate_pairs WHERE object_a = ? AND a = ? AND object_b = ? AND b = ? \
         AND state = 'ignored')",
        params![two.a.0, two.a.1, two.b.0, two.b.1],
    )
}

/// Takes the pairs of a record away; those alone that are open, where it stays.
pub(in super::super) fn remove_pairs(tx: &mut dyn Transaction, record: (Subject, i64), open: bool) -> Result<()> {
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
pub(in super::super) type OpenPair = (i64, (String, i64), (String, i64));

/// Open pairs of a rule behind a key, in order.
pub(in super::super) fn open_pairs(
    tx: &mut dyn Transaction,
    rule: i64,
    behind: i64,
    most: usize,
) -> Result<Vec<OpenPair>> {
    tx.all(
        "SELECT id, object_a, a, object_b, b FROM duplicate_pairs WHERE rule = ? AND id > ? AND state = 'open' \
         ORDER BY id LIMIT ?",
        params![rule, behind, most as i64],
        |c| Ok((c.next()?, (c.next()?, c.next()?), (c.next()?, c.next()?))),
    )
}

pub(in super::super) fn remove_pair(tx: &mut dyn Transaction, key: i64) -> Result<usize> {
    tx.execute("DELETE FROM duplicate_pairs WHERE id = ? AND state = 'open'", params![key])
}

/// The open pairs of two records of one object: their keys, the rule, and which of its groups.
pub(in super::super) fn connected(tx: &mut dyn Transaction, object: &str) -> Result<Vec<(i64, i64, i64, i64)>> {
    tx.all(
        "SELECT a, b, rule, part FROM duplicate_pairs WHERE state = 'open' AND object_a = ? AND object_b = ? ORDER BY id",
        params![object, object],
        |c| Ok((c.next()?, c.next()?, c.next()?, c.next()?)),
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

pub(in super::super) fn list(
    tx: &mut dyn Transaction,
    filter: Option<&PairFilter>,
    record: Option<(&'static str, i64)>,
    page: &Option<PageRequest>,
) -> Result<PairPage> {
    let mut query = ListQuery::new(COLUMNS, TABLES, Visibility::whole("who asks sees both records, or is not told"));
    if let Some(f) = filter {
        query.when("p.state = ?", f.state.map(PairState::as_str));
        if let Some(object) = &f.object {
            query.and("+p.object_a = ? AND +p.object_b = ?", [Value::from(object), Value::from(object)]);
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
pub(in super::super) fn find(tx: &mut dyn Transaction, id: PairId) -> Result<Option<(i64, DuplicatePair)>> {
    let sql = format!("SELECT p.id, {COLUMNS} FROM {TABLES} WHERE p.uid = ?");
    tx.one(&sql, params![&id.0], |c| Ok((c.next()?, pair(c)?)))
}

pub(in super::super) fn ignore(
    tx: &mut dyn Transaction,
    key: i64,
    state: PairState,
    note: Option<&str>,
) -> Result<usize> {
    tx.execute("UPDATE duplicate_pairs SET state = ?, note = ? WHERE id = ?", params![state.as_str(), note, key])
}

/// Of how many records that they don't see somebody was told on a day.
pub(in super::super) fn told_on(tx: &mut dyn Transaction, user: i64, day: Date) -> Result<i64> {
    let told: Option<i64> =
        tx.one("SELECT records FROM duplicate_told WHERE user_id = ? AND day = ?", params![user, day], |c| c.next())?;
    Ok(told.unwrap_or_default())
}

/// Counts so many more; what was counted on earlier days goes.
pub(in super::super) fn count_told(tx: &mut dyn Transaction, user: i64, day: Date, more: i64) -> Result<()> {
    tx.execute("DELETE FROM duplicate_told WHERE user_id = ? AND day <> ?", params![user, day])?;
    tx.execute(
        "INSERT INTO duplicate_told (user_id, day, records) VALUES (?, ?, ?) \
         ON CONFLICT (user_id, day) DO UPDATE SET records = duplicate_told.records + excluded.records",
        params![user, day, more],
    )
    .map(drop)
}
