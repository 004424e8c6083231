//! Lists cut to what somebody sees: which statement that is stands here and nowhere else (SCOPE-6, SCOPE-16).
//!
//! `access` has the records of each principal in the order of their list. A page that is not filtered is a lazy merge of
//! the ranges of a few principals: it reads as many rows of the index as the page is long. A filtered one goes along each
//! range where these are short, and along the list's own order or the filter's index where they are long, looking there
//! for each row.

use std::sync::Arc;

use super::Value;
use super::query::{Direction, Order};
use crate::engine::cursor::Key;
use crate::engine::error::Result;
use crate::engine::scope::{At, Scoped, Viewer};
use crate::engine::storage::Transaction;

/// Which rows of a list the acting user sees.
#[derive(Debug, Clone, Default)]
pub(crate) struct Visibility {
    /// What the principals have, where not all of them are seen.
    pub(crate) seen: Option<Seen>,
    /// Those that are left out beside: a condition of a row of the kind's table, whose alias is written `$`, and the table.
    pub(crate) without: Option<(String, &'static str)>,
}

impl Visibility {
    /// Every row, for a reason: whoever reads a list sees why nothing is cut.
    pub(crate) const fn whole(_because: &'static str) -> Visibility {
        Visibility { seen: None, without: None }
    }

    /// Whether something may be cut.
    pub(crate) fn is_partial(&self) -> bool {
        self.seen.is_some() || self.without.is_some()
    }

    /// The column of a key as it is to be written in [`Visibility::of_column`], where the table could also be walked along
    /// another index: what is few is looked for key by key, and of what is many each row is looked up where it stands.
    pub(crate) fn column(&self, tx: &mut dyn Transaction, column: &str) -> Result<String> {
        match &self.seen {
            Some(seen) if !seen.is_few(tx)? => Ok(format!("+{column}")),
            _ => Ok(column.to_owned()),
        }
    }

    /// The condition that a row of the kind's table is not left out, whose alias this is.
    pub(super) fn left(&self, alias: &str) -> Option<String> {
        self.without.as_ref().map(|(condition, _)| condition.replace('$', alias))
    }

    /// The condition that a row of the kind's table is seen, with its parameters; none where all are.
    pub(crate) fn condition(&self, alias: &str) -> Option<(String, Vec<Value<'static>>)> {
        let seen = self.seen.as_ref().map(|seen| seen.probe(alias));
        match (seen, self.left(alias)) {
            (Some((seen, params)), Some(left)) => Some((format!("{seen} AND {left}"), params)),
            (seen, left) => seen.or_else(|| Some((left?, Vec::new()))),
        }
    }

    /// The condition that a column holds the key of a record that is seen, with its parameters; none where all are.
    pub(crate) fn of_column<'a>(&self, column: &str) -> Option<(String, Vec<Value<'a>>)> {
        let of = |condition: &str, table: &str| {
            let left = condition.replace('$', "kept");
            format!("{column} NOT IN (SELECT kept.id FROM {table} kept WHERE NOT ({left}))")
        };
        let left = self.without.as_ref().map(|(condition, table)| of(condition, table));
        let Some(seen) = &self.seen else { return left.map(|left| (left, Vec::new())) };
        let one = "SELECT seen.record FROM access seen WHERE seen.entity = ? AND seen.principal = ?";
        let all = vec![one; seen.principals.len()].join(" UNION ALL ");
        let left = left.map_or_else(String::new, |left| format!(" AND {left}"));
        Some((format!("{column} IN ({all}){left}"), seen.ranges().flatten().collect()))
    }
}

/// What somebody sees of a kind of record.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) kind: &'static Scoped,
    /// By what they see it; of their level first.
    pub(crate) principals: Vec<i64>,
    pub(crate) viewer: Arc<Viewer>,
}

/// A piece of a statement with its parameters.
pub(super) struct Piece<'a> {
    pub(super) sql: String,
    pub(super) params: Vec<Value<'a>>,
}

/// The tables of a list, taken apart: `customers c LEFT JOIN …`.
pub(super) struct Tables {
    table: &'static str,
    alias: &'static str,
    joins: &'static str,
}

impl Tables {
    pub(super) fn of(from: &'static str) -> Tables {
        let end = [" LEFT JOIN ", " JOIN "].iter().filter_map(|join| from.find(join)).min().unwrap_or(from.len());
        let (head, joins) = from.split_at(end);
        let (table, alias) = head.split_once(' ').unwrap_or((head, head));
        Tables { table, alias, joins }
    }

    pub(super) fn alias(&self) -> &'static str {
        self.alias
    }

    /// Whether a condition asks of the joined tables, whose names stand before `ON`.
    fn is_asked(&self, condition: &str) -> bool {
        let names = self.joins.split(" ON ").filter_map(|join| join.rsplit(' ').next());
        names.filter(|name| !name.is_empty()).any(|name| condition.contains(&format!("{name}.")))
    }
}

