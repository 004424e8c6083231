//! The rows of a table: read, computed exactly, and sorted (VIEW-4, VIEW-5).

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::super::filter::sql::{Piece, Terms};
use super::super::shape::{Kind, Object};
use super::bucket::first_day;
use super::question::{Function, Key, Measure, Question, ROWS};
use super::sql::HALF;
use crate::engine::clock::{self, Date};
use crate::engine::error::{CrmError, Result};
use crate::engine::ids::RecordId;
use crate::engine::money::Money;
use crate::engine::sorting::Arrange as _;
use crate::engine::storage::{Columns, Transaction};
use crate::engine::value::{ObjectRef, Value};

/// The places of an average that is no money.
const PLACES: u32 = 6;

/// A value with its place in an order; none where it is empty.
type Placed = (Value, Option<Place>);

/// The place of a value in an order; of one column all are of one variant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Text(String, String),
    Number(Decimal),
    Day(Date),
    /// An instant, a choice's place in its definition, or false before true.
    At(i64),
    /// Of records: when they were made, and the key.
    Age(i64, i64),
}

impl Question {
    /// Asks for the rows; a row has a value for each of the columns.
    ///
    /// # Errors
    /// [`CrmError::Invalid`] (`too_many`) beyond 10,000 rows, [`CrmError::Storage`] (`too_large`) for a sum beyond 64 bits.
    pub fn rows(
        &self,
        tx: &mut dyn Transaction,
        object: &Object,
        terms: Terms<'_>,
        currency: &str,
    ) -> Result<Vec<Vec<Value>>> {
        let Piece { sql, params } = self.statement(object, terms)?;
        let mut rows = tx.all(&sql, &params, |columns| {
            let mut row: Vec<Placed> = Vec::with_capacity(self.keys.len() + self.measures.len());
            for key in &self.keys {
                row.push(key.read(columns, currency)?);
            }
            for measure in &self.measures {
                let value = measure.read(columns, currency)?;
                let place = place(&value);
                row.push((value, place));
            }
            Ok(row)
        })?;
        if rows.len() > ROWS {
            let detail = format!("must have at most {ROWS} elements");
            return Err(CrmError::limited("query", "too_many", &detail, ROWS));
        }
        let keys = (0..self.keys.len()).map(|key| (key, false));
        let by: Vec<(usize, bool)> = self.sort.iter().copied().chain(keys).collect();
        rows.arrange_by(|left, right| {
            by.iter()
                .map(|(column, descending)| compare(place_of(left, *column), place_of(right, *column), *descending))
                .find(|ordering| ordering.is_ne())
                .unwrap_or(Ordering::Equal)
        });
        Ok(rows.into_iter().map(|row| row.into_iter().map(|(value, _)| value).collect()).collect())
    }
}

fn place_of(row: &[Placed], column: usize) -> Option<&Place> {
    row.get(column).and_then(|(_, place)| place.as_ref())
}

/// Empty ones last, either way.
fn compare(left: Option<&Place>, right: Option<&Place>, descending: bool) -> Ordering {
    match (left, right) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
        (Some(left), Some(right)) if descending => right.cmp(left),
        (Some(left), Some(right)) => left.cmp(right),
    }
}

fn place(value: &Value) -> Option<Place> {
    Some(match value {
        Value::Integer(number) => Place::Number(Decimal::from(*number)),
        Value::Decimal(number) => Place::Number(*number),
        Value::Money(money) => Place::Number(money.amount),
        Value::Date(day) => Place::Day(*day),
        Value::Instant(at) => Place::At(clock::encode(*at)),
        Value::Boolean(truth) => Place::At(i64::from(*truth)),
        Value::Text(_) | Value::Record(_) | Value::Null => return None,
    })
}

