//! Literals, read by the type of their field (FILT-4), and what each type can be asked (FILT-2).

use chrono::Datelike;
use rust_decimal::Decimal;
use serde_json::Value;

use super::super::mistakes::Unfit;
use super::super::shape::{Field, Kind};
use super::tree::Literal;
use crate::engine::clock;
use crate::engine::exact;
use crate::engine::text;

/// The operators, by their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Op {
    Is,
    In,
    Less,
    AtMost,
    More,
    AtLeast,
    Contains,
    Empty,
}

impl Op {
    pub(super) const ALL: [(&'static str, Op); 8] = [
        ("is", Op::Is),
        ("in", Op::In),
        ("lt", Op::Less),
        ("le", Op::AtMost),
        ("gt", Op::More),
        ("ge", Op::AtLeast),
        ("contains", Op::Contains),
        ("empty", Op::Empty),
    ];

    pub(super) fn find(name: &str) -> Option<Op> {
        Op::ALL.iter().find(|(known, _)| *known == name).map(|(_, op)| *op)
    }

    /// Whether it can be asked of the field.
    pub(super) fn fits(self, field: &Field) -> Result<(), Unfit> {
        let fits = match (&field.kind, self) {
            (_, Op::Empty) => true,
            (Kind::Money { currency: Some(_) }, _) => false,
            (Kind::Text { .. }, Op::Is | Op::In) => true,
            (Kind::Text { .. }, Op::Contains) => field.several.is_none(),
            (Kind::Boolean { .. }, Op::Is) => true,
            (Kind::Integer | Kind::Decimal { .. } | Kind::Money { .. } | Kind::Date | Kind::Instant, op) => {
                op != Op::Contains
            }
            (Kind::Id | Kind::Choice(_) | Kind::Reference(_) | Kind::Entry { .. }, Op::Is | Op::In) => true,
            _ => false,
        };
        match &field.kind {
            _ if !fits => Err(Unfit::of("type")),
            Kind::Text { twin: None } if self != Op::Empty => Err(Unfit::of("not_searchable")),
            _ => Ok(()),
        }
    }
}

impl Field {
    /// The operators that can be asked of it.
    pub fn asked(&self) -> impl Iterator<Item = &'static str> {
        Op::ALL.iter().filter(|(_, op)| op.fits(self).is_ok()).map(|(name, _)| *name)
    }
}

/// Reads a literal for a field of this type. `places` are those of the company's currency.
pub(super) fn literal(kind: &Kind, json: &Value, places: u32) -> Result<Literal, Unfit> {
    let unfit = || Unfit::of("type");
    let given = json.as_str();
    match kind {
        Kind::Text { .. } => searched(given.ok_or_else(unfit)?),
        Kind::Boolean { .. } => json.as_bool().map(Literal::Boolean).ok_or_else(unfit),
        Kind::Integer => {
            let number = json.as_i64().or_else(|| json.as_u64().map(|_| i64::MAX)).ok_or_else(unfit)?;
            whole(number)
        }
        Kind::Decimal { places, scale } => units(number(json, *places)?, *scale).ok_or_else(|| beyond(*scale)),
        Kind::Money { currency: None } => units(number(json, places)?, places).ok_or_else(|| beyond(places)),
        Kind::Money { currency: Some(_) } => Err(unfit()),
        Kind::Date => day(given.ok_or_else(unfit)?),
        Kind::Instant => instant(given.ok_or_else(unfit)?),
        Kind::Choice(names) => match names.place(given.ok_or_else(unfit)?) {
            Some(_) => Ok(Literal::Choice(given.unwrap_or_default().into())),
            None => Err(Unfit::of("unknown_value")),
        },
        Kind::Id | Kind::Reference(_) | Kind::Entry { .. } => {
            given.and_then(|text| text.parse().ok()).map(Literal::Record).ok_or_else(unfit)
        }
    }
}

/// A text to seek, trimmed as kept texts are.
fn searched(given: &str) -> Result<Literal, Unfit> {
    if text::is_blank(given) {
        return Err(Unfit::of("required"));
    }
    let mut kept = given.to_owned();
    text::normalise(&mut kept);
    if text::control_character(&kept, true).is_some() {
        return Err(Unfit::of("control_character"));
    }
    Ok(Literal::Text(kept))
}

/// A number of JSON that is whole, or a text that says one, of so many places at the most.
fn number(json: &Value, places: u32) -> Result<Decimal, Unfit> {
    let value = match json {
        Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(whole), _) => whole.into(),
            (None, Some(whole)) => whole.into(),
            (None, None) => return Err(Unfit::of("type")),
        },
        Value::String(text) => exact::decimal(text).map_err(|unfit| match unfit {
            exact::Unfit::NoNumber => Unfit::of("type"),
            exact::Unfit::TooPrecise => Unfit::beyond("too_precise", places),
            exact::Unfit::TooLarge => beyond(places),
        })?,
        _ => return Err(Unfit::of("type")),
    };
    if value.normalize().scale() > places { Err(Unfit::beyond("too_precise", places)) } else { Ok(value) }
}

/// It does not fit a column of so many places.
fn beyond(scale: u32) -> Unfit {
    let most = Decimal::try_new(i64::MAX, scale).unwrap_or_default();
    Unfit::beyond("out_of_range", format!("-{most}..{most}"))
}

fn whole(number: i64) -> Result<Literal, Unfit> {
    // Integers have fifteen digits at the most: what is larger is larger than all of them, and said to be a mistake.
    const MOST: i64 = 999_999_999_999_999;
    if (-MOST..=MOST).contains(&number) {
        Ok(Literal::Number { value: number.into(), units: number })
    } else {
        Err(Unfit::beyond("out_of_range", format!("-{MOST}..{MOST}")))
    }
}

/// The number in whole units of the last of so many places, where these hold it.
pub(super) fn units(value: Decimal, scale: u32) -> Option<Literal> {
    let value = value.normalize();
    let power = 10_i128.checked_pow(scale.checked_sub(value.scale())?)?;
    let units = i64::try_from(value.mantissa().checked_mul(power)?).ok()?;
    Some(Literal::Number { value, units })
}

/// A day, which can be asked of dates and instants.
fn day(given: &str) -> Result<Literal, Unfit> {
    let day = exact::date(given).ok_or(Unfit::of("type"))?;
    if (1..=9999).contains(&day.year()) {
        Ok(Literal::Day(day))
    } else {
        Err(Unfit::beyond("out_of_range", "0001..9999"))
    }
}

/// An instant, or a day.
fn instant(given: &str) -> Result<Literal, Unfit> {
    match exact::instant(given) {
        // Further digits of the second are left out, as where one is written.
        Some(at) => Ok(Literal::Instant(clock::to_micros(at))),
        None => day(given),
    }
}
