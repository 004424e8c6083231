//! Dates as ERPs write them: four digits of year, or two by the caller's rule; parts in the order that the caller says.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta};

use crate::areas::books::imports::types::DateOrder;
use crate::engine::calendar::company_date;
use crate::engine::zone::Zone;

/// Years that no note speaks of.
const USUAL: std::ops::RangeInclusive<i32> = 1900..=2200;

/// How the dates of a column are written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Form {
    pub(super) order: DateOrder,
    /// The first of the hundred years that two digits mean.
    pub(super) two_digits_from: Option<i64>,
}

/// A code with what it means.
type Told = (&'static str, &'static str);

/// A date, and what of the cell it does not say.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Day {
    pub(super) date: NaiveDate,
    pub(super) notes: Vec<Told>,
}

const NO_DATE: Told = ("wrong_type", "must be a date, like 2026-03-02");
const TWO_DIGITS: Told = ("two_digit_year", "must have four digits of year, unless the options say what two mean");

/// Reads a date. A time of day behind it is left out; an instant, which has an offset too, means the company's day.
pub(super) fn read(text: &str, form: Form, zone: &Zone) -> Result<Day, Told> {
    let end = text.find([' ', 'T', '\t']).unwrap_or(text.len());
    let date = day(&text[..end], form)?;
    let mut notes = Vec::new();
    let mut meant = date;
    let rest = text[end..].trim_start_matches('T').trim();
    if end < text.len() {
        let (time, offset) = time(rest).ok_or(NO_DATE)?;
        if let Some(offset) = offset {
            let instant = DateTime::from_naive_utc_and_offset(date.and_time(time) - offset, chrono::Utc);
            meant = company_date(zone, instant);
            if meant != date {
                notes.push(("company_day", "is an instant of another day in the company's time zone, which is taken"));
            }
        } else if time != NaiveTime::MIN {
            notes.push(("time_left_out", "has a time of day, which is left out"));
        }
    }
    if !USUAL.contains(&meant.year()) {
        notes.push(("unusual_year", "lies outside of the years 1900 to 2200"));
    }
    Ok(Day { date: meant, notes })
}

fn day(text: &str, form: Form) -> Result<NaiveDate, Told> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (order, parts) = if let Some(named) = text.strip_suffix('日') {
        // The characters say which part is which.
        let (year, rest) = named.split_once('年').ok_or(NO_DATE)?;
        let (month, day) = rest.split_once('月').ok_or(NO_DATE)?;
        (DateOrder::YearMonthDay, [year, month, day])
    } else if digits(text) {
        if text.len() != 8 {
            return Err(NO_DATE);
        }
        let parts = match form.order {
            DateOrder::YearMonthDay => [&text[..4], &text[4..6], &text[6..]],
            _ => [&text[..2], &text[2..4], &text[4..]],
        };
        (form.order, parts)
    } else {
        let separator = text.chars().find(|c| matches!(c, '-' | '/' | '.')).ok_or(NO_DATE)?;
        let parts: Vec<&str> = text.split(separator).collect();
        let parts: [&str; 3] = parts.try_into().map_err(|_| NO_DATE)?;
        // A first part of four digits can only be the year.
        (if parts[0].len() == 4 { DateOrder::YearMonthDay } else { form.order }, parts)
    };
    if !parts.iter().all(|part| digits(part)) {
        return Err(NO_DATE);
    }
    let [year, month, day] = match order {
        DateOrder::YearMonthDay => parts,
        DateOrder::DayMonthYear => [parts[2], parts[1], parts[0]],
        DateOrder::MonthDayYear => [parts[2], parts[0], parts[1]],
    };
    if month.len() > 2 || day.len() > 2 {
        return Err(NO_DATE);
    }
    let number = |text: &str| text.parse::<u32>().map_err(|_| NO_DATE);
    let year = match year.len() {
        4 => i32::try_from(number(year)?).map_err(|_| NO_DATE)?,
        2 => century(number(year)?, form.two_digits_from.ok_or(TWO_DIGITS)?).ok_or(NO_DATE)?,
        _ => return Err(NO_DATE),
    };
    NaiveDate::from_ymd_opt(year, number(month)?, number(day)?).ok_or(NO_DATE)
}

/// The year with these two last digits among the hundred from one on.
fn century(digits: u32, from: i64) -> Option<i32> {
    i32::try_from(from + (i64::from(digits) - from).rem_euclid(100)).ok()
}

/// A time of day with its offset from UTC, where it has one: `10:00`, `10:00:00.000`, `12:00:00 AM`, `02:00:00+08:00`.
fn time(text: &str) -> Option<(NaiveTime, Option<TimeDelta>)> {
    let (text, offset) = match text.strip_suffix(['Z', 'z']) {
        Some(text) => (text, Some(TimeDelta::zero())),
        None => match text.rfind(['+', '-']) {
            Some(at) => (&text[..at], Some(offset(&text[at..])?)),
            None => (text, None),
        },
    };
    let text = text.trim_end();
    let formats: &[&str] = match text.to_ascii_uppercase().ends_with(['M']) {
        true => &["%I:%M:%S%.f %p", "%I:%M %p"],
        false => &["%H:%M:%S%.f", "%H:%M"],
    };
    let time = formats.iter().find_map(|format| NaiveTime::parse_from_str(text, format).ok())?;
    Some((time, offset))
}

