//! Numbers as ERPs write them. A separator is looked at by where it stands: it parts groups of three digits (or of four,
//! 1,2345,6789) before the decimal mark, or it is the mark. What can be read both ways is told by the column: a number
//! in it that can be read one way only shows how the others are meant. Where none does, a single point is the mark, as
//! everywhere in the engine, and that is noted; a single comma is refused.

use rust_decimal::Decimal;

use crate::areas::books::imports::types::DecimalMark;
use crate::engine::exact;

/// What the numbers of a column show of their decimal mark.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Shown {
    point: bool,
    comma: bool,
}

impl Shown {
    /// Looks at a number, or at what is none.
    pub(crate) fn look(&mut self, text: &str) {
        match (parse(text, DecimalMark::Point), parse(text, DecimalMark::Comma)) {
            (Some(_), None) => self.point = true,
            (None, Some(_)) => self.comma = true,
            _ => {}
        }
    }
}

/// A number, and whether nothing showed that its point is the decimal mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) value: Decimal,
    pub(super) assumed: bool,
}

/// Why a text is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unread {
    NoNumber,
    /// It can be read two ways.
    Ambiguous,
    /// It has more digits than are kept; with one in its place that every field refuses for the same reason.
    TooLong(Decimal),
}

/// Reads a number. `said` is the caller's word on the decimal mark, `shown` the column's.
pub(super) fn read(text: &str, said: Option<DecimalMark>, shown: Shown) -> Result<Number, Unread> {
    let number = |plain: String, assumed| match exact::decimal(&plain) {
        Ok(value) => Ok(Number { value, assumed }),
        Err(exact::Unfit::NoNumber) => Err(Unread::NoNumber),
        Err(exact::Unfit::TooPrecise | exact::Unfit::TooLarge) => {
            Err(exact::decimal_or_refused(&plain).map_or(Unread::NoNumber, Unread::TooLong))
        }
    };
    if let Some(mark) = said {
        return parse(text, mark).map_or(Err(Unread::NoNumber), |plain| number(plain, false));
    }
    match (parse(text, DecimalMark::Point), parse(text, DecimalMark::Comma)) {
        (None, None) => Err(Unread::NoNumber),
        (Some(one), None) | (None, Some(one)) => number(one, false),
        // The digits are written in one way only, so equal texts are equal numbers.
        (Some(point), Some(comma)) if point == comma => number(point, false),
        (Some(point), Some(comma)) => match (shown.point, shown.comma) {
            (true, false) => number(point, false),
            (false, true) => number(comma, false),
            (false, false) if text.contains('.') => number(point, true),
            _ => Err(Unread::Ambiguous),
        },
    }
}

/// A whole number.
pub(super) fn whole(number: Number) -> Option<i64> {
    if number.value.fract().is_zero() { i64::try_from(number.value.trunc().mantissa()).ok() } else { None }
}

/// The number in plain digits, `-1234.5`, as it is read with this decimal mark.
fn parse(text: &str, mark: DecimalMark) -> Option<String> {
    let (sign, digits) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (mark, other) = match mark {
        DecimalMark::Point => ('.', ','),
        DecimalMark::Comma => (',', '.'),
    };
    let (digits, exponent) = match digits.split_once(['e', 'E']) {
        Some((digits, exponent)) => (digits, Some(self::exponent(exponent)?)),
        None => (digits, None),
    };
    let (whole, fraction) = match digits.split_once(mark) {
        Some((_, "")) => return None,
        Some((whole, fraction)) => (whole, fraction),
        None => (digits, ""),
    };
    let plain = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if !plain(fraction) || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    let whole = if plain(whole) {
        whole.to_owned()
    } else if exponent.is_none() {
        groups(whole, other)?
    } else {
        return None;
    };
    Some(format!("{sign}{}", shifted(&whole, fraction, exponent.unwrap_or(0))))
}

/// The digits of groups of three or four, all parted by the same separator; a first group of zero is none.
fn groups(whole: &str, other: char) -> Option<String> {
    let separator = whole.chars().find(|c| !c.is_ascii_digit())?;
    if separator != other && !matches!(separator, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '\u{2019}') {
        return None;
    }
    let mut groups = whole.split(separator);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let size = rest.first().map(|group| group.len()).filter(|size| matches!(size, 3 | 4))?;
    let right = rest.iter().all(|group| group.len() == size && group.bytes().all(|b| b.is_ascii_digit()))
        && (1..=size).contains(&first.len())
        && first.bytes().all(|b| b.is_ascii_digit())
        && !first.starts_with('0');
    right.then(|| whole.chars().filter(|c| *c != separator).collect())
}

/// A power of ten within what a number can hold.
fn exponent(text: &str) -> Option<i32> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() || digits.len() > 3 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.strip_prefix('+').unwrap_or(text).parse().ok()
}

