//! Composes the statement of a list: one text for each shape of filter, so that the statement cache serves it.

use std::collections::HashMap;

use super::{Columns, Row, Transaction, Value};
use crate::error::{CrmError, Result};
use crate::page::{self, PageRequest, Total};
use crate::text;

/// Which rows of a table the acting user may see. Today everybody who may list sees all (READ-1); row scope by owner
/// or department comes in here and nowhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Visibility {
    /// Every row.
    All,
}

/// A list under construction.
pub(crate) struct ListQuery<'a> {
    select: &'static str,
    from: &'static str,
    filter: String,
    params: Vec<Value<'a>>,
}

impl<'a> ListQuery<'a> {
    /// `select` is the column list, `from` the tables with their joins; both without their keywords.
    pub(crate) fn new(select: &'static str, from: &'static str, visible: Visibility) -> Self {
        let Visibility::All = visible;
        ListQuery { select, from, filter: String::new(), params: Vec::with_capacity(8) }
    }

    /// Adds a condition with its parameters.
    pub(crate) fn and(&mut self, condition: &str, params: impl IntoIterator<Item = Value<'a>>) {
        self.filter.push_str(if self.filter.is_empty() { " WHERE " } else { " AND " });
        self.filter.push_str(condition);
        self.params.extend(params);
    }

    /// `condition` holds one placeholder for the value, where one is given.
    pub(crate) fn when<T>(&mut self, condition: &str, value: Option<T>)
    where
        Value<'a>: From<T>,
    {
        if let Some(value) = value {
            self.and(condition, [Value::from(value)]);
        }
    }

    /// The folded column contains the text, where one is given: literally, whatever `%` or `_` it holds.
    pub(crate) fn contains(&mut self, tx: &dyn Transaction, column: &str, needle: &Option<String>) {
        if let Some(needle) = needle {
            let condition = format!("{}({column}, ?) > 0", tx.dialect().position);
            self.and(&condition, [Value::from(text::fold(needle))]);
        }
    }

    /// Runs the page: `order` names the sort columns, whose values each row must carry *behind* the columns that
    /// `read` takes. The request's cursor holds these values of the last row seen.
    pub(crate) fn page<T>(
        mut self,
        tx: &mut dyn Transaction,
        order: Order,
        request: &Option<PageRequest>,
        read: impl Fn(&mut Columns<'_>) -> Result<T>,
    ) -> Result<(Vec<T>, Option<String>, Option<Total>)> {
        let total = match request {
            Some(r) if r.count == Some(true) => Some(self.count(tx)?),
            _ => None,
        };
        let limit = page::limit(request);
        if let Some(after) = request.as_ref().and_then(|r| r.after.as_ref()) {
            let keys = page::decode_cursor(order.name, after, order.keys.len())?;
            let condition = order.after();
            let params: Vec<Value<'a>> = order.repeat(&keys);
            self.and(&condition, params);
        }
        let sql = format!(
            "SELECT {}, {} FROM {}{} ORDER BY {} LIMIT ?",
            self.select,
            order.columns(),
            self.from,
            self.filter,
            order.by(),
        );
        self.params.push(Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1)));
        let mut items = Vec::with_capacity(limit);
        let mut last = Vec::new();
        let mut next = None;
        tx.query(&sql, &self.params, &mut |row: &dyn Row| {
            if items.len() == limit {
                next = Some(page::encode_cursor(order.name, &last));
                return Ok(false);
            }
            let mut columns = Columns::new(row);
            items.push(read(&mut columns)?);
            if items.len() == limit {
                for _ in order.keys {
                    last.push(columns.next::<page::Key>()?);
                }
            }
            Ok(true)
        })?;
        Ok((items, next, total))
    }

    /// Counts up to 1,000 and says where there are more: an exact count of a long list costs a hundred pages.
    fn count(&self, tx: &mut dyn Transaction) -> Result<Total> {
        let sql = format!(
            "SELECT count(*) FROM (SELECT 1 FROM {}{} LIMIT {}) AS counted",
            self.from,
            self.filter,
            page::COUNT_LIMIT + 1
        );
        let found: i64 = tx.value(&sql, &self.params)?;
        Ok(Total { count: found.min(page::COUNT_LIMIT), more: found > page::COUNT_LIMIT })
    }
}

