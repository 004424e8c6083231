//! Reading a rule. What is not known is told by the name of its part, so that nobody gets another recurrence than they meant.

use chrono::{NaiveDateTime, Weekday};

use super::{End, Frequency, Recurrence, Unsupported};
use crate::engine::clock::Date;

/// Reads a rule, whose times are instants or dates.
///
/// # Errors
/// The part that is not known, or that does not go with the others.
pub fn parse(text: &str, dates: bool) -> Result<Recurrence, Unsupported> {
    let upper = text.trim().to_ascii_uppercase();
    let mut parts: Vec<(&str, &str)> = Vec::new();
    for part in upper.split(';') {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        if value.is_empty() || parts.iter().any(|(known, _)| *known == name) {
            return unknown(name);
        }
        parts.push((name, value));
    }
    let mut rule = Recurrence {
        frequency: Frequency::Daily,
        interval: 1,
        end: End::Never,
        days: Vec::new(),
        month_days: Vec::new(),
        months: Vec::new(),
        positions: Vec::new(),
        week_begins: Weekday::Mon,
    };
    for (name, value) in &parts {
        read(&mut rule, name, value, dates).ok_or_else(|| Unsupported((*name).to_owned()))?;
    }
    let has = |wanted: &str| parts.iter().any(|(name, _)| *name == wanted);
    let monthly =
        rule.frequency == Frequency::Monthly || (rule.frequency == Frequency::Yearly && !rule.months.is_empty());
    let wrong = [
        ("FREQ", !has("FREQ")),
        ("UNTIL", has("COUNT") && has("UNTIL")),
        ("BYDAY", !monthly && rule.days.iter().any(|(which, _)| *which != 0)),
        ("BYMONTHDAY", has("BYMONTHDAY") && rule.frequency == Frequency::Weekly),
        ("BYSETPOS", has("BYSETPOS") && !["BYDAY", "BYMONTHDAY", "BYMONTH"].into_iter().any(has)),
    ];
    match wrong.into_iter().find(|(_, wrong)| *wrong) {
        Some((name, _)) => unknown(name),
        None => Ok(rule),
    }
}

fn unknown<T>(name: &str) -> Result<T, Unsupported> {
    // What is no part at all may be long.
    Err(Unsupported(name.chars().take(40).collect()))
}

/// Takes a part into the rule; none where it can't be.
fn read(rule: &mut Recurrence, name: &str, value: &str, dates: bool) -> Option<()> {
    match name {
        "FREQ" => {
            rule.frequency = match value {
                "DAILY" => Frequency::Daily,
                "WEEKLY" => Frequency::Weekly,
                "MONTHLY" => Frequency::Monthly,
                "YEARLY" => Frequency::Yearly,
                _ => return None,
            }
        }
        "INTERVAL" => rule.interval = number(value, 1, 999)?,
        "COUNT" => rule.end = End::Count(number(value, 1, 1_000)?.unsigned_abs()),
        "UNTIL" => rule.end = until(value, dates)?,
        "BYDAY" => {
            for day in value.split(',') {
                let (which, day) = day.split_at_checked(day.len().checked_sub(2)?)?;
                let which = if which.is_empty() { 0 } else { either_way(which, 5)? };
                rule.days.push((which, weekday(day)?));
            }
        }
        "BYMONTHDAY" => rule.month_days = list(value, |day| either_way(day, 31))?,
        "BYMONTH" => rule.months = list(value, |month| Some(number(month, 1, 12)?.unsigned_abs()))?,
        "BYSETPOS" => rule.positions = list(value, |position| either_way(position, 366))?,
        "WKST" => rule.week_begins = weekday(value)?,
        _ => return None,
    }
    Some(())
}

fn list<T>(value: &str, read: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    value.split(',').map(read).collect()
}

/// A whole number of digits alone.
fn number(text: &str, least: i32, most: i32) -> Option<i32> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = if digits { text.parse().ok()? } else { return None };
    (least..=most).contains(&number).then_some(number)
}

/// A number other than 0 that may have a sign.
fn either_way(text: &str, most: i32) -> Option<i32> {
    match text.strip_prefix('-') {
        Some(digits) => Some(-number(digits, 1, most)?),
        None => number(text.strip_prefix('+').unwrap_or(text), 1, most),
    }
}

fn until(text: &str, dates: bool) -> Option<End> {
    match text.split_once('T') {
        None => day(text).map(End::Day),
        Some(_) if dates => None,
        Some((date, time)) => {
            let time = time.strip_suffix('Z').filter(|time| time.len() == 6)?;
            let two = |at: usize, most| number(time.get(at..at + 2)?, 0, most).map(i32::unsigned_abs);
            let at: NaiveDateTime = day(date)?.and_hms_opt(two(0, 23)?, two(2, 59)?, two(4, 59)?)?;
            Some(End::At(at.and_utc()))
        }
    }
}

fn day(text: &str) -> Option<Date> {
    if text.len() != 8 {
        return None;
    }
    let part = |from: usize, to: usize| number(text.get(from..to)?, 0, 9_999);
    Date::from_ymd_opt(part(0, 4)?, part(4, 6)?.unsigned_abs(), part(6, 8)?.unsigned_abs())
}

fn weekday(text: &str) -> Option<Weekday> {
    let at = super::text::WEEKDAYS.iter().position(|name| *name == text)?;
    Weekday::try_from(u8::try_from(at).ok()?).ok()
}
