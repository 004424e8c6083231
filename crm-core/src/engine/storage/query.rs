//! Composes the statement of a list: one text for each shape of filter, so that the statement cache serves it.

use std::borrow::Cow;

use super::visible::{Piece, Tables, Visibility};
use super::{Columns, Row, Transaction, Value};
use crate::engine::cursor::{self, Key};
use crate::engine::error::Result;
use crate::engine::page::{self, PageRequest, Room, Total};
use crate::engine::schema::Schema;
use crate::engine::text;

/// Rows whose parts are read in one query.
const AT_ONCE: usize = 512;

/// A list under construction.
pub(crate) struct ListQuery<'a> {
    select: Cow<'static, str>,
    from: &'static str,
    /// Further tables, behind `from`.
    joins: String,
    filter: String,
    params: Vec<Value<'a>>,
    visible: Visibility,
    /// How many bytes of a row are read behind the page, which ends by them too, where any are.
    pub(crate) measure: Option<Measured>,
}

/// How many bytes of a row are read behind the page.
#[derive(Debug, Clone)]
pub(crate) struct Measured {
    /// Its columns: what is told whoever asks, then for each text that is told to some alone its bytes, and whom it is told to.
    pub(crate) columns: String,
    /// To how many people each of those is told.
    pub(crate) told_to: Vec<usize>,
    /// Who asks.
    pub(crate) caller: Option<i64>,
}

impl Measured {
    fn read(&self, columns: &mut Columns<'_>) -> Result<usize> {
        let mut bytes: i64 = columns.next()?;
        for people in &self.told_to {
            let (more, mut told): (i64, bool) = (columns.next()?, false);
            for _ in 0..*people {
                told |= columns.next::<Option<i64>>()?.is_some_and(|person| Some(person) == self.caller);
            }
            bytes = bytes.saturating_add(if told { more } else { 0 });
        }
        Ok(usize::try_from(bytes).unwrap_or_default())
    }
}

impl<'a> ListQuery<'a> {
    /// `select` is the column list, `from` the tables with their joins; both without their keywords.
    pub(crate) fn new(select: &'static str, from: &'static str, visible: Visibility) -> Self {
        let left = visible.left(Tables::of(from).alias());
        ListQuery {
            select: select.into(),
            from,
            joins: String::new(),
            filter: left.unwrap_or_default(),
            params: Vec::with_capacity(8),
            visible,
            measure: None,
        }
    }

