//! The statements on merges.

pub(super) mod moves;
pub(super) mod rows;
pub(crate) mod schema;

use serde_json::Value as Json;
use uuid::Uuid;

use super::types::*;
use crate::engine::clock::Timestamp;
use crate::engine::error::{CrmError, Result};
use crate::engine::ids::RecordId;
use crate::engine::page::{PageRequest, Room};
use crate::engine::storage::{
    Columns, Direction, ListQuery, Order, Transaction, Value, Visibility, each_by_key, params,
};
use crate::engine::value::ObjectRef;
use crate::users::UserRef;

/// A merge as it is kept.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) key: i64,
    pub(super) merge: Merge,
    /// What the survivor's fields had before, and what the merge gave them.
    pub(super) before: Json,
    pub(super) after: Json,
    pub(super) forgotten: bool,
}

macro_rules! columns {
    () => {
        "m.id, m.uid, m.version, m.object, m.survivor, m.told, u.uid, u.display_name, m.merged_at, z.uid, \
         z.display_name, m.undone_at, m.fields_before, m.fields_after, m.forgotten"
    };
}

macro_rules! tables {
    () => {
        "merges m LEFT JOIN users u ON u.id = m.merged_by LEFT JOIN users z ON z.id = m.undone_by"
    };
}

const NEWEST_FIRST: Order = Order { name: "merges", keys: &[("m.id", Direction::Descending)] };

fn json(text: &str) -> Result<Json> {
    serde_json::from_str(text).map_err(|_| CrmError::storage("corrupt"))
}

fn counts(told: &Json, name: &str) -> Result<Vec<MergeCount>> {
    serde_json::from_value(told[name].clone()).map_err(|_| CrmError::storage("corrupt"))
}

fn read(c: &mut Columns<'_>) -> Result<Kept> {
    let key = c.next()?;
    let (id, version, object, survivor) = (MergeId(c.next()?), c.next()?, c.next()?, RecordId(c.next()?));
    let told = json(&c.next::<String>()?)?;
    let merge = Merge {
        id,
        version,
        object,
        survivor,
        losers: Vec::new(),
        moved: counts(&told, "moved")?,
        together: counts(&told, "together")?,
        merged_by: UserRef::read_optional(c)?,
        merged_at: c.next()?,
        undone_by: UserRef::read_optional(c)?,
        undone_at: c.next()?,
    };
    let (before, after) = (json(&c.next::<String>()?)?, json(&c.next::<String>()?)?);
    Ok(Kept { key, merge, before, after, forgotten: c.next()? })
}

/// The merge.
pub(super) fn get(tx: &mut dyn Transaction, id: MergeId) -> Result<Option<Kept>> {
    let sql = concat!("SELECT ", columns!(), " FROM ", tables!(), " WHERE m.uid = ?");
    let Some(mut found) = tx.one(sql, params![&id.0], read)? else { return Ok(None) };
    fill(tx, &[found.key], std::slice::from_mut(&mut found.merge))?;
    Ok(Some(found))
}

/// Reads which records went.
fn fill(tx: &mut dyn Transaction, keys: &[i64], merges: &mut [Merge]) -> Result<()> {
    let select = "SELECT r.merge, r.nth, r.loser, r.title FROM merged_records r WHERE r.merge";
    let mut losers: Vec<(i64, i64, Uuid, Option<String>)> = Vec::new();
    each_by_key(tx, select, &[], keys, |c| {
        losers.push((c.next()?, c.next()?, c.next()?, c.next()?));
        Ok(())
    })?;
    losers.sort_unstable();
    for (merge, _, id, title) in losers {
        if let Some(at) = keys.iter().position(|key| *key == merge) {
            let object = merges[at].object.clone();
            merges[at].losers.push(ObjectRef { object, id: RecordId(id), title });
        }
    }
    Ok(())
}

