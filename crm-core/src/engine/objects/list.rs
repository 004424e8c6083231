//! A list of an object's records as one statement: its filters, its order, and the page behind a cursor. A cursor holds the
//! sort keys of the last row, empty ones too, and is one of this list alone: of another object, filter or order, or over a
//! field or values that were changed since, it is refused (FILT-10).

use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::filter::sql::{Piece, Query, Terms};
use super::filter::tree::Filter;
use super::order::{Order, Sorted};
use super::shape::Object;
use crate::engine::cursor::{self, Key};
use crate::engine::error::{CrmError, Result};
use crate::engine::storage::{Columns, Transaction};

/// A statement of two arms binds everything twice: with more values than these it is written as one, since databases take
/// no more than some 32,000.
const TWICE: usize = 10_000;

/// Where a page begins: the sort keys of the row in front of it.
#[derive(Debug)]
pub struct Place(Vec<Key>);

/// A list under construction.
#[derive(Debug)]
pub struct List<'a> {
    object: &'a Object,
    query: Query<'a>,
    condition: Piece,
    keys: Vec<Sorted>,
    stamp: Sha256,
}

impl<'a> List<'a> {
    /// The list of the object's records in this order, its table under the alias; only those that are seen.
    pub fn new(object: &'a Object, alias: &str, terms: Terms<'a>, order: &Order) -> List<'a> {
        let mut query = Query::new(alias, terms);
        let keys = order.keys(object, &mut query);
        let mut said = format!("{} {}\n", object.table, object.made.as_deref().unwrap_or_default());
        order.stamp(&mut said);
        let condition = terms.sight.seen(object, alias).unwrap_or_default();
        List { object, query, condition, keys, stamp: Sha256::new().chain_update(said) }
    }

    /// Only those of which the tree is true.
    ///
    /// # Errors
    /// Where values of the tree were not given.
    pub fn filter(&mut self, filter: &Filter) -> Result<()> {
        let condition = self.query.condition(filter)?;
        self.stamp.update(filter.stamp);
        self.and(condition);
        Ok(())
    }

    /// Only those of which this is true, too. It makes no other list of it.
    pub fn and(&mut self, condition: Piece) {
        and(&mut self.condition, condition);
    }

    /// It shows these columns: a cursor of one that shows others is refused.
    pub fn showing<'n>(&mut self, names: impl Iterator<Item = &'n str>) {
        for name in names {
            self.stamp.update(name);
            self.stamp.update("\n");
        }
    }

    /// The tables, for what the list shows.
    pub fn query(&mut self) -> &mut Query<'a> {
        &mut self.query
    }

    /// Where the page behind a cursor begins.
    ///
    /// # Errors
    /// [`CrmError::Invalid`] for what is no cursor of this list.
    pub fn place(&self, tx: &mut dyn Transaction, cursor: &str) -> Result<Place> {
        let name = self.name();
        let Ok(row) = cursor::decode(&self.named(&name), cursor, 1) else {
            return cursor::decode(&name, cursor, self.keys.len()).map(Place);
        };
        let key = row.first().map(Key::value);
        let condition = Piece { sql: format!("{}.id = ?", self.query.alias()), params: key.into_iter().collect() };
        let Piece { sql, params } = self.from(&format!("SELECT {} FROM ", self.columns(false)), condition);
        let keys = tx.one(&sql, &params, |columns| self.keys.iter().map(|_| columns.next()).collect())?;
        keys.map(Place).ok_or_else(CrmError::cursor)
    }

    /// The statement of a page: `select` are its columns, behind which each row carries the sort keys, which
    /// [`List::cursor`] reads. It begins behind the place, where one is given.
    pub fn page(&self, select: &str, after: Option<&Place>, limit: i64) -> Piece {
        let Some(Place(ends)) = after else { return self.arm(select, None, limit) };
        let Some((first, Key::Integer(_) | Key::Text(_))) = self.keys.first().zip(ends.first()) else {
            return self.arm(select, Some(behind(&self.keys, ends, false)), limit);
        };
        if first.filled || self.condition.params.len() > TWICE {
            return self.arm(select, Some(behind(&self.keys, ends, false)), limit);
        }
        // What has a value is sought from the place on, and what has none from its beginning: by the alternative of both no
        // index could go on, and the thousandth page would read all before it.
        let valued = self.arm(select, Some(behind(&self.keys, ends, true)), limit);
        let none = Piece { sql: format!("{} IS NULL", first.sql), params: Vec::new() };
        let mut out = Piece { sql: "SELECT * FROM (SELECT * FROM (".to_owned(), params: Vec::new() };
        out.append(valued);
        out.sql.push_str(") AS with_value UNION ALL SELECT * FROM (");
        out.append(self.arm(select, Some(none), limit));
        let by: Vec<String> = (1..).zip(&self.keys).map(|(at, key)| by(&format!("key_{at}"), key)).collect();
        out.sql.extend([") AS without_value) AS both_arms ORDER BY ", by.join(", ").as_str(), " LIMIT ?"]);
        out.params.push(limit.into());
        out
    }

    /// One statement over the rows that also satisfy `more`.
    fn arm(&self, select: &str, more: Option<Piece>, limit: i64) -> Piece {
        let mut condition = self.condition.clone();
        if let Some(more) = more {
            and(&mut condition, more);
        }
        let mut out = self.from(&format!("SELECT {select}, {} FROM ", self.columns(true)), condition);
        let by: Vec<String> = self.keys.iter().map(|key| by(&key.sql, key)).collect();
        out.sql.extend([" ORDER BY ", by.join(", ").as_str(), " LIMIT ?"]);
        out.params.push(limit.into());
        out
    }

    /// The sort keys as columns.
    fn columns(&self, named: bool) -> String {
        let column = |(at, key): (u32, &Sorted)| {
            if named { format!("{} AS key_{at}", key.sql) } else { key.sql.clone() }
        };
        (1..).zip(&self.keys).map(column).collect::<Vec<_>>().join(", ")
    }

    /// The statement that counts its records, up to so many.
    pub fn count(&self, most: i64) -> Piece {
        let mut out = self.from("SELECT count(*) FROM (SELECT 1 FROM ", self.condition.clone());
        out.sql.push_str(" LIMIT ?) AS counted");
        out.params.push(most.into());
        out
    }

    /// The cursor behind a row, of which everything in front of the sort keys was read.
    ///
    /// # Errors
    /// Where the row can't be read.
    pub fn cursor(&self, columns: &mut Columns<'_>) -> Result<String> {
        let ends: Vec<Key> = self.keys.iter().map(|_| columns.next()).collect::<Result<_>>()?;
        let name = self.name();
        let cursor = cursor::encode(&name, &ends);
        // Texts may be longer than a cursor: then it names the row, whose keys are read again.
        match ends.last() {
            Some(key) if cursor.len() > cursor::LONGEST as usize => {
                Ok(cursor::encode(&self.named(&name), std::slice::from_ref(key)))
            }
            _ => Ok(cursor),
        }
    }

    fn from(&self, head: &str, condition: Piece) -> Piece {
        let mut out = Piece { sql: head.to_owned(), params: Vec::new() };
        out.sql.extend([self.object.table.as_str(), " ", self.query.alias()]);
        out.append(self.query.joins());
        if !condition.sql.is_empty() {
            out.sql.push_str(" WHERE ");
            out.append(condition);
        }
        out
    }

    /// What the list is called in its cursors.
    fn name(&self) -> String {
        let mut name = format!("{} ", self.object.name);
        for byte in self.stamp.clone().finalize() {
            // A text takes whatever is written to it.
            let _ = write!(name, "{byte:02x}");
        }
        name
    }

    /// The same of cursors that name a row.
    fn named(&self, name: &str) -> String {
        format!("{name} row")
    }
}