    /// The name of the list's own table in its conditions.
    pub(crate) fn alias(&self) -> &'static str {
        Tables::of(self.from).alias()
    }

    /// Reads an expression without parameters in place of a column.
    pub(crate) fn instead(&mut self, column: &str, expression: &str) {
        self.select = self.select.replacen(column, expression, 1).into();
    }

    /// Reads further columns behind those of the record.
    pub(crate) fn also(&mut self, columns: &str) {
        let select = self.select.to_mut();
        select.push_str(", ");
        select.push_str(columns);
    }

    /// Joins further tables, with the parameters of their conditions.
    pub(crate) fn join(&mut self, joins: &str, params: Vec<Value<'a>>) {
        self.joins.push_str(joins);
        // They stand before those of every condition.
        self.params.splice(0..0, params);
    }

    /// Adds a condition with its parameters.
    pub(crate) fn and(&mut self, condition: &str, params: impl IntoIterator<Item = Value<'a>>) {
        if !self.filter.is_empty() {
            self.filter.push_str(" AND ");
        }
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
    pub(crate) fn page<T: Schema>(
        self,
        tx: &mut dyn Transaction,
        order: Order,
        request: &Option<PageRequest>,
        read: impl Fn(&mut Columns<'_>) -> Result<T>,
    ) -> Result<(Vec<T>, Option<String>, Option<Total>)> {
        self.page_in(tx, order, request, &mut Room::of(request), read)
    }

    /// The same, in the room that an answer has left.
    pub(crate) fn page_in<T: Schema>(
        self,
        tx: &mut dyn Transaction,
        order: Order,
        request: &Option<PageRequest>,
        room: &mut Room,
        read: impl Fn(&mut Columns<'_>) -> Result<T>,
    ) -> Result<(Vec<T>, Option<String>, Option<Total>)> {
        let mut items = Vec::with_capacity(room.rows.min(AT_ONCE));
        let measure = self.measure.clone();
        let walked = self.walk(tx, order, request, room.rows, Ends::Last, &mut |columns| {
            // Where it stays, and not on the way there: a record is large, and every move of it is code.
            items.push(read(columns)?);
            let more = measure.as_ref().map_or(Ok(0), |measure| measure.read(columns))?;
            Ok(items.last().is_some_and(|item| room.take_with(item, more)))
        })?;
        Ok((items, walked.next(order, walked.ends.len()), walked.total))
    }

    /// A page of records whose rows have parts in other tables: `read` gives a row's key and the record without them,
    /// `fill` reads them for some of the rows. It takes the bytes it may read, and says `false` where that is too
    /// little for so many rows; then it is asked for fewer.
    pub(crate) fn page_with_parts<T: Schema>(
        self,
        tx: &mut dyn Transaction,
        order: Order,
        request: &Option<PageRequest>,
        room: &mut Room,
        read: impl Fn(&mut Columns<'_>) -> Result<(i64, T)>,
        fill: impl Fn(&mut dyn Transaction, &[i64], &mut [T], &mut usize) -> Result<bool>,
    ) -> Result<(Vec<T>, Option<String>, Option<Total>)> {
        let (mut keys, mut items, mut sizes, measure) = (vec![], vec![], vec![], self.measure.clone());
        // What the rows are without their parts bounds how many are read; with them it is measured again.
        let mut bare = room.clone();
        let walked = self.walk(tx, order, request, room.rows, Ends::All, &mut |columns| {
            let (key, item) = read(columns)?;
            let more = measure.as_ref().map_or(Ok(0), |measure| measure.read(columns))?;
            let full = bare.take_with(&item, more);
            keys.push(key);
            sizes.push(more);
            items.push(item);
            Ok(full)
        })?;
        let (mut filled, mut at_once) = (0, AT_ONCE);
        while filled < items.len() {
            let end = (filled + at_once).min(items.len());
            let mut allowed = if end - filled == 1 { usize::MAX } else { page::MAX_TEXTS };
            if !fill(tx, &keys[filled..end], &mut items[filled..end], &mut allowed)? {
                at_once = (end - filled).div_ceil(8).min(end - filled - 1);
                continue;
            }
            while filled < end {
                filled += 1;
                if room.take_with(&items[filled - 1], sizes[filled - 1]) && filled < items.len() {
                    items.truncate(filled);
                    return Ok((items, walked.next(order, filled), walked.total));
                }
            }
        }
        Ok((items, walked.next(order, walked.ends.len()), walked.total))
    }

    /// Gives the rows of a page one by one, until `each` says that it is full with one.
    fn walk(
        mut self,
        tx: &mut dyn Transaction,
        order: Order,
        request: &Option<PageRequest>,
        limit: usize,
        ends: Ends,
        each: &mut dyn FnMut(&mut Columns<'_>) -> Result<bool>,
    ) -> Result<Walked> {
        let total = match request {
            Some(r) if r.count == Some(true) => Some(self.count(tx, order)?),
            _ => None,
        };
        let after = match request.as_ref().and_then(|r| r.after.as_ref()) {
            Some(after) => Some(cursor::decode(order.name, after, order.keys.len())?),
            None => None,
        };
        let limit = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
        let sql = self.page_text(tx, order, after.as_deref(), limit)?;
        let mut full = limit == 1;
        let mut walked = Walked { ends: Vec::new(), more: false, total };
        tx.query(&sql, &self.params, &mut |row: &dyn Row| {
            if full {
                walked.more = true;
                return Ok(false);
            }
            let mut columns = Columns::new(row);
            full = each(&mut columns)?;
            if full || ends == Ends::All {
                let keys = order.keys.iter().map(|_| columns.next()).collect::<Result<_>>()?;
                walked.ends.push(keys);
            }
            Ok(true)
        })?;
        Ok(walked)
    }

    /// Every row of other columns, in no order: for sums over what the list has.
    pub(crate) fn rows(
        mut self,
        tx: &mut dyn Transaction,
        columns: &str,
        each: &mut dyn FnMut(&mut Columns<'_>) -> Result<()>,
    ) -> Result<()> {
        let mut sql = format!("SELECT {columns} FROM {}{}", self.from, self.joins);
        self.push_condition(&mut sql);
        tx.query(&sql, &self.params, &mut |row: &dyn Row| {
            each(&mut Columns::new(row))?;
            Ok(true)
        })
    }

    /// The statement of a page; its parameters stand behind it. Written piece by piece, since every list composes one.
    fn page_text(
        &mut self,
        tx: &mut dyn Transaction,
        order: Order,
        after: Option<&[Key]>,
        limit: i64,
    ) -> Result<String> {
        let mut sql = String::with_capacity(self.select.len() + self.from.len() + self.filter.len() + 256);
        sql.push_str("SELECT ");
        sql.push_str(&self.select);
        if let Some(measure) = &self.measure {
            sql.push_str(", ");
            sql.push_str(&measure.columns);
        }
        order.push_columns(&mut sql);
        sql.push_str(" FROM ");
        if let Some((tables, by)) = self.merged(tx, order, after, limit)? {
            sql.push_str(&tables);
            sql.push_str(" ORDER BY ");
            sql.push_str(&by);
            return Ok(sql);
        }
        if let Some(keys) = after {
            let condition = order.after();
            let params: Vec<Value<'a>> = order.repeat(keys);
            self.and(&condition, params);
        }
        sql.push_str(self.from);
        sql.push_str(&self.joins);
        self.push_condition(&mut sql);
        sql.push_str(" ORDER BY ");
        order.push_by(&mut sql);
        sql.push_str(" LIMIT ?");
        self.params.push(Value::Integer(limit));
        Ok(sql)
    }

    /// Counts up to 1,000 and says where there are more: an exact count of a long list costs a hundred pages.
    fn count(&mut self, tx: &mut dyn Transaction, order: Order) -> Result<Total> {
        let (params, most) = (self.params.clone(), page::COUNT_LIMIT + 1);
        let sql = match self.ranges(tx, order, None, most)? {
            Some(piece) => {
                self.params = piece.params;
                format!("SELECT count(*) FROM ({}) AS counted", piece.sql)
            }
            None => {
                let mut sql = format!("SELECT count(*) FROM (SELECT 1 FROM {}{}", self.from, self.joins);
                self.push_condition(&mut sql);
                sql.push_str(&format!(" LIMIT {most}) AS counted"));
                sql
            }
        };
        let found: i64 = tx.value(&sql, &self.params)?;
        self.params = params;
        Ok(Total { count: found.min(page::COUNT_LIMIT), more: found > page::COUNT_LIMIT })
    }

    /// What is asked of the rows, with what is seen of them. It is asked for once a statement.
    fn push_condition(&mut self, sql: &mut String) {
        let mut word = " WHERE ";
        if !self.filter.is_empty() {
            sql.push_str(word);
            sql.push_str(&self.filter);
            word = " AND ";
        }
        if let Some(seen) = &self.visible.seen {
            let (probe, params) = seen.probe(self.alias());
            sql.push_str(word);
            sql.push_str(&probe);
            self.params.extend(params);
        }
    }

    /// The merged ranges of what is seen, where the list goes along them.
    fn ranges(
        &self,
        tx: &mut dyn Transaction,
        order: Order,
        after: Option<&[Key]>,
        limit: i64,
    ) -> Result<Option<Piece<'a>>> {
        let Some(seen) = &self.visible.seen else { return Ok(None) };
        // What asks of further tables goes along the list, and looks for each row whether it is seen.
        if !self.joins.is_empty() {
            return Ok(None);
        }
        let filter = (!self.filter.is_empty()).then_some((self.filter.as_str(), &self.params[..]));
        seen.merged(tx, &Tables::of(self.from), order, after, filter, limit)
    }

    /// The same with the tables of the list behind it, and the order.
    fn merged(
        &mut self,
        tx: &mut dyn Transaction,
        order: Order,
        after: Option<&[Key]>,
        limit: i64,
    ) -> Result<Option<(String, String)>> {
        let Some(piece) = self.ranges(tx, order, after, limit)? else { return Ok(None) };
        let Some(seen) = &self.visible.seen else { return Ok(None) };
        let (tables, by) = seen.joined(tx, &Tables::of(self.from), order);
        self.params = piece.params;
        Ok(Some((format!("({}){tables}", piece.sql), by)))
    }
}

/// Of which rows the place is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ends {
    /// Of the one that fills the page.
    Last,
    /// Of every row, since the page may end with any.
    All,
}

/// A page that was walked over.
struct Walked {
    /// The sort keys of the rows whose places were kept.
    ends: Vec<Vec<Key>>,
    /// Whether there is a row behind the page.
    more: bool,
    total: Option<Total>,
}

impl Walked {
    /// The cursor behind as many of the kept places, where there is something behind them.
    fn next(&self, order: Order, places: usize) -> Option<String> {
        let last = self.ends.get(places.checked_sub(1)?)?;
        (self.more || places < self.ends.len()).then(|| cursor::encode(order.name, last))
    }
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

    /// Appends the columns, behind others.
    fn push_columns(&self, sql: &mut String) {
        for (column, _) in self.keys {
            sql.push_str(", ");
            sql.push_str(column);
        }
    }

    /// Appends the columns with their directions.
    fn push_by(&self, sql: &mut String) {
        for (at, (column, direction)) in self.keys.iter().enumerate() {
            if at > 0 {
                sql.push_str(", ");
            }
            sql.push_str(column);
            if *direction == Direction::Descending {
                sql.push_str(" DESC");
            }
        }
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
    fn repeat<'a>(&self, keys: &[Key]) -> Vec<Value<'a>> {
        if self.uniform() {
            return keys.iter().map(Key::value).collect();
        }
        (0..keys.len()).flat_map(|i| keys[..=i].iter().map(Key::value)).collect()
    }
}