/// Of whom merges are listed.
pub(super) enum Whose {
    /// Everybody's, of records that are seen, by their tables; and those of the user.
    Seen(Vec<(&'static str, Visibility)>, i64),
    /// The user's own.
    Own(i64),
    All,
}

pub(super) fn list(
    tx: &mut dyn Transaction,
    whose: Whose,
    filter: Option<&MergeFilter>,
    page: &Option<PageRequest>,
) -> Result<MergePage> {
    let mut query = ListQuery::new(columns!(), tables!(), Visibility::whole("the condition says which"));
    match whose {
        Whose::All => {}
        Whose::Own(user) => query.and("m.merged_by = ?", [user.into()]),
        Whose::Seen(kinds, user) => {
            let (mut any, mut params) = (vec!["m.merged_by = ?".to_owned()], vec![Value::Integer(user)]);
            for (table, visible) in &kinds {
                let key = format!("(SELECT s.id FROM {table} s WHERE s.uid = m.survivor)");
                match visible.of_column(&key) {
                    Some((seen, more)) => {
                        any.push(format!("(m.home = ? AND {seen})"));
                        params.push(Value::Text((*table).into()));
                        params.extend(more);
                    }
                    None => {
                        any.push("m.home = ?".to_owned());
                        params.push(Value::Text((*table).into()));
                    }
                }
            }
            query.and(&format!("({})", any.join(" OR ")), params);
        }
    }
    if let Some(f) = filter {
        query.when("m.object = ?", f.object.as_ref());
        query.when("m.survivor = ?", f.survivor.as_ref().map(|id| &id.0));
        query.when("m.merged_by = (SELECT id FROM users WHERE uid = ?)", f.merged_by.as_ref().map(|id| &id.0));
        if let Some(undone) = f.undone {
            query.and(if undone { "m.undone_at IS NOT NULL" } else { "m.undone_at IS NULL" }, []);
        }
    }
    let read = |c: &mut Columns<'_>| read(c).map(|kept| (kept.key, kept.merge));
    let losers = |tx: &mut dyn Transaction, keys: &[i64], merges: &mut [Merge], _: &mut usize| {
        fill(tx, keys, merges).map(|()| true)
    };
    query.page_with_parts(tx, NEWEST_FIRST, page, &mut Room::of(page), read, losers).map(MergePage::from)
}

/// A merge that begins.
pub(super) struct New<'a> {
    pub(super) id: MergeId,
    pub(super) home: &'a str,
    pub(super) object: &'a str,
    pub(super) survivor: RecordId,
    pub(super) by: Option<i64>,
    pub(super) now: Timestamp,
}

pub(super) fn insert(tx: &mut dyn Transaction, new: &New<'_>) -> Result<i64> {
    tx.insert(
        "INSERT INTO merges (uid, home, object, survivor, fields_before, fields_after, told, merged_by, merged_at) \
         VALUES (?, ?, ?, ?, '{}', '{}', '{}', ?, ?)",
        params![&new.id.0, new.home, new.object, &new.survivor.0, new.by, new.now],
    )
}

/// What a merge did, once it is done.
pub(super) fn done(tx: &mut dyn Transaction, key: i64, told: &Json, before: &Json, after: &Json) -> Result<usize> {
    tx.execute(
        "UPDATE merges SET told = ?, fields_before = ?, fields_after = ? WHERE id = ?",
        params![told.to_string(), before.to_string(), after.to_string(), key],
    )
}

pub(super) fn undone(tx: &mut dyn Transaction, key: i64, by: Option<i64>, now: Timestamp) -> Result<usize> {
    tx.execute(
        "UPDATE merges SET version = version + 1, undone_by = ?, undone_at = ? WHERE id = ?",
        params![by, now, key],
    )
}

/// The names of a record that goes.
pub(super) struct Names<'a> {
    pub(super) id: RecordId,
    pub(super) number: Option<i64>,
    pub(super) external_id: Option<&'a str>,
    pub(super) title: Option<&'a str>,
}

/// The names of a record stand for another from now on; and those that stood for it do too.
pub(super) fn name(
    tx: &mut dyn Transaction,
    (merge, nth): (i64, i64),
    home: &str,
    names: &Names<'_>,
    survivor: RecordId,
) -> Result<()> {
    tx.insert(
        "INSERT INTO merged_records (merge, nth, home, loser, number, external_id, title, survivor) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        params![merge, nth, home, &names.id.0, names.number, names.external_id, names.title, &survivor.0],
    )?;
    let then = "UPDATE merged_records SET survivor = ? WHERE survivor = ?";
    tx.execute(then, params![&survivor.0, &names.id.0]).map(drop)
}

