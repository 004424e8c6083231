//! Values on their way into and out of the database, without copies where the driver allows it.

use std::borrow::Cow;

use rust_decimal::Decimal;
use uuid::Uuid;

use super::referred::Stored;
use crate::engine::clock::{self, Date, Timestamp};
use crate::engine::error::{CrmError, Result};

/// A parameter of a statement. The engine stores no floating-point numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value<'a> {
    /// SQL NULL.
    Null,
    /// A 64-bit integer: keys, counts, minor units of money, microseconds.
    Integer(i64),
    /// True or false; where the database has no such type, 1 or 0.
    Boolean(bool),
    /// UTF-8 text.
    Text(Cow<'a, str>),
    /// Bytes: public ids, digests.
    Blob(Cow<'a, [u8]>),
}

/// One value of a row, as the driver holds it. A list of 10,000 records reads 300,000 of them, so they are plain
/// references, with nothing to drop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell<'a> {
    /// SQL NULL.
    Null,
    /// A 64-bit integer.
    Integer(i64),
    /// UTF-8 text.
    Text(&'a str),
    /// Bytes.
    Blob(&'a [u8]),
}

/// A row of a running query.
pub trait Row {
    /// The value in the given column, from 0.
    fn value(&self, column: usize) -> Result<Cell<'_>>;
}

/// Reads a row's columns one after the other, so that no index is ever written down.
pub struct Columns<'r> {
    row: &'r dyn Row,
    at: usize,
    /// Why a field could not be read.
    failure: Option<CrmError>,
}

impl<'r> Columns<'r> {
    /// Starts at the first column.
    pub fn new(row: &'r dyn Row) -> Self {
        Columns { row, at: 0, failure: None }
    }

    /// The next column.
    #[expect(clippy::should_implement_trait, reason = "it reads; it does not iterate")]
    #[inline(always)] // Also where a build goes for size: it is what reading a list consists of.
    pub fn next<T: FromValue>(&mut self) -> Result<T> {
        let cell = self.row.value(self.at)?;
        self.at += 1;
        T::from_value(cell)
    }

    /// The next field of a record; where it can't be read, [`Columns::failure`] says why. An error is larger than most
    /// values, and moving one for each field was a third of what reading a record took.
    #[inline]
    pub(crate) fn field<T: Stored>(&mut self) -> Option<T> {
        match T::read(self) {
            Ok(value) => Some(value),
            Err(failure) => {
                self.failure = Some(failure);
                None
            }
        }
    }

    /// Why a field could not be read.
    #[cold]
    #[inline(never)]
    pub(crate) fn failure(&mut self) -> CrmError {
        self.failure.take().unwrap_or_else(|| CrmError::storage("corrupt"))
    }

    /// Passes over columns.
    pub fn skip(&mut self, columns: usize) {
        self.at += columns;
    }
}

/// A type that a column's value can be read into.
pub trait FromValue: Sized {
    /// Converts, or reports that the database does not hold what the schema promises.
    fn from_value(cell: Cell<'_>) -> Result<Self>;
}

fn unexpected<T>() -> Result<T> {
    Err(CrmError::storage("corrupt"))
}

impl FromValue for i64 {
    #[inline(always)]
    fn from_value(cell: Cell<'_>) -> Result<Self> {
        match cell {
            Cell::Integer(i) => Ok(i),
            _ => unexpected(),
        }
    }
}

macro_rules! small_integers {
    ($($t:ty),*) => { $(
        impl FromValue for $t {
            fn from_value(cell: Cell<'_>) -> Result<Self> {
                <$t>::try_from(i64::from_value(cell)?).or_else(|_| unexpected())
            }
        }
        impl From<$t> for Value<'_> {
            fn from(i: $t) -> Self {
                Value::Integer(i64::from(i))
            }
        }
    )* };
}
small_integers!(u8, i32, u32);

impl FromValue for bool {
    fn from_value(cell: Cell<'_>) -> Result<Self> {
        Ok(i64::from_value(cell)? != 0)
    }
}

impl FromValue for String {
    #[inline(always)]
    fn from_value(cell: Cell<'_>) -> Result<Self> {
        match cell {
            Cell::Text(t) => Ok(t.to_owned()),
            _ => unexpected(),
        }
    }
}

impl FromValue for Vec<u8> {
    fn from_value(cell: Cell<'_>) -> Result<Self> {
        match cell {
            Cell::Blob(b) => Ok(b.to_owned()),
            _ => unexpected(),
        }
    }
}

impl FromValue for Uuid {
    #[inline(always)]
    fn from_value(cell: Cell<'_>) -> Result<Self> {
        match cell {
            Cell::Blob(b) => Uuid::from_slice(b).or_else(|_| unexpected()),
            _ => unexpected(),
        }
    }
}

impl FromValue for Timestamp {
    fn from_value(cell: Cell<'_>) -> Result<Self> {
        i64::from_value(cell).map(clock::decode)
    }
}

impl FromValue for Date {
    fn from_value(cell: Cell<'_>) -> Result<Self> {
        match cell {
            Cell::Text(t) => t.parse().or_else(|_| unexpected()),
            _ => unexpected(),
        }
    }
}

impl<T: FromValue> FromValue for Option<T> {
    #[inline(always)]
    fn from_value(cell: Cell<'_>) -> Result<Self> {
        match cell {
            Cell::Null => Ok(None),
            other => T::from_value(other).map(Some),
        }
    }
}

impl From<i64> for Value<'_> {
    fn from(i: i64) -> Self {
        Value::Integer(i)
    }
}

