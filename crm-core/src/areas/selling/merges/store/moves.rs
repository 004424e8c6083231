//! The statements that move what refers to one record to another, and back. They are composed of what the schema says.

use crate::engine::error::{CrmError, Result};
use crate::engine::ids::RecordId;
use crate::engine::storage::{Transaction, Value, params};
use crate::merges::store::schema::{By, Reference};

/// A record, by all that rows know it by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Party<'a> {
    pub(crate) home: &'a str,
    pub(crate) key: i64,
    pub(crate) id: RecordId,
}

/// The condition that a row refers to a record.
fn refers<'p>(reference: &Reference, row: &str, party: &'p Party<'_>) -> (String, Vec<Value<'p>>) {
    let column = &reference.column;
    match reference.by {
        By::Key => (format!("{row}{column} = ?"), vec![party.key.into()]),
        By::Home => (format!("{row}home = ? AND {row}record = ?"), vec![party.home.into(), (&party.id.0).into()]),
        By::Id => (format!("{row}record = ?"), vec![(&party.id.0).into()]),
    }
}

/// What the column has that refers to it.
fn named<'p>(reference: &Reference, party: &'p Party<'_>) -> Value<'p> {
    if reference.by == By::Key { party.key.into() } else { (&party.id.0).into() }
}

/// The numbers by which the journal tells a row.
fn rest(reference: &Reference, row: &str) -> Result<[String; 2]> {
    match &reference.rest[..] {
        [one] => Ok([format!("{row}{one}"), "0".to_owned()]),
        [one, two] => Ok([format!("{row}{one}"), format!("{row}{two}")]),
        _ => Err(CrmError::bug(format!("{} has no key of two numbers", reference.place()))),
    }
}

/// How many rows refer to a record.
pub(crate) fn count(tx: &mut dyn Transaction, reference: &Reference, of: &Party<'_>) -> Result<i64> {
    let (condition, params) = refers(reference, "", of);
    tx.value(&format!("SELECT count(*) FROM {} WHERE {condition}", reference.table), &params)
}

/// Notes which rows refer to a record; how many.
pub(crate) fn note(
    tx: &mut dyn Transaction,
    reference: &Reference,
    (merge, nth): (i64, i64),
    of: &Party<'_>,
) -> Result<usize> {
    let (condition, found) = refers(reference, "r.", of);
    let [first, second] = rest(reference, "r.")?;
    let sql = format!(
        "INSERT INTO merge_moves (merge, nth, place, first, second) SELECT CAST(? AS BIGINT), CAST(? AS BIGINT), ?, \
         {first}, {second} FROM {} r WHERE {condition}",
        reference.table
    );
    let mut params: Vec<Value<'_>> = vec![merge.into(), nth.into(), reference.place().into()];
    params.extend(found);
    tx.execute(&sql, &params)
}

