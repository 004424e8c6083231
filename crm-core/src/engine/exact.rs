//! Numbers, days and instants as texts: taken exactly as they stand, or not at all. Whatever way a value comes in
//! (JSON, Python, Kotlin, Swift, a file) it is read here, since what the libraries below make of a text is more than
//! can be answered for: they round a long number and take `1_000` for one, and `26-3-2` for a day in the year 26.
//!
//! ```
//! use crm_core::exact::{Unfit, decimal};
//!
//! assert_eq!(decimal("12.50").map(|d| d.to_string()), Ok("12.50".into()));
//! assert_eq!(decimal("1.25e1"), decimal("12.5"));
//! assert_eq!(decimal("12,50"), Err(Unfit::NoNumber));
//! assert_eq!(decimal("0.99999999999999999999999999999"), Err(Unfit::TooPrecise));
//! ```

use rust_decimal::Decimal;

use crate::engine::clock::{Date, Timestamp};

/// Why a text can't be taken as a decimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// It is no number: digits with a point at the most, perhaps an exponent.
    NoNumber,
    /// It has more decimal places than can be kept.
    TooPrecise,
    /// It is larger than can be kept, or than can be with its places.
    TooLarge,
}

/// The most decimal places, and the largest number of units of the last place, that a decimal holds. What any field
/// takes is far below.
const PLACES: i64 = Decimal::MAX_SCALE as i64;
const UNITS: i128 = Decimal::MAX.mantissa();

/// No field takes a number with more digits before the point: amounts of money end at 10¹⁵, quantities before.
const MOST_WHOLE: i64 = 16;

/// The decimal that a text says, to its last digit: `12.50`, `-3`, `.5`, `1.25e3`. Zeros behind it are kept as far as
/// there is room.
///
/// # Errors
/// [`Unfit`] where it says none, or one that can't be kept exactly.
pub fn decimal(text: &str) -> Result<Decimal, Unfit> {
    let (negative, text) = match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    };
    let (number, exponent) = match text.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, whole(exponent)?),
        None => (text, 0),
    };
    let (units, fraction) = number.split_once('.').unwrap_or((number, ""));
    if units.len() + fraction.len() == 0 || !all_digits(units) || !all_digits(fraction) {
        return Err(Unfit::NoNumber);
    }
    let digits = [units, fraction].concat();
    let mut digits = digits.trim_start_matches('0');
    let mut places = (fraction.len() as i64).saturating_sub(exponent);
    if digits.is_empty() {
        return Ok(Decimal::new(0, places.clamp(0, PLACES) as u32));
    }
    // What is zero at the end takes room only.
    while let Some(shorter) = digits.strip_suffix('0')
        && places > 0
        && (places > PLACES || mantissa(digits, 0).is_none())
    {
        (digits, places) = (shorter, places - 1);
    }
    if digits.len() as i64 - places > PLACES + 1 {
        return Err(Unfit::TooLarge);
    }
    if places > PLACES {
        return Err(Unfit::TooPrecise);
    }
    let Some(mantissa) = mantissa(digits, -places.min(0)) else {
        // One that some field takes without its last places has too many of them; any other is too large for all.
        let whole = digits.len() as i64 - places;
        return Err(if whole > MOST_WHOLE { Unfit::TooLarge } else { Unfit::TooPrecise });
    };
    let signed = if negative { -mantissa } else { mantissa };
    Decimal::try_from_i128_with_scale(signed, places.max(0) as u32).map_err(|_| Unfit::TooLarge)
}

/// Where the field that it is read for is to say what is wrong: the decimal, or one in its place that every field
/// refuses for the same reason.
pub(crate) fn decimal_or_refused(text: &str) -> Result<Decimal, Unfit> {
    match decimal(text) {
        Err(Unfit::TooPrecise) => Ok(Decimal::new(1, Decimal::MAX_SCALE)),
        Err(Unfit::TooLarge) => Ok(Decimal::MAX),
        other => other,
    }
}

/// Whether every decimal in the JSON of a value is one that can be kept to its last digit.
#[cfg(feature = "python")]
pub(crate) fn is_kept(json: &serde_json::Value, ty: &crate::engine::schema::Type) -> bool {
    use crate::engine::schema::Type;
    use serde_json::Value;
    match (json, ty.required()) {
        (Value::String(text), Type::Decimal) => !matches!(decimal(text), Err(Unfit::TooPrecise | Unfit::TooLarge)),
        (Value::Array(items), Type::List(item)) => items.iter().all(|json| is_kept(json, item)),
        (Value::Object(values), Type::Record(record)) => {
            record.fields.iter().all(|f| values.get(f.name()).is_none_or(|json| is_kept(json, &f.ty)))
        }
        _ => true,
    }
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

/// An exponent; one beyond all measure is as good as its largest.
fn whole(text: &str) -> Result<i64, Unfit> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() || !all_digits(digits) {
        return Err(Unfit::NoNumber);
    }
    const BEYOND: i64 = i64::MAX / 2;
    let value = digits.parse().unwrap_or(BEYOND).min(BEYOND);
    Ok(if text.starts_with('-') { -value } else { value })
}

/// The number that the digits with so many zeros behind them say, where a decimal has room for it.
fn mantissa(digits: &str, zeros: i64) -> Option<i128> {
    // Thirty-eight digits are what 128 bits hold.
    if digits.len() as i64 + zeros > 38 {
        return None;
    }
    let value = digits.parse::<i128>().ok()?.checked_mul(10_i128.pow(u32::try_from(zeros).ok()?))?;
    (value <= UNITS).then_some(value)
}