/// `+08:00`, `-0530` or `+08`.
fn offset(text: &str) -> Option<TimeDelta> {
    let (sign, rest) = text.split_at(1);
    let digits: String = match rest.split_once(':') {
        Some((hours, minutes)) if hours.len() == 2 && minutes.len() == 2 => format!("{hours}{minutes}"),
        Some(_) => return None,
        None if rest.len() == 2 => format!("{rest}00"),
        None => rest.to_owned(),
    };
    if digits.len() != 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes): (i64, i64) = (digits[..2].parse().ok()?, digits[2..].parse().ok()?);
    if hours > 18 || minutes > 59 {
        return None;
    }
    let minutes = TimeDelta::minutes(hours * 60 + minutes);
    Some(if sign == "-" { -minutes } else { minutes })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str, order: DateOrder, two_digits_from: Option<i64>) -> String {
        let zone = "Asia/Shanghai".parse().expect("a zone");
        match read(text, Form { order, two_digits_from }, &zone) {
            Ok(Day { date, notes }) => {
                let notes: Vec<&str> = notes.iter().map(|n| n.0).collect();
                format!("{date} {}", notes.join(" ")).trim().to_owned()
            }
            Err((code, _)) => code.to_owned(),
        }
    }

    #[test]
    fn dates_are_read_one_way_or_not_at_all() {
        use DateOrder::{DayMonthYear as Dmy, MonthDayYear as Mdy, YearMonthDay as Ymd};
        for (text, order, from, read) in [
            ("1998-11-05", Ymd, None, "1998-11-05"),
            ("1998/11/5", Ymd, None, "1998-11-05"),
            ("1998.1.5", Ymd, None, "1998-01-05"),
            ("1998年11月5日", Dmy, None, "1998-11-05"),
            ("19981105", Ymd, None, "1998-11-05"),
            ("1998-11-05 00:00:00.000", Ymd, None, "1998-11-05"),
            ("1998-11-05 14:30", Ymd, None, "1998-11-05 time_left_out"),
            ("11/5/1998 12:00:00 AM", Mdy, None, "1998-11-05"),
            ("11/5/1998 2:30 PM", Mdy, None, "1998-11-05 time_left_out"),
            ("05.11.1998", Dmy, None, "1998-11-05"),
            ("05111998", Dmy, None, "1998-11-05"),
            ("1998-11-05", Mdy, None, "1998-11-05"),
            // An instant is the company's day: Shanghai is eight hours ahead.
            ("1998-11-05T10:00:00Z", Ymd, None, "1998-11-05"),
            ("1998-11-05T20:00:00Z", Ymd, None, "1998-11-06 company_day"),
            ("1998-11-05T02:00:00+12:00", Ymd, None, "1998-11-04 company_day"),
            ("1998-11-05 02:00:00 +0800", Ymd, None, "1998-11-05"),
            // Two digits of year are two digits.
            ("98/11/05", Ymd, None, "two_digit_year"),
            ("98-1-5", Ymd, None, "two_digit_year"),
            ("98/11/05", Ymd, Some(1950), "1998-11-05"),
            ("49/11/05", Ymd, Some(1950), "2049-11-05"),
            ("5.11.49", Dmy, Some(1950), "2049-11-05"),
            ("50/11/05", Ymd, Some(1950), "1950-11-05"),
            ("998/11/05", Ymd, Some(1950), "wrong_type"),
            ("1981105", Ymd, None, "wrong_type"),
            ("981105", Ymd, Some(1950), "wrong_type"),
            ("019981105", Ymd, None, "wrong_type"),
            ("1098-11-05", Ymd, None, "1098-11-05 unusual_year"),
            ("9999-12-31", Ymd, None, "9999-12-31 unusual_year"),
            ("05.11.1998", Ymd, None, "wrong_type"),
            ("1998-11/05", Ymd, None, "wrong_type"),
            ("1998-13-05", Ymd, None, "wrong_type"),
            ("1998-02-29", Ymd, None, "wrong_type"),
            ("1998-011-05", Ymd, None, "wrong_type"),
            ("1998-11-05 soon", Ymd, None, "wrong_type"),
            ("1998-11-05T", Ymd, None, "wrong_type"),
            ("1998-11-05 25:00", Ymd, None, "wrong_type"),
            ("1998-11-05T10:00:00+99:00", Ymd, None, "wrong_type"),
            ("yesterday", Ymd, None, "wrong_type"),
            ("36104", Ymd, None, "wrong_type"),
        ] {
            assert_eq!(told(text, order, from), read, "{text}");
        }
    }
}