/// Placeholders and parameters for `column IN (…)`, to read the child rows of a page in one query. The number of
/// placeholders is rounded up to a power of two (the last key repeats), so that few statement texts serve all pages.
fn placeholders<'a>(keys: &[i64]) -> (String, Vec<Value<'a>>) {
    let count = if keys.is_empty() { 0 } else { keys.len().next_power_of_two() };
    let last = keys.last().copied().unwrap_or_default();
    let values = keys.iter().copied().chain(std::iter::repeat(last)).take(count).map(Value::Integer).collect();
    (vec!["?"; count].join(", "), values)
}

/// The child rows of a page of records, in one query, by the key of their parent. `select` ends with the parent's
/// column (`… WHERE r.user`), and its first column is that key.
pub(crate) fn children<T>(
    tx: &mut dyn Transaction,
    select: &str,
    parents: &[i64],
    order_by: &str,
    read: impl Fn(&mut Columns<'_>) -> Result<T>,
) -> Result<HashMap<i64, Vec<T>>> {
    let mut found: HashMap<i64, Vec<T>> = HashMap::new();
    if parents.is_empty() {
        return Ok(found);
    }
    let (marks, keys) = placeholders(parents);
    let sql = format!("{select} IN ({marks}) ORDER BY {order_by}");
    for (parent, child) in tx.all(&sql, &keys, |c| Ok((c.next::<i64>()?, read(c)?)))? {
        found.entry(parent).or_default().push(child);
    }
    Ok(found)
}

/// The order of a list: columns that together are unique, all ascending or all descending unless said by column.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Order {
    /// Stands in the cursor, so that one list's cursor is refused by another.
    pub(crate) name: &'static str,
    /// The columns with their direction, most significant first.
    pub(crate) keys: &'static [(&'static str, Direction)],
}

/// The direction of one sort column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    Ascending,
    Descending,
}

impl Order {
    fn columns(&self) -> String {
        let names: Vec<&str> = self.keys.iter().map(|(c, _)| *c).collect();
        names.join(", ")
    }

    fn by(&self) -> String {
        let parts: Vec<String> = self
            .keys
            .iter()
            .map(|(c, d)| match d {
                Direction::Ascending => (*c).to_owned(),
                Direction::Descending => format!("{c} DESC"),
            })
            .collect();
        parts.join(", ")
    }

    /// Whether all columns run the same way: then a row comparison serves, which the index can seek.
    fn uniform(&self) -> bool {
        self.keys.windows(2).all(|w| w[0].1 == w[1].1)
    }

    /// The condition for rows behind the cursor.
    fn after(&self) -> String {
        let sign = |d: Direction| if d == Direction::Ascending { ">" } else { "<" };
        if self.uniform() {
            let marks = vec!["?"; self.keys.len()].join(", ");
            let direction = self.keys.first().map_or(Direction::Ascending, |k| k.1);
            return format!("({}) {} ({marks})", self.columns(), sign(direction));
        }
        let mut alternatives = Vec::new();
        for (i, (column, direction)) in self.keys.iter().enumerate() {
            let mut all: Vec<String> = self.keys[..i].iter().map(|(c, _)| format!("{c} = ?")).collect();
            all.push(format!("{column} {} ?", sign(*direction)));
            alternatives.push(format!("({})", all.join(" AND ")));
        }
        format!("({})", alternatives.join(" OR "))
    }

    /// The cursor's values as often as [`Order::after`] names them.
    fn repeat<'a>(&self, keys: &[page::Key]) -> Vec<Value<'a>> {
        if self.uniform() {
            return keys.iter().map(page::Key::value).collect();
        }
        (0..keys.len()).flat_map(|i| keys[..=i].iter().map(page::Key::value)).collect()
    }
}

impl CrmError {
    pub(crate) fn cursor() -> CrmError {
        CrmError::field("after", "cursor", "is not a cursor of this list")
    }
}