impl Key {
    fn read(&self, columns: &mut Columns<'_>, currency: &str) -> Result<Placed> {
        if let Some(by) = self.by {
            let number = columns.next::<Option<i64>>()?;
            let value = number.map_or(Ok(Value::Null), |number| first_day(by, number).map(Value::Date))?;
            let place = place(&value);
            return Ok((value, place));
        }
        if let Some(to) = &self.path.to {
            let id: Option<uuid::Uuid> = columns.next()?;
            let (made, key) = (columns.next::<Option<i64>>()?, columns.next::<Option<i64>>()?);
            let title = match self.title {
                Some(_) => columns.next()?,
                None => None,
            };
            let record = |id| ObjectRef { object: to.name.to_string(), id: RecordId(id), title };
            let place = made.zip(key).map(|(made, key)| Place::Age(made, key));
            return Ok((id.map_or(Value::Null, |id| Value::Record(record(id))), place));
        }
        match &self.path.field.kind {
            Kind::Text { .. } => {
                let (text, twin) = (columns.next::<Option<String>>()?, columns.next::<Option<String>>()?);
                let place = text.clone().map(|text| Place::Text(twin.unwrap_or_default(), text));
                Ok((text.map_or(Value::Null, Value::Text), place))
            }
            Kind::Choice(names) => {
                let name = columns.next::<Option<String>>()?;
                let place = name.as_deref().and_then(|name| names.place(name)).and_then(|at| i64::try_from(at).ok());
                Ok((name.map_or(Value::Null, Value::Text), place.map(Place::At)))
            }
            Kind::Boolean { .. } => {
                let value = columns.next::<Option<bool>>()?.map_or(Value::Null, Value::Boolean);
                let place = place(&value);
                Ok((value, place))
            }
            kind => {
                let value = single(kind, columns, currency)?;
                let place = place(&value);
                Ok((value, place))
            }
        }
    }
}

impl Measure {
    fn read(&self, columns: &mut Columns<'_>, currency: &str) -> Result<Value> {
        let Some(path) = &self.path else { return Ok(Value::Integer(columns.next()?)) };
        let kind = &path.field.kind;
        match self.function {
            Function::Count | Function::CountDistinct => Ok(Value::Integer(columns.next()?)),
            Function::Min | Function::Max => single(kind, columns, currency),
            Function::Sum | Function::Avg => {
                let count: i64 = columns.next()?;
                let (high, low) = (columns.next::<Option<i64>>()?, columns.next::<Option<i64>>()?);
                let sum = i128::from(high.unwrap_or(0)) * i128::from(HALF) + i128::from(low.unwrap_or(0));
                if self.function == Function::Avg {
                    return Ok(if count == 0 { Value::Null } else { average(kind, sum, count, currency) });
                }
                let units = i64::try_from(sum).map_err(|_| CrmError::storage("too_large"))?;
                Ok(of_units(kind, units, currency))
            }
        }
    }
}

/// A value of which one column tells all.
fn single(kind: &Kind, columns: &mut Columns<'_>, currency: &str) -> Result<Value> {
    Ok(match kind {
        Kind::Date => columns.next::<Option<_>>()?.map_or(Value::Null, Value::Date),
        Kind::Instant => columns.next::<Option<_>>()?.map_or(Value::Null, Value::Instant),
        kind => columns.next::<Option<i64>>()?.map_or(Value::Null, |units| of_units(kind, units, currency)),
    })
}

fn of_units(kind: &Kind, units: i64, currency: &str) -> Value {
    match kind {
        Kind::Decimal { scale, .. } => Value::Decimal(Decimal::new(units, *scale).normalize()),
        Kind::Money { .. } => Value::Money(Money::from_minor(units, currency.to_owned())),
        _ => Value::Integer(units),
    }
}

/// Exact, and rounded half away from zero: money to its places, else to six.
fn average(kind: &Kind, sum: i128, count: i64, currency: &str) -> Value {
    let scale = match kind {
        Kind::Money { .. } => PLACES,
        Kind::Decimal { scale, .. } => (*scale).min(PLACES),
        _ => 0,
    };
    let count = i128::from(count);
    let numerator = sum * 10_i128.pow(PLACES - scale);
    let rounded = (numerator.abs() * 2 + count) / (count * 2) * numerator.signum();
    match kind {
        // An average lies between values that fit.
        Kind::Money { .. } => of_units(kind, i64::try_from(rounded).unwrap_or_default(), currency),
        _ => Value::Decimal(Decimal::from_i128_with_scale(rounded, PLACES).normalize()),
    }
}
