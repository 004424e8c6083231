//! What a caller gives a field, read by the field's type. A given value is never rounded (TYPE-3): one that does not fit is
//! refused, with a code and the limit that it passes.

use rust_decimal::Decimal;
use serde_json::Value as Json;
use uuid::Uuid;

use super::super::define::document::{FieldType, Format};
use super::super::expr::{self, Number, Target, Value};
use super::super::shape::Name;
use super::formats;
use crate::engine::clock;
use crate::engine::exact;
use crate::engine::ids::RecordId;
use crate::engine::money;

/// The company's currency, in which amounts are (TYPE-4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Currency {
    /// Its code, `CNY`.
    pub code: Name,
    /// Its decimal places.
    pub places: u32,
}

/// How a record is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// By its id.
    Id(Uuid),
    /// By what stands in its key field (OBJ-12).
    Key(String),
}

/// What was given.
#[derive(Debug, Clone, PartialEq)]
pub enum Given {
    /// A value, or with [`Value::Null`] none: a blank text is one (TYPE-2).
    Value(Value),
    /// An amount in any currency.
    Amount(Number, Name),
    /// A record, which is to be looked up.
    Record(Named),
}

/// Why a value is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfit {
    /// A stable code.
    pub code: &'static str,
    /// The limit that was passed, where there is one.
    pub limit: Option<String>,
}

impl Unfit {
    fn of(code: &'static str) -> Unfit {
        Unfit { code, limit: None }
    }

    fn beyond(code: &'static str, limit: impl ToString) -> Unfit {
        Unfit { code, limit: Some(limit.to_string()) }
    }
}

impl From<expr::Unfit> for Unfit {
    fn from(expr::Unfit { code, limit, .. }: expr::Unfit) -> Unfit {
        Unfit { code, limit }
    }
}

/// Reads a value for a field of this type. JSON's null is none.
///
/// # Errors
/// What is wrong with it: `type`, `too_long`, `out_of_range`, `too_precise`, `currency`, `unknown_value`, `not_an_email` …
pub fn given(ty: &FieldType, json: &Json, company: &Currency) -> Result<Given, Unfit> {
    if json.is_null() {
        return Ok(Given::Value(Value::Null));
    }
    let text = || json.as_str().ok_or(Unfit::of("type"));
    let value = match ty {
        FieldType::Text { format, .. } => return formatted(*format, fitted(ty, Value::Text(text()?.into()), company)?),
        FieldType::Boolean => Value::Boolean(json.as_bool().ok_or(Unfit::of("type"))?),
        FieldType::Integer { .. } => Value::Number(whole(json)?),
        FieldType::Decimal { places, .. } => Value::Number(decimal(text()?, *places)?),
        FieldType::Money { any_currency: true, .. } => return amount_in_any(ty, json),
        FieldType::Money { .. } => {
            let (amount, code) = amount(json)?;
            if code != company.code {
                return Err(Unfit::beyond("currency", &company.code));
            }
            Value::Number(decimal(amount, company.places)?)
        }
        FieldType::Date => Value::Date(exact::date(text()?).ok_or(Unfit::of("type"))?),
        FieldType::Instant => Value::Instant(exact::instant(text()?).map(clock::to_micros).ok_or(Unfit::of("type"))?),
        FieldType::Choice { values } => {
            let text = text()?;
            if !values.iter().any(|value| value == text) {
                let known: Vec<&str> = values.iter().map(Name::as_str).collect();
                return Err(Unfit::beyond("unknown_value", known.join(", ")));
            }
            Value::Text(text.into())
        }
        FieldType::Entry { .. } | FieldType::User { .. } | FieldType::Department { .. } => {
            return id(json).map(Given::Record);
        }
        FieldType::Ref { .. } => return named(json).map(Given::Record),
    };
    fitted(ty, value, company).map(Given::Value)
}

/// The value within the field's limits.
fn fitted(ty: &FieldType, value: Value, company: &Currency) -> Result<Value, Unfit> {
    Ok(expr::into(&target(ty, company.places), value)?)
}

/// What a field of the type takes. `places` are those of its amounts' currency.
pub fn target(ty: &FieldType, places: u32) -> Target {
    let number = |limit: &Option<Decimal>| limit.and_then(Number::from_decimal);
    match ty {
        FieldType::Text { max, lines, .. } => Target::Text { max: *max, lines: *lines },
        FieldType::Integer { min, max } => {
            Target::Integer { min: min.and_then(Number::whole), max: max.and_then(Number::whole) }
        }
        FieldType::Decimal { places, min, max } => {
            Target::Decimal { places: *places, min: number(min), max: number(max) }
        }
        FieldType::Money { min, max, .. } => Target::Money { places, min: number(min), max: number(max) },
        _ => Target::Other,
    }
}

fn formatted(format: Option<Format>, value: Value) -> Result<Given, Unfit> {
    if let (Some(format), Value::Text(text)) = (format, &value) {
        formats::fits(format, text).map_err(Unfit::of)?;
    }
    Ok(Given::Value(value))
}

/// A whole number, of whatever size JSON has one: what is too large is out of the field's range.
fn whole(json: &Json) -> Result<Number, Unfit> {
    let number = json.as_i64().or_else(|| json.as_u64().map(|_| i64::MAX)).ok_or(Unfit::of("type"))?;
    Number::whole(number).ok_or(Unfit::beyond("out_of_range", "-999999999999999..999999999999999"))
}

/// A number of so many places at the most.
fn decimal(text: &str, places: u32) -> Result<Number, Unfit> {
    let number = match exact::decimal(text) {
        Ok(number) => number,
        Err(exact::Unfit::TooPrecise) => return Err(Unfit::beyond("too_precise", places)),
        Err(exact::Unfit::NoNumber) => return Err(Unfit::of("type")),
        Err(exact::Unfit::TooLarge) => return Err(Unfit::of("out_of_range")),
    };
    if number.normalize().scale() > places {
        return Err(Unfit::beyond("too_precise", places));
    }
    Number::from_decimal(number).ok_or(Unfit::of("out_of_range"))
}

/// `{"amount": "12.50", "currency": "CNY"}`.
fn amount(json: &Json) -> Result<(&str, &str), Unfit> {
    let object = json.as_object().filter(|object| object.len() == 2);
    let text = |name| object.and_then(|object| object.get(name)).and_then(Json::as_str);
    text("amount").zip(text("currency")).ok_or(Unfit::of("type"))
}

fn amount_in_any(ty: &FieldType, json: &Json) -> Result<Given, Unfit> {
    let (amount, code) = amount(json)?;
    let places = money::decimal_places(code).ok_or(Unfit::of("currency"))?;
    let number = decimal(amount, places)?;
    match expr::into(&target(ty, places), Value::Number(number))? {
        Value::Number(number) => Ok(Given::Amount(number, code.into())),
        _ => Err(Unfit::of("type")),
    }
}

fn id(json: &Json) -> Result<Named, Unfit> {
    let id = json.as_str().and_then(|text| text.parse::<RecordId>().ok());
    id.map(|id| Named::Id(id.0)).ok_or(Unfit::of("type"))
}

/// An id, or `{"key": "301"}`.
fn named(json: &Json) -> Result<Named, Unfit> {
    let Some(object) = json.as_object() else { return id(json) };
    let key = object.get("key").and_then(Json::as_str).filter(|_| object.len() == 1);
    key.map(|key| Named::Key(key.to_owned())).ok_or(Unfit::of("type"))
}
