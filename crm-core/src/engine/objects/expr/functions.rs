//! The nineteen functions (EXPR-7): their names, how many operands each has, and what those of days and instants give.

use chrono::{Datelike, NaiveTime, TimeDelta};

use super::number::{Number, half_away};
use super::value::{Refusal, has_year, instant_within_years, within_years};
use crate::engine::clock::{Date, Timestamp};
use crate::engine::zone::Zone;

/// A function of the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    If,
    Coalesce,
    Empty,
    Min,
    Max,
    Round,
    Floor,
    Mod,
    Concat,
    Days,
    AddDays,
    AddMonths,
    AddHours,
    MonthStart,
    Year,
    Month,
    Day,
    At,
    Date,
}

/// Every function with its name.
pub(super) const FUNCTIONS: [(&str, Function); 19] = [
    ("if", Function::If),
    ("coalesce", Function::Coalesce),
    ("empty", Function::Empty),
    ("min", Function::Min),
    ("max", Function::Max),
    ("round", Function::Round),
    ("floor", Function::Floor),
    ("mod", Function::Mod),
    ("concat", Function::Concat),
    ("days", Function::Days),
    ("add_days", Function::AddDays),
    ("add_months", Function::AddMonths),
    ("add_hours", Function::AddHours),
    ("month_start", Function::MonthStart),
    ("year", Function::Year),
    ("month", Function::Month),
    ("day", Function::Day),
    ("at", Function::At),
    ("date", Function::Date),
];

impl Function {
    /// The function of this name.
    pub(super) fn named(name: &str) -> Option<Function> {
        FUNCTIONS.iter().find(|(known, _)| *known == name).map(|(_, function)| *function)
    }

    /// Its name.
    pub(super) fn name(self) -> &'static str {
        FUNCTIONS.iter().find(|(_, function)| *function == self).map_or("", |(name, _)| *name)
    }

    /// Whether it takes so many operands.
    pub(super) fn takes(self, operands: usize) -> bool {
        match self {
            Function::If => operands == 3,
            Function::Coalesce | Function::Min | Function::Max => (2..=8).contains(&operands),
            Function::Concat => (1..=8).contains(&operands),
            Function::Round => (1..=2).contains(&operands),
            Function::Mod
            | Function::Days
            | Function::AddDays
            | Function::AddMonths
            | Function::AddHours
            | Function::At => operands == 2,
            Function::Empty
            | Function::Floor
            | Function::MonthStart
            | Function::Year
            | Function::Month
            | Function::Day
            | Function::Date => operands == 1,
        }
    }
}

/// The minutes of a day that a text says, `HH:MM` from 00:00 to 23:59.
pub(crate) fn minutes(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let two = |text: &str, most: u16| {
        let digits = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
        text.parse::<u16>().ok().filter(|number| digits && *number <= most)
    };
    two(hours, 23)?.checked_mul(60)?.checked_add(two(minutes, 59)?)
}

/// The days from one day to another.
pub(super) fn days(from: Date, to: Date) -> Result<Number, Refusal> {
    Number::whole(to.signed_duration_since(from).num_days()).ok_or(Refusal::Overflow)
}

/// A day so many days on.
pub(super) fn add_days(date: Date, days: Number) -> Result<Date, Refusal> {
    let days = days.to_whole().ok_or(Refusal::NotWhole)?;
    let later = TimeDelta::try_days(days).and_then(|days| date.checked_add_signed(days));
    within_years(later.ok_or(Refusal::DateRange)?)
}

/// The same day so many months on, or the last of a month that lacks it.
pub(super) fn add_months(date: Date, months: Number) -> Result<Date, Refusal> {
    let months = months.to_whole().ok_or(Refusal::NotWhole)?;
    let month0 = i64::from(date.year()).saturating_mul(12).saturating_add(i64::from(date.month0()));
    let month0 = month0.checked_add(months).ok_or(Refusal::DateRange)?;
    let year = i32::try_from(month0.div_euclid(12)).ok().filter(|year| has_year(*year)).ok_or(Refusal::DateRange)?;
    let month = u32::try_from(month0.rem_euclid(12)).unwrap_or(0).saturating_add(1);
    let same = |day: u32| Date::from_ymd_opt(year, month, day);
    // No month is shorter than 28 days.
    (28..=date.day()).rev().chain([date.day()]).find_map(same).ok_or(Refusal::DateRange)
}

/// An instant so many hours on, to the microsecond, half away from zero.
pub(super) fn add_hours(at: Timestamp, hours: Number) -> Result<Timestamp, Refusal> {
    // An hour is 3.6 × 10⁹ microseconds, and 10¹² units of a number.
    let micros = half_away(hours.units().saturating_mul(36), 10_000);
    let micros = i64::try_from(micros).map_err(|_| Refusal::DateRange)?;
    let later = at.checked_add_signed(TimeDelta::microseconds(micros)).ok_or(Refusal::DateRange)?;
    instant_within_years(later)
}

/// The first day of a day's month.
pub(super) fn month_start(date: Date) -> Result<Date, Refusal> {
    date.with_day(1).ok_or(Refusal::DateRange)
}

/// The instant of a local time, so many minutes after midnight: in a gap of the zone the first instant after it, in an
/// overlap the first.
pub(super) fn at(zone: &Zone, date: Date, minutes: u16) -> Result<Timestamp, Refusal> {
    let date = within_years(date)?;
    let seconds = u32::from(minutes).saturating_mul(60);
    let time = NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0).ok_or(Refusal::Defect)?;
    instant_within_years(zone.instant(date.and_time(time)))
}

/// The local day of an instant.
pub(super) fn date(zone: &Zone, at: Timestamp) -> Result<Date, Refusal> {
    within_years(zone.local(instant_within_years(at)?).date())
}