/// The day that a text says, `2026-03-02`: four digits of year, two of month and day. A year beyond four digits, which
/// has its sign, is one that no field takes.
pub fn date(text: &str) -> Option<Date> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let mut parts = unsigned.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let long = year.len() > 4 && !year.starts_with('0');
    let digits = match text.as_bytes()[0] {
        b'-' => long || year.len() == 4,
        b'+' => long,
        _ => year.len() == 4,
    };
    let enough = digits && month.len() == 2 && day.len() == 2 && parts.next().is_none();
    if enough && [year, month, day].into_iter().all(all_digits) { text.parse().ok() } else { None }
}

/// The instant that a text says, in full as RFC 3339 has it: `2026-03-02T09:00:00+08:00`.
pub fn instant(text: &str) -> Option<Timestamp> {
    chrono::DateTime::parse_from_rfc3339(text).ok().map(|at| at.to_utc())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Result<String, Unfit> {
        decimal(text).map(|d| d.to_string())
    }

    #[test]
    fn decimals_are_exact() {
        for (text, kept) in [
            ("0", "0"),
            ("-0.00", "0.00"),
            ("+5", "5"),
            (".5", "0.5"),
            ("5.", "5"),
            ("1e3", "1000"),
            ("1E-3", "0.001"),
            ("12.50", "12.50"),
            ("12.5e0", "12.5"),
            ("79228162514264337593543950335", "79228162514264337593543950335"),
            ("-7.9228162514264337593543950335", "-7.9228162514264337593543950335"),
            ("79228162514264337593543950335.00", "79228162514264337593543950335"),
            ("0.0000000000000000000000000001", "0.0000000000000000000000000001"),
            ("1e28", "10000000000000000000000000000"),
            ("10000000000000000000000000000000000e-34", "1.0000000000000000000000000000"),
            ("0e99999999999999999999999", "0"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(kept), "{text}");
        }
        for text in
            ["", ".", "-", "1_0", " 1", "1 ", "1,5", "e5", "1e", "1e+", "1e1.5", "0x1", "NaN", "inf", "1.2.3", "١"]
        {
            assert_eq!(read(text), Err(Unfit::NoNumber), "{text}");
        }
        for text in [
            "79228162514264337593543950336",
            "1e29",
            "1e99999999999999999999",
            "79228162514264337593543950335.5",
            "12345678901234567890123456.00001",
        ] {
            assert_eq!(read(text), Err(Unfit::TooLarge), "{text}");
        }
        for text in
            ["1234567890123456.00000000000001", "0.99999999999999999999999999999", "1e-29", "1e-99999999999999999999"]
        {
            assert_eq!(read(text), Err(Unfit::TooPrecise), "{text}");
        }
    }

    #[test]
    fn days_and_instants_are_in_full() {
        for text in ["2026-03-02", "0001-01-01", "+12026-03-02", "-0026-03-02"] {
            assert_eq!(date(text).map(|d| d.to_string()).as_deref(), Some(text));
        }
        for text in [
            "26-3-2",
            "026-03-02",
            "2026-3-02",
            "2026-03-2",
            "+2026-03-02",
            "12026-03-02",
            "+02026-03-02",
            "-02026-03-02",
            "2026-03-02-",
            "2026-02-29",
            "",
        ] {
            assert_eq!(date(text), None, "{text}");
        }
        assert_eq!(instant("2026-03-02T09:00:00+08:00"), instant("2026-03-02T01:00:00.000Z"));
        assert_eq!(instant("26-3-2T1:0:0Z"), None);
    }

    /// The number as its sign, its digits without zeros at either end, and the power of ten of the last of them: said
    /// by the text alone, without any arithmetic of decimals.
    fn by_digits(text: &str) -> (bool, String, i64) {
        let (number, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let negative = number.starts_with('-');
        let number = number.trim_start_matches(['-', '+']);
        let (units, fraction) = number.split_once('.').unwrap_or((number, ""));
        let all = format!("{units}{fraction}");
        let kept = all.trim_end_matches('0');
        let exponent =
            exponent.parse::<i64>().expect("an exponent") - fraction.len() as i64 + (all.len() - kept.len()) as i64;
        match kept.trim_start_matches('0') {
            "" => (false, String::new(), 0),
            digits => (negative, digits.to_owned(), exponent),
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn what_is_read_is_what_was_written(
            sign in "[-+]?", units in "[0-9]{0,40}", fraction in "(\\.[0-9]{0,40})?", zeros in "0{0,30}",
            exponent in prop::option::of(-60_i64..60),
        ) {
            let point = if fraction.is_empty() { String::new() } else { fraction + &zeros };
            let number = format!("{sign}{units}{point}");
            let text = match exponent {
                Some(e) => format!("{number}e{e}"),
                None => number.clone(),
            };
            let digits = number.bytes().any(|b| b.is_ascii_digit());
            match decimal(&text) {
                Ok(read) => prop_assert_eq!(by_digits(&read.to_string()), by_digits(&text)),
                Err(Unfit::NoNumber) => prop_assert!(!digits),
                Err(unfit) => {
                    // It does not fit: more places than there are, or more digits.
                    let (_, digits, exponent) = by_digits(&text);
                    let value = digits.parse::<i128>().ok().filter(|_| digits.len() + exponent.max(0) as usize <= 38);
                    let units = value.map(|v| v * 10_i128.pow(exponent.max(0) as u32));
                    prop_assert!(exponent < -28 || units.is_none_or(|u| u > UNITS), "{text} {unfit:?}");
                }
            }
        }

        #[test]
        fn no_text_is_too_much(text in "\\PC{0,60}") {
            let _ = (decimal(&text), date(&text), instant(&text));
        }
    }
}