/// The rows of a loser, and of the survivor, that are alike but for whom they refer to.
pub(crate) fn alike(
    tx: &mut dyn Transaction,
    reference: &Reference,
    from: &Party<'_>,
    to: &Party<'_>,
) -> Result<Vec<[[i64; 2]; 2]>> {
    let mut found = Vec::new();
    for others in &reference.alike {
        let (of_loser, mut params) = refers(reference, "l.", from);
        let (of_survivor, more) = refers(reference, "s.", to);
        params.extend(more);
        let same: Vec<String> = others.iter().map(|name| format!("l.{name} = s.{name}")).collect();
        let same = if same.is_empty() { String::new() } else { format!(" AND {}", same.join(" AND ")) };
        let ([a, b], [c, d]) = (rest(reference, "l.")?, rest(reference, "s.")?);
        let table = &reference.table;
        let sql =
            format!("SELECT {a}, {b}, {c}, {d} FROM {table} l JOIN {table} s ON {of_survivor}{same} WHERE {of_loser}");
        // The join stands first.
        params.rotate_left(if reference.by == By::Home { 2 } else { 1 });
        found.extend(tx.all(&sql, &params, |c| Ok([[c.next()?, c.next()?], [c.next()?, c.next()?]]))?);
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// A row that fell is no row that moves.
pub(crate) fn fell(
    tx: &mut dyn Transaction,
    reference: &Reference,
    (merge, nth): (i64, i64),
    row: [i64; 2],
) -> Result<usize> {
    tx.execute(
        "DELETE FROM merge_moves WHERE merge = ? AND nth = ? AND place = ? AND first = ? AND second = ?",
        params![merge, nth, reference.place(), row[0], row[1]],
    )
}

/// Has every row that refers to a record refer to another.
pub(crate) fn redirect(
    tx: &mut dyn Transaction,
    reference: &Reference,
    from: &Party<'_>,
    to: &Party<'_>,
) -> Result<usize> {
    let (condition, found) = refers(reference, "", from);
    let mut params = vec![named(reference, to)];
    params.extend(found);
    let (table, column) = (&reference.table, &reference.column);
    tx.execute(&format!("UPDATE {table} SET {column} = ? WHERE {condition}"), &params)
}

/// How many rows the journal has of a place.
pub(crate) fn noted(tx: &mut dyn Transaction, (merge, nth): (i64, i64), place: &str) -> Result<i64> {
    let sql = "SELECT count(*) FROM merge_moves WHERE merge = ? AND nth = ? AND place = ?";
    tx.value(sql, params![merge, nth, place])
}

/// The places that the journal has of a loser.
pub(crate) fn places(tx: &mut dyn Transaction, (merge, nth): (i64, i64)) -> Result<Vec<String>> {
    let sql = "SELECT DISTINCT place FROM merge_moves WHERE merge = ? AND nth = ? ORDER BY place";
    tx.all(sql, params![merge, nth], |c| c.next())
}

/// The first numbers of the rows that the journal has of a place.
pub(crate) fn rows(tx: &mut dyn Transaction, (merge, nth): (i64, i64), place: &str) -> Result<Vec<i64>> {
    let sql = "SELECT first FROM merge_moves WHERE merge = ? AND nth = ? AND place = ? ORDER BY first";
    tx.all(sql, params![merge, nth, place], |c| c.next())
}

/// Has the rows that the journal has of a place refer to the loser again, as far as they refer to the survivor still; how many.
pub(crate) fn back(
    tx: &mut dyn Transaction,
    reference: &Reference,
    (merge, nth): (i64, i64),
    from: &Party<'_>,
    to: &Party<'_>,
) -> Result<usize> {
    let (table, column) = (&reference.table, &reference.column);
    let (condition, found) = refers(reference, "", from);
    let prefix = format!("{table}.");
    let [first, second] = rest(reference, &prefix)?;
    let sql = format!(
        "UPDATE {table} SET {column} = ? WHERE {condition} AND EXISTS (SELECT 1 FROM merge_moves m WHERE m.merge = ? \
         AND m.nth = ? AND m.place = ? AND m.first = {first} AND m.second = {second})"
    );
    let mut params = vec![named(reference, to)];
    params.extend(found);
    params.extend([merge.into(), nth.into(), reference.place().into()]);
    tx.execute(&sql, &params)
}

/// The public ids of the rows of a table that the journal has of a place.
pub(crate) fn ids(
    tx: &mut dyn Transaction,
    reference: &Reference,
    (merge, nth): (i64, i64),
    of: &Party<'_>,
) -> Result<Vec<RecordId>> {
    let (condition, found) = refers(reference, "r.", of);
    let sql = format!(
        "SELECT r.uid FROM {} r WHERE {condition} AND EXISTS (SELECT 1 FROM merge_moves m WHERE m.merge = ? AND m.nth = ? \
         AND m.place = ? AND m.first = r.id) ORDER BY r.id",
        reference.table
    );
    let mut params = found;
    params.extend([merge.into(), nth.into(), reference.place().into()]);
    tx.all(&sql, &params, |c| Ok(RecordId(c.next()?)))
}

/// The keys of the rows that the journal has of a place and that refer to a record still.
pub(crate) fn still(
    tx: &mut dyn Transaction,
    reference: &Reference,
    (merge, nth): (i64, i64),
    of: &Party<'_>,
) -> Result<Vec<i64>> {
    let (condition, found) = refers(reference, "r.", of);
    let sql = format!(
        "SELECT r.id FROM {} r WHERE {condition} AND EXISTS (SELECT 1 FROM merge_moves m WHERE m.merge = ? AND m.nth = ? \
         AND m.place = ? AND m.first = r.id) ORDER BY r.id",
        reference.table
    );
    let mut params = found;
    params.extend([merge.into(), nth.into(), reference.place().into()]);
    tx.all(&sql, &params, |c| c.next())
}
