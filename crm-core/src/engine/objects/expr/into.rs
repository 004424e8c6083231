//! What an expression gives, as a field keeps it (TYPE-3): a number is rounded half away from zero to the field's places,
//! a text brought into its kept form, and then the field's limits hold as they do for what a caller gives.

use smol_str::SmolStr;

use super::number::Number;
use super::value::Value;
use crate::engine::text;

/// What a field takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Whole numbers of at most fifteen digits.
    Integer {
        /// The least.
        min: Option<Number>,
        /// The most.
        max: Option<Number>,
    },
    /// Numbers below 10¹² with so many places.
    Decimal {
        /// The places, six at most.
        places: u32,
        /// The least.
        min: Option<Number>,
        /// The most.
        max: Option<Number>,
    },
    /// Amounts below 10¹⁵, and 2⁶³ of the currency's smallest units.
    Money {
        /// The places of the currency.
        places: u32,
        /// The least.
        min: Option<Number>,
        /// The most.
        max: Option<Number>,
    },
    /// Texts.
    Text {
        /// The most characters.
        max: u32,
        /// Whether newline and tab may stand in it.
        lines: bool,
    },
    /// What is kept as it is: booleans, days, instants, choices, records.
    Other,
}

/// Why a field does not take a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfit {
    /// A stable code: `out_of_range`, `too_long`, `control_character`.
    pub code: &'static str,
    /// The same in a sentence, in English.
    pub detail: String,
    /// The limit that was passed, where there is one.
    pub limit: Option<String>,
}

/// A value as a field keeps it. A blank text is no value (TYPE-2).
///
/// # Errors
/// What the field does not take.
pub fn into(target: &Target, value: Value) -> Result<Value, Unfit> {
    match (target, value) {
        (Target::Integer { min, max }, Value::Number(number)) => number_into(number, 0, 15, i128::MAX, [*min, *max]),
        (Target::Decimal { places, min, max }, Value::Number(number)) => {
            number_into(number, *places, 12, i128::MAX, [*min, *max])
        }
        (Target::Money { places, min, max }, Value::Number(number)) => {
            number_into(number, *places, 15, i128::from(i64::MAX), [*min, *max])
        }
        (Target::Text { max, lines }, Value::Text(text)) => text_into(&text, *max, *lines),
        (_, value) => Ok(value),
    }
}

/// A number with so many places, of at most so many digits before the point, and so many of its smallest units.
fn number_into(
    number: Number,
    places: u32,
    digits: u32,
    smallest: i128,
    [min, max]: [Option<Number>; 2],
) -> Result<Value, Unfit> {
    let beyond =
        |limit: String| Unfit { code: "out_of_range", detail: format!("must be within {limit}"), limit: Some(limit) };
    let unit = 10_i128.checked_pow(super::number::PLACES.saturating_sub(places)).unwrap_or(1);
    let ten = 10_i128.checked_pow(digits).unwrap_or(i128::MAX);
    // The largest number of so many digits and places, and of so many of its units.
    let most = ten.saturating_mul(10_i128.checked_pow(places).unwrap_or(1)).saturating_sub(1).min(smallest);
    let most = Number::of_units(most.saturating_mul(unit)).unwrap_or_default();
    let (min, max) = (min.unwrap_or(most.negated()).max(most.negated()), max.unwrap_or(most).min(most));
    match number.rounded(places) {
        Ok(rounded) if min <= rounded && rounded <= max => Ok(Value::Number(rounded)),
        _ => Err(beyond(format!("{min}..{max}"))),
    }
}

fn text_into(given: &SmolStr, max: u32, lines: bool) -> Result<Value, Unfit> {
    let mut kept = given.to_string();
    text::normalise(&mut kept);
    if text::is_blank(&kept) {
        return Ok(Value::Null);
    }
    if let Some(c) = text::control_character(&kept, lines) {
        let detail = format!("must not have the control character U+{:04X}", u32::from(c));
        return Err(Unfit { code: "control_character", detail, limit: None });
    }
    if kept.chars().nth(max as usize).is_some() {
        let detail = format!("must have at most {max} characters");
        return Err(Unfit { code: "too_long", detail, limit: Some(max.to_string()) });
    }
    Ok(Value::Text(if kept == *given { given.clone() } else { SmolStr::new(kept) }))
}
