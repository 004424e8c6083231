//! The storage trait, cut at SQL: a back-end runs a closure in a transaction and executes statements in it.
//!
//! Rules and stores are written once, in a portable subset of SQL with `?` placeholders; what differs between
//! databases is in [`Dialect`]. A back-end is about one file ([`sqlite`]), and wrapping one (to inject faults, say)
//! is a few lines, since the traits are this narrow.

mod current;
mod ordered;
mod parts;
mod query;
mod referred;
mod rows;
pub mod sqlite;
mod value;
mod visible;

pub(crate) mod folding;
pub(crate) mod migrate;

pub(crate) use ordered::Ordered;
pub(crate) use parts::{Most, beginnings, children, each_by_key};
pub(crate) use query::{Direction, ListQuery, Measured, Order};
pub(crate) use referred::{Put, Reference, Stored, referred};
pub(crate) use rows::{Changes, Filter, New, StoredField, Table, Texts, called, compare, in_table};
pub use value::{Cell, Columns, FromValue, Row, Value};
pub(crate) use value::{MILLIONTHS, ToValue, from_millionths, millionths};
pub(crate) use visible::{Seen, Visibility};

use crate::engine::error::{CrmError, Result};
pub use crate::engine::patience::Patience;

/// What a transaction's closure looks like. It may run more than once (a serialisable database may ask for that), so
/// it must have no effect outside the transaction but setting its own result.
pub type Body<'a> = &'a mut dyn FnMut(&mut dyn Transaction) -> Result<()>;

/// The few differences between databases that statements need to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    /// The name of the function `f(haystack, needle)` that gives the position of a substring, 0 where there is none.
    pub position: &'static str,
    /// The word for a join whose tables are met in the order in which they are written, where the database would choose one
    /// itself; `JOIN` where it chooses well.
    pub ordered_join: &'static str,
    /// The query that says whether there is a table of the name that is its one parameter.
    pub has_table: &'static str,
}

/// A database that can run transactions.
///
/// Texts are equal, and come in order, by their bytes: where a database compares by a language, its columns say otherwise
/// (`COLLATE "C"`). A statement never says how it compares.
pub trait Storage: Send + Sync {
    /// Runs the closure on a snapshot. It can't write.
    ///
    /// # Errors
    /// What the closure returns; [`CrmError::Busy`] or [`CrmError::Interrupted`] where the patience ends before.
    fn read(&self, patience: &Patience, body: Body<'_>) -> Result<()>;

    /// Runs the closure in a writing transaction; commits when it returns `Ok`, rolls back otherwise. Writers of one
    /// process queue up; who waits longer than five seconds, for them or for another process, hears
    /// [`CrmError::Busy`].
    ///
    /// # Errors
    /// As [`Storage::read`]; [`CrmError::collision`] where others' rows were in the way, and the closure then runs once
    /// more in another transaction.
    fn write(&self, patience: &Patience, body: Body<'_>) -> Result<()>;

    /// Like [`Storage::write`], for changes of the schema: references are not enforced while the closure runs, so that a
    /// table may be made anew under the rows that refer to it, and all of them are checked before the commit.
    ///
    /// # Errors
    /// As [`Storage::read`].
    fn alter(&self, patience: &Patience, body: Body<'_>) -> Result<()>;

    /// Copies the database as it is now into a new file, while others go on reading and writing. Gives the absolute
    /// path of the copy.
    ///
    /// # Errors
    /// [`CrmError::Conflict`] where the file exists; then, and where anything else fails, there is no copy.
    fn backup(&self, patience: &Patience, file: &std::path::Path) -> Result<std::path::PathBuf>;

    /// The differences to know when composing a statement.
    fn dialect(&self) -> Dialect;

    /// Whether writing is refused.
    fn is_read_only(&self) -> bool;
}

/// Takes the rows of a query. A closure does; the trait stands before it because a `dyn FnMut` brings a second copy of
/// every closure with it, which nobody calls.
pub trait EachRow {
    /// Takes one row; `false` ends the query.
    ///
    /// # Errors
    /// What ends the query with an error.
    fn row(&mut self, row: &dyn Row) -> Result<bool>;
}

impl<F: FnMut(&dyn Row) -> Result<bool>> EachRow for F {
    fn row(&mut self, row: &dyn Row) -> Result<bool> {
        self(row)
    }
}

/// A transaction under way.
pub trait Transaction {
    /// Says how many records the transaction is going to write, before it writes them: a back-end may make room for
    /// them, and gives it back at the transaction's end.
    ///
    /// # Errors
    /// Any that ends the transaction.
    fn expect(&mut self, _records: usize) -> Result<()> {
        Ok(())
    }

    /// Executes a statement that returns no rows; gives the number of rows it changed.
    fn execute(&mut self, sql: &str, params: &[Value<'_>]) -> Result<usize>;

    /// Inserts one row into a table with an integer key `id`; gives that key.
    fn insert(&mut self, sql: &str, params: &[Value<'_>]) -> Result<i64>;

    /// Runs a query, calling `each` for every row until it returns `false` or an error.
    fn query(&mut self, sql: &str, params: &[Value<'_>], each: &mut dyn EachRow) -> Result<()>;

    /// Runs the closure in a savepoint: what it did is undone where it fails, and the transaction goes on.
    fn savepoint(&mut self, body: Body<'_>) -> Result<()>;

    /// Verifies the physical structure and the foreign keys; a line a finding, none where all is well.
    fn integrity(&mut self) -> Result<Vec<String>>;

    /// The differences to know when composing a statement.
    fn dialect(&self) -> Dialect;
}

impl dyn Transaction + '_ {
    /// The first row of a query, read by `read`.
    pub(crate) fn one<T>(
        &mut self,
        sql: &str,
        params: &[Value<'_>],
        read: impl Fn(&mut Columns<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        let mut found = None;
        self.query(sql, params, &mut |row: &dyn Row| {
            found = Some(read(&mut Columns::new(row))?);
            Ok(false)
        })?;
        Ok(found)
    }

    /// Every row of a query, read by `read`.
    pub(crate) fn all<T>(
        &mut self,
        sql: &str,
        params: &[Value<'_>],
        read: impl Fn(&mut Columns<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut found = Vec::new();
        self.query(sql, params, &mut |row: &dyn Row| {
            found.push(read(&mut Columns::new(row))?);
            Ok(true)
        })?;
        Ok(found)
    }

    /// The single value of a query that always returns a row (`count(*)`, `EXISTS`).
    pub(crate) fn value<T: FromValue>(&mut self, sql: &str, params: &[Value<'_>]) -> Result<T> {
        self.one(sql, params, |c| c.next())?.ok_or_else(|| CrmError::bug("a query for one value returned no row"))
    }
}

/// Builds a parameter list: `params![&id, name, now]`.
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::engine::storage::ToValue::to_value(&$value)),*] };
}
pub(crate) use params;
