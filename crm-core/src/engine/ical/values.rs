//! Values: texts, dates, times and durations.

use chrono::{NaiveDateTime, TimeDelta};

use super::Property;
use crate::engine::clock::{Date, Timestamp};

/// A date or a time, as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// A day.
    Date(Date),
    /// By the clock on a wall: that of the property's zone, or of whoever reads it.
    Local(NaiveDateTime),
    /// An instant.
    At(Timestamp),
}

impl Moment {
    /// Reads one.
    pub fn parse(text: &str) -> Option<Moment> {
        let text = text.trim();
        let Some((day, time)) = text.split_once(['T', 't']) else { return date(text).map(Moment::Date) };
        let (clock, utc) = match time.strip_suffix(['Z', 'z']) {
            Some(clock) => (clock, true),
            None => (time, false),
        };
        let (hour, minute) = (digits(clock.get(..2)?)?, digits(clock.get(2..4)?)?);
        // Seconds are left out by some; a leap second is the one before it.
        let second = match clock.get(4..)? {
            "" => 0,
            seconds if seconds.len() == 2 => digits(seconds)?,
            _ => return None,
        };
        let second = if second == 60 { 59 } else { second };
        let local = date(day)?.and_hms_opt(hour, minute, second)?;
        Some(if utc { Moment::At(local.and_utc()) } else { Moment::Local(local) })
    }
}

/// The date or time that a property says.
pub fn date_time(property: &Property) -> Option<Moment> {
    let found = Moment::parse(&property.value)?;
    let says_date = property.parameter("VALUE").is_some_and(|value| value.eq_ignore_ascii_case("DATE"));
    (!says_date || matches!(found, Moment::Date(_))).then_some(found)
}

fn date(text: &str) -> Option<Date> {
    if text.len() != 8 {
        return None;
    }
    let (year, month, day) = (digits(text.get(..4)?)?, digits(text.get(4..6)?)?, digits(text.get(6..)?)?);
    Date::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

fn digits(text: &str) -> Option<u32> {
    if text.bytes().all(|octet| octet.is_ascii_digit()) { text.parse().ok() } else { None }
}

/// A duration, `-PT15M`, `P1W`, `P1DT2H`; its days are of 24 hours.
pub fn duration(text: &str) -> Option<TimeDelta> {
    let text = text.trim();
    let (backwards, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let rest = rest.strip_prefix('P')?;
    let (mut seconds, mut in_time, mut number, mut parts) = (0_i64, false, String::new(), 0);
    for c in rest.chars() {
        if c.is_ascii_digit() {
            // Far more than any calendar has.
            if number.len() >= 9 {
                return None;
            }
            number.push(c);
            continue;
        }
        if c == 'T' && !in_time && number.is_empty() {
            in_time = true;
            continue;
        }
        let unit = match (c, in_time) {
            ('W', false) => 7 * 86_400,
            ('D', false) => 86_400,
            ('H', true) => 3_600,
            ('M', true) => 60,
            ('S', true) => 1,
            _ => return None,
        };
        seconds = seconds.checked_add(number.parse::<i64>().ok()?.checked_mul(unit)?)?;
        number.clear();
        parts += 1;
    }
    if parts == 0 || !number.is_empty() {
        return None;
    }
    TimeDelta::try_seconds(if backwards { -seconds } else { seconds })
}

/// A text without its escapes. What is behind a backslash and no escape stands as it is, with that.
pub fn unescape(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut characters = value.chars().peekable();
    while let Some(c) = characters.next() {
        let stands_for = match (c, characters.peek()) {
            ('\\', Some('n' | 'N')) => '\n',
            ('\\', Some(next @ ('\\' | ';' | ','))) => *next,
            _ => {
                out.push(c);
                continue;
            }
        };
        characters.next();
        out.push(stands_for);
    }
    out
}