fn and(condition: &mut Piece, other: Piece) {
    if !condition.sql.is_empty() && !other.sql.is_empty() {
        condition.sql.push_str(" AND ");
    }
    condition.append(other);
}

fn by(column: &str, key: &Sorted) -> String {
    let way = if key.descending { " DESC" } else { "" };
    let last = if key.filled { "" } else { " NULLS LAST" };
    format!("{column}{way}{last}")
}

/// The condition for the rows behind one with these keys; `valued` are those alone whose first key is not empty.
fn behind(keys: &[Sorted], ends: &[Key], valued: bool) -> Piece {
    let sign = |key: &Sorted| if key.descending { "<" } else { ">" };
    let uniform = keys.windows(2).all(|pair| matches!(pair, [a, b] if a.descending == b.descending));
    let Some((first, end)) = keys.first().zip(ends.first()) else { return Piece::default() };
    let filled = |at: usize, key: &Sorted| key.filled || valued && at == 0;
    if uniform && keys.iter().enumerate().all(|(at, key)| filled(at, key)) {
        // A comparison of rows, which an index seeks.
        let columns: Vec<&str> = keys.iter().map(|key| key.sql.as_str()).collect();
        let marks = vec!["?"; keys.len()].join(", ");
        let sql = format!("({}) {} ({marks})", columns.join(", "), sign(first));
        return Piece { sql, params: ends.iter().map(Key::value).collect() };
    }
    let mut out = Piece::default();
    // Said beside the alternatives, so that an index can begin there.
    match end {
        Key::Null => out.sql = format!("{} IS NULL AND ", first.sql),
        end if filled(0, first) => {
            out.sql = format!("{} {}= ? AND ", first.sql, sign(first));
            out.params.push(end.value());
        }
        _ => {}
    }
    out.sql.push('(');
    let mut found = false;
    for (at, key) in keys.iter().enumerate() {
        if let Some(one) = alternative(keys, ends, at, filled(at, key)) {
            out.sql.push_str(if found { " OR " } else { "" });
            out.append(one);
            found = true;
        }
    }
    out.sql.push(')');
    out
}

/// The condition that a row differs first in the key at this place, and is behind there; none where no row can be.
fn alternative(keys: &[Sorted], ends: &[Key], at: usize, filled: bool) -> Option<Piece> {
    let (key, end) = (keys.get(at)?, ends.get(at)?);
    // Nothing is behind an empty value but other keys.
    if matches!(end, Key::Null) {
        return None;
    }
    let mut out = Piece { sql: "(".to_owned(), params: Vec::new() };
    for (key, end) in keys.iter().zip(ends).take(at) {
        match end {
            Key::Null => out.sql.extend([key.sql.as_str(), " IS NULL AND "]),
            end => {
                out.sql.extend([key.sql.as_str(), " = ? AND "]);
                out.params.push(end.value());
            }
        }
    }
    let sign = if key.descending { "<" } else { ">" };
    out.sql.push_str(&match filled {
        true => format!("{} {sign} ?)", key.sql),
        false => format!("({0} {sign} ? OR {0} IS NULL))", key.sql),
    });
    out.params.push(end.value());
    Some(out)
}
