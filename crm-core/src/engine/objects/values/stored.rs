//! Values in the slots in which they lie (OBJ-20): texts, names of choices and ISO dates as texts, truth values as 1 and 0,
//! amounts in minor units, decimals in millionths, instants in microseconds, records by their keys.

use rust_decimal::Decimal;
use uuid::Uuid;

use super::super::define::document::FieldType;
use super::super::expr::{Number, Value};
use super::super::shape::Name;
use crate::engine::clock::{Date, Timestamp};
use crate::engine::error::{CrmError, Result};
use crate::engine::ids::RecordId;
use crate::engine::money;
use crate::engine::storage::{Columns, ToValue, Value as Stored};
use crate::engine::text::fold;

/// The places that stand in the slot of a decimal, whatever its field has: more of them later touch no row.
pub const SCALE: u32 = 6;

/// What a field has: nothing but a value, or with it the key by which a reference is stored, or the currency of an amount.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Held {
    /// The value; of an amount in any currency the amount.
    pub value: Value,
    /// The key of the record that is referred to.
    pub key: Option<i64>,
    /// The currency, where the field has amounts in any.
    pub currency: Option<Name>,
}

impl From<Value> for Held {
    fn from(value: Value) -> Held {
        Held { value, key: None, currency: None }
    }
}

/// Where a field lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lies {
    /// The slot of its value.
    pub value: Name,
    /// That of the folded twin, where it has one.
    pub folded: Option<Name>,
    /// That of the currency, where it has one.
    pub currency: Option<Name>,
}

impl Lies {
    /// Its slots, in the order in which [`write`] gives their values and [`read`] takes them. A twin is not read.
    pub fn slots(&self) -> impl Iterator<Item = &Name> {
        [Some(&self.value), self.folded.as_ref(), self.currency.as_ref()].into_iter().flatten()
    }
}

/// What is written into the slots of a field, in the order of [`Lies::slots`].
///
/// # Errors
/// Where the value is not of the field's type: a defect of the engine.
pub fn write<'a>(ty: &FieldType, lies: &Lies, held: &'a Held, places: u32, out: &mut Vec<Stored<'a>>) -> Result<()> {
    let wrong = || CrmError::bug("a value that is not of its field's type");
    let stored = match (ty, &held.value) {
        (_, Value::Null) => Stored::Null,
        (FieldType::Text { .. } | FieldType::Choice { .. }, Value::Text(text)) => Stored::Text(text.as_str().into()),
        (FieldType::Boolean, Value::Boolean(value)) => Stored::Integer(i64::from(*value)),
        (FieldType::Integer { .. }, Value::Number(number)) => Stored::Integer(units(*number, 0).ok_or_else(wrong)?),
        (FieldType::Decimal { .. }, Value::Number(number)) => Stored::Integer(units(*number, SCALE).ok_or_else(wrong)?),
        (FieldType::Money { .. }, Value::Number(number)) => {
            let places = held.currency.as_deref().map_or(Some(places), money::decimal_places).ok_or_else(wrong)?;
            Stored::Integer(units(*number, places).ok_or_else(wrong)?)
        }
        (FieldType::Date, Value::Date(date)) => date.to_value(),
        (FieldType::Instant, Value::Instant(instant)) => instant.to_value(),
        (
            FieldType::Entry { .. } | FieldType::Ref { .. } | FieldType::User { .. } | FieldType::Department { .. },
            Value::Record(_),
        ) => Stored::Integer(held.key.ok_or_else(wrong)?),
        _ => return Err(wrong()),
    };
    out.push(stored);
    if lies.folded.is_some() {
        out.push(match &held.value {
            Value::Text(text) => Stored::Text(fold(text).into()),
            _ => Stored::Null,
        });
    }
    if lies.currency.is_some() {
        let code = held.currency.as_ref().filter(|_| held.value != Value::Null);
        out.push(code.map_or(Stored::Null, |code| Stored::Text(code.as_str().into())));
    }
    Ok(())
}

/// Reads what a field has: its value's slot, then the currency's where there is one; of a reference the key, then the id of
/// the record, which the statement joins.
///
/// # Errors
/// Where the slots hold what the type never wrote.
pub fn read(ty: &FieldType, lies: &Lies, places: u32, columns: &mut Columns<'_>) -> Result<Held> {
    let value = match ty {
        FieldType::Text { .. } | FieldType::Choice { .. } => {
            columns.next::<Option<String>>()?.map(|text| Value::Text(text.into()))
        }
        FieldType::Boolean => columns.next::<Option<i64>>()?.map(|value| Value::Boolean(value != 0)),
        FieldType::Integer { .. } => number(columns.next()?, 0)?,
        FieldType::Decimal { .. } => number(columns.next()?, SCALE)?,
        FieldType::Money { .. } => {
            let minor: Option<i64> = columns.next()?;
            let currency = match &lies.currency {
                Some(_) => columns.next::<Option<String>>()?.map(Name::from),
                None => None,
            };
            let places = match currency.as_deref() {
                Some(code) => money::decimal_places(code).ok_or(CrmError::storage("corrupt"))?,
                None => places,
            };
            return Ok(Held { value: number(minor, places)?.unwrap_or_default(), key: None, currency });
        }
        FieldType::Date => columns.next::<Option<Date>>()?.map(Value::Date),
        FieldType::Instant => columns.next::<Option<Timestamp>>()?.map(Value::Instant),
        FieldType::Entry { .. } | FieldType::Ref { .. } | FieldType::User { .. } | FieldType::Department { .. } => {
            let (key, id): (Option<i64>, Option<Uuid>) = (columns.next()?, columns.next()?);
            return Ok(Held { value: id.map_or(Value::Null, |id| Value::Record(RecordId(id))), key, currency: None });
        }
    };
    Ok(value.unwrap_or_default().into())
}

/// A number in whole units of the last of so many places, where these hold it.
fn units(number: Number, places: u32) -> Option<i64> {
    let unit = 10_i128.checked_pow(super::super::expr::PLACES.checked_sub(places)?)?;
    let units = number.units();
    if units.checked_rem(unit)? != 0 {
        return None;
    }
    i64::try_from(units.checked_div(unit)?).ok()
}

fn number(units: Option<i64>, places: u32) -> Result<Option<Value>> {
    let Some(units) = units else { return Ok(None) };
    let decimal = Decimal::try_new(units, places).ok().and_then(Number::from_decimal);
    decimal.map(|number| Some(Value::Number(number))).ok_or(CrmError::storage("corrupt"))
}
