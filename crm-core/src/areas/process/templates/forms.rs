//! How values stand in documents (DOC-5): numbers, amounts, days and instants in the language of the template. Nothing is
//! rounded through floats.

use chrono::{Datelike, NaiveDateTime, Timelike};
use rust_decimal::{Decimal, RoundingStrategy};

use super::words;
use crate::engine::clock::Date;
use crate::engine::labels::Locale;
use crate::engine::money::Money;

/// The most places that a number is shown with.
pub(super) const MAX_PLACES: u32 = 12;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A number with its thousands apart: of so many places, rounded half away from zero; of as many as it has, where none are named.
pub(super) fn number(value: Decimal, places: Option<u32>) -> String {
    let mut value = value.normalize();
    if let Some(places) = places {
        let places = places.min(MAX_PLACES);
        value = value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
        value.rescale(places);
    }
    let minus = value.is_sign_negative() && !value.is_zero();
    let digits = value.abs().to_string();
    let (whole, rest) = digits.split_once('.').map_or((digits.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let mut out = String::from(if minus { "-" } else { "" });
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    // A number of more places than a decimal can carry beside its digits is filled up by hand.
    let wanted = places.map_or(0, |places| usize::try_from(places.min(MAX_PLACES)).unwrap_or_default());
    let rest = rest.unwrap_or_default();
    if !rest.is_empty() || wanted > 0 {
        out.push('.');
        out.push_str(rest);
        (rest.len()..wanted).for_each(|_| out.push('0'));
    }
    out
}

/// A rate in percent, 0.13 as 13%.
pub(super) fn percent(rate: Decimal, places: Option<u32>) -> String {
    let hundredfold = rate.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(rate);
    format!("{}%", number(hundredfold, places))
}

/// An amount with its currency and all its places: ¥1,234.50 in Chinese, CNY 1,234.50 in English.
pub(super) fn money(locale: Locale, money: &Money, places: u32) -> String {
    let digits = number(money.amount, Some(places.max(money.amount.normalize().scale())));
    match (locale, money.currency.as_str(), digits.strip_prefix('-')) {
        (Locale::ZhHans, "CNY", Some(digits)) => format!("-¥{digits}"),
        (Locale::ZhHans, "CNY", None) => format!("¥{digits}"),
        (_, currency, Some(digits)) => format!("-{currency} {digits}"),
        (_, currency, None) => format!("{currency} {digits}"),
    }
}

/// An amount of yuan in Chinese words; none of another currency, or in another language, or of less than a 分.
pub(super) fn amount_in_words(locale: Locale, money: &Money) -> Option<String> {
    if locale != Locale::ZhHans || money.currency != "CNY" {
        return None;
    }
    crate::engine::money::minor(money.amount, 2).ok().map(words::amount_in_words)
}

/// A day: 2026年3月5日, 5 March 2026.
pub(super) fn date(locale: Locale, day: Date) -> String {
    match locale {
        Locale::ZhHans => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
        Locale::En => {
            let month = usize::try_from(day.month0()).ok().and_then(|month| MONTHS.get(month)).copied();
            format!("{} {} {}", day.day(), month.unwrap_or_default(), day.year())
        }
    }
}

/// A day as ISO 8601 writes it.
pub(super) fn iso_date(day: Date) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
}

/// What clocks on the wall show: 2026年3月5日 14:30, 5 March 2026 14:30.
pub(super) fn datetime(locale: Locale, at: NaiveDateTime) -> String {
    format!("{} {:02}:{:02}", date(locale, at.date()), at.hour(), at.minute())
}

/// The same as ISO 8601 writes it, 2026-03-05T14:30.
pub(super) fn iso_datetime(at: NaiveDateTime) -> String {
    format!("{}T{:02}:{:02}", iso_date(at.date()), at.hour(), at.minute())
}

/// Yes or no.
pub(super) fn truth(locale: Locale, value: bool) -> &'static str {
    match (locale, value) {
        (Locale::ZhHans, true) => "是",
        (Locale::ZhHans, false) => "否",
        (Locale::En, true) => "yes",
        (Locale::En, false) => "no",
    }
}

