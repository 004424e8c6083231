//! Reads rows by many keys: what a page's records have in other tables, and records by the keys that a caller names.

use std::collections::HashMap;

use super::{Columns, Row, ToValue, Transaction, Value};
use crate::engine::error::Result;
use crate::engine::schema::Schema;

/// What a record without texts costs in memory, roughly; so that those are bounded too.
const BARE: usize = 64;

/// Placeholders and parameters for `column IN (…)`, to read the child rows of a page in one query. The number of
/// placeholders is rounded up to a power of two (the last key repeats), so that few statement texts serve all pages.
fn placeholders<K: ToValue>(keys: &[K]) -> (String, Vec<Value<'_>>) {
    let Some(last) = keys.last() else { return (String::new(), Vec::new()) };
    let count = keys.len().next_power_of_two();
    let values = keys.iter().chain(std::iter::repeat(last)).take(count).map(ToValue::to_value).collect();
    (vec!["?"; count].join(", "), values)
}

/// Keys of one statement of [`each_by_key`].
const KEYS: usize = 128;

/// Calls `each` for the rows with the given keys, however many there are: a statement for each 128 of them. `select`
/// ends with the key's column (`… WHERE o.external_id`), before which stand the places of `fixed`. Keys in the order of
/// that column's index meet each of its pages once.
pub(crate) fn each_by_key<K: ToValue>(
    tx: &mut dyn Transaction,
    select: &str,
    fixed: &[Value<'_>],
    keys: &[K],
    mut each: impl FnMut(&mut Columns<'_>) -> Result<()>,
) -> Result<()> {
    for keys in keys.chunks(KEYS) {
        let (marks, keys) = placeholders(keys);
        let params: Vec<Value<'_>> = fixed.iter().cloned().chain(keys).collect();
        tx.query(&format!("{select} IN ({marks})"), &params, &mut |row: &dyn Row| {
            each(&mut Columns::new(row))?;
            Ok(true)
        })?;
    }
    Ok(())
}

/// The child rows of some records, by the key of their parent. `select` ends with the parent's column
/// (`… WHERE r.user_id`), and its first column is that key. `None` where they are more than is allowed, of which they are
/// taken.
pub(crate) fn children<T: Schema>(
    tx: &mut dyn Transaction,
    select: &str,
    parents: &[i64],
    order_by: &str,
    allowed: &mut usize,
    read: impl Fn(&mut Columns<'_>) -> Result<T>,
) -> Result<Option<HashMap<i64, Vec<T>>>> {
    let all = Most { rows: usize::MAX, bytes: usize::MAX };
    let all = beginnings(tx, select, &[], parents, order_by, all, allowed, read)?;
    Ok(all.map(|found| found.into_iter().map(|(parent, beginning)| (parent, beginning.rows)).collect()))
}

/// How much of a long list a record carries: so many rows, and none behind the one that brings them to so many bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Most {
    pub(crate) rows: usize,
    pub(crate) bytes: usize,
}

/// What a record carries of a long list.
#[derive(Debug)]
pub(crate) struct Beginning<T> {
    pub(crate) rows: Vec<T>,
    /// Whether there is more.
    pub(crate) more: bool,
    bytes: usize,
}

impl<T> Default for Beginning<T> {
    fn default() -> Self {
        Beginning { rows: Vec::new(), more: false, bytes: 0 }
    }
}

/// The same, of each parent at the most as much as is said. The statement should give no more than one row more than that
/// of each; before the column of the parents stand the places of `fixed`.
#[expect(clippy::too_many_arguments, reason = "a statement in its parts, and what is wanted of it")]
pub(crate) fn beginnings<T: Schema>(
    tx: &mut dyn Transaction,
    select: &str,
    fixed: &[Value<'_>],
    parents: &[i64],
    order_by: &str,
    most: Most,
    allowed: &mut usize,
    read: impl Fn(&mut Columns<'_>) -> Result<T>,
) -> Result<Option<HashMap<i64, Beginning<T>>>> {
    let mut found: HashMap<i64, Beginning<T>> = HashMap::new();
    if parents.is_empty() {
        return Ok(Some(found));
    }
    let (marks, keys) = placeholders(parents);
    let sql = format!("{select} IN ({marks}) ORDER BY {order_by}");
    let params: Vec<Value<'_>> = fixed.iter().cloned().chain(keys).collect();
    let mut enough = true;
    tx.query(&sql, &params, &mut |row: &dyn Row| {
        let mut columns = Columns::new(row);
        let of: &mut Beginning<T> = found.entry(columns.next()?).or_default();
        if of.rows.len() >= most.rows || of.bytes >= most.bytes {
            of.more = true;
            return Ok(true);
        }
        let child = read(&mut columns)?;
        let bytes = child.text_bytes();
        of.bytes += bytes;
        of.rows.push(child);
        enough = bytes + BARE <= *allowed;
        *allowed = allowed.saturating_sub(bytes + BARE);
        Ok(enough)
    })?;
    Ok(enough.then_some(found))
}