/// The number with its mark moved, without zeros that say nothing.
fn shifted(whole: &str, fraction: &str, exponent: i32) -> String {
    let digits = format!("{whole}{fraction}");
    let mark = i32::try_from(whole.len()).unwrap_or(i32::MAX).saturating_add(exponent);
    let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap_or(0));
    let (whole, fraction) = if mark <= 0 {
        (String::new(), zeros(-mark) + &digits)
    } else {
        let at = usize::try_from(mark).unwrap_or(usize::MAX).min(digits.len());
        let length = i32::try_from(digits.len()).unwrap_or(i32::MAX);
        (digits[..at].to_owned() + &zeros(mark.saturating_sub(length)), digits[at..].to_owned())
    };
    let whole = whole.trim_start_matches('0');
    let fraction = fraction.trim_end_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(column: &[&str]) -> Shown {
        let mut shown = Shown::default();
        column.iter().for_each(|text| shown.look(text));
        shown
    }

    fn told(text: &str, said: Option<DecimalMark>, column: &[&str]) -> String {
        match read(text, said, shown(column)) {
            Ok(Number { value, assumed: false }) => value.to_string(),
            Ok(Number { value, assumed: true }) => format!("{value} assumed"),
            Err(Unread::TooLong(_)) => "TooLong".to_owned(),
            Err(unread) => format!("{unread:?}"),
        }
    }

    #[test]
    fn a_separator_is_looked_at_by_where_it_stands() {
        for (text, read) in [
            ("1234", "1234"),
            ("007", "7"),
            ("+5", "5"),
            ("-3.5", "-3.5"),
            ("\u{2212}3,5", "-3.5"),
            (".5", "0.5"),
            ("27,5", "27.5"),
            ("0,125", "0.125"),
            ("0.125", "0.125"),
            ("1,234.50", "1234.5"),
            ("1.234,50", "1234.5"),
            ("1 234 567,8", "1234567.8"),
            ("1'234'567.8", "1234567.8"),
            ("9\u{a0}999", "9999"),
            ("2,345,678", "2345678"),
            ("2.345.678", "2345678"),
            ("1,2345,6789.5", "123456789.5"),
            ("12345,678", "12345.678"),
            ("1.5e-1", "0.15"),
            ("15E3", "15000"),
            ("-1e2", "-100"),
            ("1.250", "1.25 assumed"),
            ("1.2345", "1.2345 assumed"),
            ("1,250", "Ambiguous"),
            ("1,2345", "Ambiguous"),
            ("12,34.5", "NoNumber"),
            ("1,23,456", "NoNumber"),
            ("1 234,567.8", "NoNumber"),
            ("1,234,56", "NoNumber"),
            ("1_000", "NoNumber"),
            ("12.", "NoNumber"),
            ("ten", "NoNumber"),
            ("", "NoNumber"),
            ("-", "NoNumber"),
            ("1e", "NoNumber"),
            ("1e9999", "NoNumber"),
            ("1,000e2", "100"),
            ("1,000,000e2", "NoNumber"),
            ("１２", "NoNumber"),
            ("15%", "NoNumber"),
            ("0.33333333333333333333333333333", "TooLong"),
            ("1e99", "TooLong"),
            ("0.50000000000000000000000000000000", "0.5"),
        ] {
            assert_eq!(told(text, None, &[]), read, "{text}");
        }
    }

    #[test]
    fn the_column_or_the_caller_says_how_the_others_are_meant() {
        use DecimalMark::{Comma, Point};
        for (text, said, column, read) in [
            ("1,250", None, &["3.75"][..], "1250"),
            ("1,250", None, &["3,75"], "1.25"),
            ("1.250", None, &["3,75"], "1250"),
            ("1.250", None, &["3.75"], "1.25"),
            ("1.250", None, &["3,75", "3.75"], "Ambiguous"),
            ("3,75", None, &["3,75", "3.75"], "3.75"),
            ("1,250", Some(Point), &["3,75"], "1250"),
            ("1.250", Some(Comma), &[], "1250"),
            ("3.75", Some(Comma), &[], "NoNumber"),
            ("3,75", Some(Point), &[], "NoNumber"),
        ] {
            assert_eq!(told(text, said, column), read, "{text} said {said:?} beside {column:?}");
        }
    }

    #[test]
    fn whole_numbers_are_whole() {
        let whole = |text| read(text, None, Shown::default()).ok().and_then(whole);
        assert_eq!(whole("12.0"), Some(12));
        assert_eq!(whole("-7"), Some(-7));
        assert_eq!(whole("5,6"), None);
        assert_eq!(whole("12.5"), None);
        assert_eq!(whole("99999999999999999999"), None);
    }
}
