//! What an expression reads and gives: values, the record and the call they come from, and why none could be given.

use chrono::Datelike;
use smol_str::SmolStr;

use super::number::Number;
use super::paths::Path;
use crate::engine::clock::{Date, Timestamp};
use crate::engine::ids::RecordId;
use crate::engine::zone::Zone;

/// A value in an expression. A choice is its name, money its amount in the company's currency.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub enum Value {
    /// No value.
    #[default]
    Null,
    /// True or false.
    Boolean(bool),
    /// A number: whole, decimal or money.
    Number(Number),
    /// A text, or the name of a choice.
    Text(SmolStr),
    /// A day.
    Date(Date),
    /// An instant.
    Instant(Timestamp),
    /// A record of another object, a user, a department, an entry of the dictionary.
    Record(RecordId),
}

/// Why an expression gives no value (EXPR-9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// Something was divided by zero.
    DivisionByZero,
    /// A number of 10¹⁶ or more, or a text of more than 20,000 characters.
    Overflow,
    /// A day or an instant outside the years 1 to 9999.
    DateRange,
    /// A count of days or months that is not whole.
    NotWhole,
    /// The record gave a value that is not of its field's type: a defect of the engine, of no user's making.
    Defect,
}

impl Refusal {
    /// The limit as it stands in the error.
    pub fn as_str(self) -> &'static str {
        match self {
            Refusal::DivisionByZero => "division_by_zero",
            Refusal::Overflow => "overflow",
            Refusal::DateRange => "date_range",
            Refusal::NotWhole => "not_whole",
            Refusal::Defect => "defect",
        }
    }

    /// The same in a sentence, in English.
    pub fn detail(self) -> &'static str {
        match self {
            Refusal::DivisionByZero => "divides by zero",
            Refusal::Overflow => "gives a number of 10000000000000000 or more, or a text of more than 20000 characters",
            Refusal::DateRange => "gives a day outside the years 1 to 9999",
            Refusal::NotWhole => "counts days or months by a number that is not whole",
            Refusal::Defect => "met a value that is not of its field's type",
        }
    }
}

/// The record that an expression judges or computes.
pub trait Record {
    /// The value that a path leads to; null where the field, or a reference on the way, is empty.
    ///
    /// An own field is [`Path::own`] by its index; a path over references is told by [`Path::crossing`], since what it
    /// leads to was fetched before.
    fn value(&self, path: &Path) -> Value;
}

/// What an expression sees of the call.
#[derive(Debug)]
pub struct Context {
    pub(super) zone: Zone,
    pub(super) now: Timestamp,
    pub(super) today: Date,
    pub(super) me: Option<RecordId>,
}

impl Context {
    /// The call of this user (none: of nobody) at this instant, in a company of this time zone. None where there is no
    /// such zone.
    pub fn new(zone: &str, now: Timestamp, me: Option<RecordId>) -> Option<Context> {
        zone.parse().ok().map(|zone| Context::within(&zone, now, me))
    }

    /// The same, of a zone that is known.
    pub(crate) fn within(zone: &Zone, now: Timestamp, me: Option<RecordId>) -> Context {
        Context { zone: zone.clone(), now, today: crate::engine::calendar::company_date(zone, now), me }
    }
}

/// The years that days and instants lie in.
pub(super) fn has_year(year: i32) -> bool {
    (1..=9999).contains(&year)
}

/// A day in those years.
pub(super) fn within_years(date: Date) -> Result<Date, Refusal> {
    if has_year(date.year()) { Ok(date) } else { Err(Refusal::DateRange) }
}

/// An instant in those years.
pub(super) fn instant_within_years(at: Timestamp) -> Result<Timestamp, Refusal> {
    if has_year(at.year()) { Ok(at) } else { Err(Refusal::DateRange) }
}