#[cfg(test)]
mod tests {
    use Locale::{En, ZhHans};
    use proptest::prelude::*;

    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().expect("a decimal")
    }

    // DOC-5
    #[test]
    fn numbers_have_their_thousands_apart() {
        for (value, places, shown) in [
            ("1234.5", Some(2), "1,234.50"),
            ("1234.5", None, "1,234.5"),
            ("1234.50", None, "1,234.5"),
            ("-1234567.895", Some(2), "-1,234,567.90"),
            ("0.005", Some(2), "0.01"),
            ("-0.004", Some(2), "0.00"),
            ("999", Some(0), "999"),
            ("999.5", Some(0), "1,000"),
            ("100000", None, "100,000"),
            ("0", None, "0"),
            ("79228162514264337593543950335", Some(12), "79,228,162,514,264,337,593,543,950,335.000000000000"),
            ("1", Some(400), "1.000000000000"),
        ] {
            assert_eq!(number(decimal(value), places), shown, "{value} {places:?}");
        }
        assert_eq!(percent(decimal("0.13"), None), "13%");
        assert_eq!(percent(decimal("0.12345"), Some(1)), "12.3%");
        assert_eq!(percent(decimal("-0.5"), Some(2)), "-50.00%");
    }

    // DOC-5
    #[test]
    fn amounts_say_their_currency() {
        let amount = |text: &str, currency: &str| Money { amount: decimal(text), currency: currency.into() };
        assert_eq!(money(ZhHans, &amount("1234.5", "CNY"), 2), "¥1,234.50");
        assert_eq!(money(En, &amount("1234.5", "CNY"), 2), "CNY 1,234.50");
        assert_eq!(money(ZhHans, &amount("-1234.5", "CNY"), 2), "-¥1,234.50");
        assert_eq!(money(En, &amount("-1234.5", "CNY"), 2), "-CNY 1,234.50");
        assert_eq!(money(ZhHans, &amount("1234.5", "USD"), 2), "USD 1,234.50");
        assert_eq!(money(ZhHans, &amount("1234", "JPY"), 0), "JPY 1,234");
        // Nothing is rounded away.
        assert_eq!(money(ZhHans, &amount("0.125", "CNY"), 2), "¥0.125");
        assert_eq!(
            amount_in_words(ZhHans, &amount("107000.53", "CNY")).expect("words"),
            "人民币壹拾万柒仟元零伍角叁分"
        );
        for (locale, text, currency) in [(En, "1", "CNY"), (ZhHans, "1", "USD"), (ZhHans, "0.001", "CNY")] {
            assert_eq!(amount_in_words(locale, &amount(text, currency)), None, "{locale:?} {text} {currency}");
        }
    }

    // DOC-5
    #[test]
    fn days_and_instants_are_written_as_people_do() {
        let day = Date::from_ymd_opt(2026, 3, 5).expect("a day");
        assert_eq!([ZhHans, En].map(|locale| date(locale, day)), ["2026年3月5日", "5 March 2026"]);
        assert_eq!(iso_date(day), "2026-03-05");
        let at = day.and_hms_opt(14, 5, 59).expect("a time");
        assert_eq!([ZhHans, En].map(|locale| datetime(locale, at)), ["2026年3月5日 14:05", "5 March 2026 14:05"]);
        assert_eq!(iso_datetime(at), "2026-03-05T14:05");
        assert_eq!([truth(ZhHans, true), truth(En, false)], ["是", "no"]);
    }

    proptest! {
        // DOC-5: whatever the number, it is read back the same without its commas.
        #[test]
        fn numbers_say_what_they_are(units: i64, scale in 0_u32..=10) {
            let value = Decimal::new(units, scale);
            let shown = number(value, None);
            prop_assert_eq!(decimal(&shown.replace(',', "")), value);
            let whole = shown.trim_start_matches('-').split('.').next().unwrap_or_default();
            let groups: Vec<&str> = whole.split(',').collect();
            prop_assert!(groups.iter().skip(1).all(|group| group.len() == 3) && (1..=3).contains(&groups[0].len()), "{}", shown);
        }
    }
}