impl Seen {
    /// The parameters of each range.
    fn ranges<'a>(&self) -> impl DoubleEndedIterator<Item = [Value<'a>; 2]> {
        self.principals.iter().map(|principal| [Value::Integer(self.kind.number), Value::Integer(*principal)])
    }

    /// Whether the level reaches few records.
    fn is_few(&self, tx: &mut dyn Transaction) -> Result<bool> {
        let level = self.principals.first().copied().unwrap_or_default();
        self.viewer.is_few(tx, self.kind.number, level)
    }

    /// Whether the list's order is that of the ranges.
    fn is_along(&self, order: Order, alias: &str) -> bool {
        let key = format!("{alias}.id");
        let columns: Vec<&str> = order.keys.iter().map(|(column, _)| *column).collect();
        let wanted = match self.kind.at {
            At::Key => vec![key],
            At::Instant(column) | At::Day(column) => vec![format!("{alias}.{column}"), key],
        };
        columns == wanted && order.keys.windows(2).all(|pair| pair[0].1 == pair[1].1)
    }

    /// The place of a cursor in the ranges.
    fn place<'a>(&self, keys: &[Key]) -> Option<[Value<'a>; 2]> {
        match (self.kind.at, keys) {
            (At::Key, [Key::Integer(key)]) => Some([Value::Integer(*key), Value::Integer(*key)]),
            (At::Instant(_), [Key::Integer(at), Key::Integer(key)]) => {
                Some([Value::Integer(*at), Value::Integer(*key)])
            }
            (At::Day(_), [Key::Text(day), Key::Integer(key)]) => {
                let digits: String = day.chars().filter(char::is_ascii_digit).collect();
                Some([Value::Integer(digits.parse().ok()?), Value::Integer(*key)])
            }
            _ => None,
        }
    }

    /// The rows of the list, from its tables on, without its order: the merged ranges with the tables joined to them, as
    /// `paged`. `None` where the list is to be walked in its own way, with [`Seen::probe`] as a condition.
    pub(super) fn merged<'a>(
        &self,
        tx: &mut dyn Transaction,
        from: &Tables,
        order: Order,
        after: Option<&[Key]>,
        filter: Option<(&str, &[Value<'a>])>,
        limit: i64,
    ) -> Result<Option<Piece<'a>>> {
        if !self.is_along(order, from.alias) {
            return Ok(None);
        }
        let place = match after {
            None => None,
            Some(keys) => match self.place(keys) {
                None => return Ok(None),
                place => place,
            },
        };
        if filter.is_some() && !self.is_few(tx)? {
            return Ok(None);
        }
        let descending = order.keys.first().is_some_and(|key| key.1 == Direction::Descending);
        let (sign, way) = if descending { ("<", " DESC") } else { (">", "") };
        let join = tx.dialect().ordered_join;
        // Where the list's order is that of the keys, `at` is the key, and one column is merged faster than two.
        let (columns, by) = match self.kind.at {
            At::Key => ("seen.at", format!("ORDER BY 1{way}")),
            At::Instant(_) | At::Day(_) => ("seen.at, seen.record", format!("ORDER BY 1{way}, 2{way}")),
        };
        let Tables { table, alias, joins } = from;
        // What the filter does not ask is joined to the page alone.
        let joins = if filter.is_some_and(|(condition, _)| from.is_asked(condition)) { joins } else { "" };
        let mut params = Vec::new();
        let mut arms = Vec::with_capacity(self.principals.len());
        // That of the level last, which has the most rows: what comes first passes through every merge behind it.
        for range in self.ranges().rev() {
            let mut arm = match filter {
                None => format!("SELECT {columns} FROM access seen WHERE seen.entity = ? AND seen.principal = ?"),
                Some((condition, _)) => format!(
                    "SELECT {columns} FROM access seen {join} {table} {alias} ON {alias}.id = seen.record{joins} \
                     WHERE seen.entity = ? AND seen.principal = ? AND ({condition})"
                ),
            };
            params.extend(range);
            if let Some((_, given)) = filter {
                params.extend(given.iter().cloned());
            }
            match (&place, self.kind.at) {
                (None, _) => {}
                (Some([_, key]), At::Key) => {
                    arm += &format!(" AND seen.at {sign} ?");
                    params.push(key.clone());
                }
                (Some(place), _) => {
                    arm += &format!(" AND (seen.at, seen.record) {sign} (?, ?)");
                    params.extend(place.iter().cloned());
                }
            }
            if filter.is_some() {
                // Each by itself: a filter that finds little would have the merge read every range to its end.
                arm = format!("SELECT * FROM ({arm} {by} LIMIT ?) AS ranged");
                params.push(Value::Integer(limit));
            }
            arms.push(arm);
        }
        let union = arms.join(" UNION ");
        params.push(Value::Integer(limit));
        Ok(Some(Piece { sql: format!("SELECT * FROM ({union} {by} LIMIT ?) AS merged"), params }))
    }

    /// The tables joined to the merged ranges, and the order that these have.
    pub(super) fn joined(&self, tx: &dyn Transaction, from: &Tables, order: Order) -> (String, String) {
        let join = tx.dialect().ordered_join;
        let Tables { table, alias, joins } = from;
        let way = if order.keys.first().is_some_and(|key| key.1 == Direction::Descending) { " DESC" } else { "" };
        let (key, by) = match self.kind.at {
            At::Key => ("at", format!("paged.at{way}")),
            At::Instant(_) | At::Day(_) => ("record", format!("paged.at{way}, paged.record{way}")),
        };
        (format!(" AS paged {join} {table} {alias} ON {alias}.id = paged.{key}{joins}"), by)
    }

    /// The condition that a row is seen, with its parameters, where its table has this alias: in a list, or joined to one.
    pub(super) fn probe<'a>(&self, alias: &str) -> (String, Vec<Value<'a>>) {
        let marks = vec!["?"; self.principals.len()].join(", ");
        let sql = format!(
            "EXISTS (SELECT 1 FROM access seen WHERE seen.entity = ? AND seen.principal IN ({marks}) \
             AND seen.at = {} AND seen.record = {alias}.id)",
            self.kind.at_sql(alias)
        );
        let mut params = vec![Value::Integer(self.kind.number)];
        params.extend(self.principals.iter().map(|principal| Value::Integer(*principal)));
        (sql, params)
    }
}