impl From<bool> for Value<'_> {
    fn from(b: bool) -> Self {
        Value::Boolean(b)
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(t: &'a str) -> Self {
        Value::Text(Cow::Borrowed(t))
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(t: &'a String) -> Self {
        Value::Text(Cow::Borrowed(t))
    }
}

impl From<String> for Value<'_> {
    fn from(t: String) -> Self {
        Value::Text(Cow::Owned(t))
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(b: &'a [u8]) -> Self {
        Value::Blob(Cow::Borrowed(b))
    }
}

impl<'a> From<&'a [u8; 32]> for Value<'a> {
    fn from(b: &'a [u8; 32]) -> Self {
        Value::Blob(Cow::Borrowed(b))
    }
}

impl<'a> From<&'a Uuid> for Value<'a> {
    fn from(id: &'a Uuid) -> Self {
        Value::Blob(Cow::Borrowed(id.as_bytes()))
    }
}

impl From<Timestamp> for Value<'_> {
    fn from(at: Timestamp) -> Self {
        Value::Integer(clock::encode(at))
    }
}

impl From<Date> for Value<'_> {
    fn from(date: Date) -> Self {
        Value::Text(Cow::Owned(date.to_string()))
    }
}

/// What can stand in a parameter list, borrowed where it can be; `None` is NULL.
pub(crate) trait ToValue {
    fn to_value(&self) -> Value<'_>;
}

impl<T: ToValue + ?Sized> ToValue for &T {
    fn to_value(&self) -> Value<'_> {
        (**self).to_value()
    }
}

impl<T: ToValue> ToValue for Option<T> {
    fn to_value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null, ToValue::to_value)
    }
}

macro_rules! to_value {
    (copied: $($copied:ty),*; borrowed: $($borrowed:ty),* $(,)?) => {
        $( impl ToValue for $copied { fn to_value(&self) -> Value<'_> { Value::from(*self) } } )*
        $( impl ToValue for $borrowed { fn to_value(&self) -> Value<'_> { Value::from(self) } } )*
    };
}
to_value!(copied: u8, i32, u32, i64, bool, Timestamp, Date; borrowed: str, String, [u8], Uuid, [u8; 32]);

/// Quantities and unit prices are kept as whole millionths.
pub(crate) const MILLIONTHS: u32 = 6;

/// A quantity or unit price as stored; the caller has checked scale and range.
pub(crate) fn millionths(decimal: Decimal) -> Result<i64> {
    let mut scaled = decimal;
    scaled.rescale(MILLIONTHS);
    i64::try_from(scaled.mantissa()).map_err(|_| CrmError::bug("a decimal out of range"))
}

/// A stored quantity or unit price, without trailing zeros.
pub(crate) fn from_millionths(value: i64) -> Decimal {
    Decimal::new(value, MILLIONTHS).normalize()
}