/// A record's names are its own again, and so are those of the records that were merged into it before.
pub(super) fn name_back(tx: &mut dyn Transaction, merge: i64, id: RecordId) -> Result<()> {
    let mut of = vec![id.0];
    let into = "SELECT r.loser FROM merged_records r JOIN merges m ON m.id = r.merge \
                WHERE m.survivor = ? AND m.id < ? AND m.undone_at IS NULL ORDER BY r.id";
    let mut at = 0;
    while let Some(now) = of.get(at).copied() {
        at += 1;
        let before = tx.all(into, params![now, merge], |c| c.next::<Uuid>())?;
        for loser in before {
            tx.execute(
                "UPDATE merged_records SET survivor = ? WHERE loser = ? AND survivor IS NOT NULL",
                params![&id.0, loser],
            )?;
            of.push(loser);
        }
    }
    tx.execute("UPDATE merged_records SET survivor = NULL WHERE merge = ? AND loser = ?", params![merge, &id.0])
        .map(drop)
}

/// Whether the record is there, and not merged into another.
pub(super) fn is_there(tx: &mut dyn Transaction, home: &str, id: RecordId) -> Result<bool> {
    tx.value(&format!("SELECT EXISTS (SELECT 1 FROM {home} WHERE uid = ?)"), params![&id.0])
}

/// Whether a record was merged with others behind a merge, which stands.
pub(super) fn merged_later(tx: &mut dyn Transaction, survivor: RecordId, key: i64) -> Result<bool> {
    tx.value(
        "SELECT EXISTS (SELECT 1 FROM merges WHERE survivor = ? AND id > ? AND undone_at IS NULL) \
         OR EXISTS (SELECT 1 FROM merged_records WHERE loser = ? AND survivor IS NOT NULL)",
        params![&survivor.0, key, &survivor.0],
    )
}

/// The names that the records of a merge went with: the record, its number and key.
pub(super) fn names_of(tx: &mut dyn Transaction, merge: i64) -> Result<Vec<(i64, RecordId, Option<String>)>> {
    tx.all("SELECT nth, loser, external_id FROM merged_records WHERE merge = ? ORDER BY nth", params![merge], |c| {
        Ok((c.next()?, RecordId(c.next()?), c.next()?))
    })
}

/// Forgets what some merges moved that nobody can undo any more: those before an instant, the oldest first.
pub(super) fn forget(tx: &mut dyn Transaction, before: Timestamp, most: i64) -> Result<()> {
    let old = tx.all(
        "SELECT id FROM merges WHERE forgotten = FALSE AND merged_at < ? ORDER BY merged_at LIMIT ?",
        params![before, most],
        |c| c.next::<i64>(),
    )?;
    for merge in old {
        tx.execute("DELETE FROM merge_moves WHERE merge = ?", params![merge])?;
        tx.execute("DELETE FROM merge_rows WHERE merge = ?", params![merge])?;
        tx.execute(
            "UPDATE merges SET forgotten = TRUE, fields_before = '{}', fields_after = '{}' WHERE id = ?",
            params![merge],
        )?;
    }
    Ok(())
}

/// How many orders each of the customers has.
pub(super) fn orders_of(tx: &mut dyn Transaction, customers: &[i64]) -> Result<Vec<(i64, i64)>> {
    let mut found = Vec::new();
    for customer in customers {
        let count = tx.value("SELECT count(*) FROM orders WHERE customer = ?", params![*customer])?;
        found.push((*customer, count));
    }
    Ok(found)
}

/// Orders that bear a key, or one of a customer that was merged into the one before, go from one customer to another.
pub(super) fn orders_by_key(tx: &mut dyn Transaction, from: i64, to: (i64, RecordId)) -> Result<usize> {
    tx.execute(
        "UPDATE orders SET customer = ? WHERE customer = ? AND customer_external_id IN (\
         SELECT c.external_id FROM customers c WHERE c.id = ? AND c.external_id IS NOT NULL UNION ALL \
         SELECT r.external_id FROM merged_records r WHERE r.survivor = ? AND r.external_id IS NOT NULL)",
        params![to.0, from, to.0, &to.1.0],
    )
}

/// The open churn warnings of a customer: its key and id, whether something was done about it.
pub(super) fn open_warnings(tx: &mut dyn Transaction, customer: i64) -> Result<Vec<(i64, Uuid, bool)>> {
    tx.all(
        "SELECT id, uid, CASE WHEN status = 'deferred' THEN 1 ELSE 0 END FROM churn_warnings \
         WHERE customer = ? AND closed_at IS NULL",
        params![customer],
        |c| Ok((c.next()?, c.next()?, c.next()?)),
    )
}

/// The id of a churn warning.
pub(super) fn warning(tx: &mut dyn Transaction, key: i64) -> Result<Option<Uuid>> {
    tx.one("SELECT uid FROM churn_warnings WHERE id = ?", params![key], |c| c.next())
}
