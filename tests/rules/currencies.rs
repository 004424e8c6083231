//! SALE-10: rates of currencies by day, and conversions through the company's own.

use crm_core::Money;
use crm_core::currencies::{CurrencyRate, NewCurrencyRate};
use crm_core::prelude::*;
use crm_core::settings::SettingsUpdate;
use crm_core::storage::sqlite::{SqliteOptions, SqliteStorage};

use crate::support::*;
use crate::watch::watched;

fn rate(currency: &str, from: &str, rate: &str) -> NewCurrencyRate {
    NewCurrencyRate { currency: currency.into(), valid_from: from.parse().unwrap(), rate: decimal(rate) }
}

fn money(amount: &str, currency: &str) -> Money {
    Money { amount: decimal(amount), currency: currency.into() }
}

fn converted(session: &Session, from: Money, to: &str, on: Option<&str>) -> Result<String> {
    let found = session.currencies().convert(from, to.into(), on.map(|day| day.parse().unwrap()))?;
    Ok(format!("{} {}", found.amount, found.currency))
}

fn said(rates: &[CurrencyRate]) -> Vec<String> {
    rates.iter().map(|of| format!("{} {} {} {}", of.base, of.currency, of.valid_from, of.rate)).collect()
}

// SALE-10: the latest with a day that is not later; without a day, the company's today, which begins at its own midnight.
#[test]
fn the_rate_of_a_day_is_the_latest_until_it() {
    let office = Office::new();
    let rates =
        vec![rate("USD", "2026-03-01", "7"), rate("USD", "2026-03-03", "7.2"), rate("JPY", "2026-01-01", "0.05")];
    assert_eq!(office.integration.currencies().set_rates(rates).unwrap(), 3);
    for (on, found) in [
        (Some("2026-03-01"), "70.00 CNY"),
        (Some("2026-03-02"), "70.00 CNY"),
        (Some("2026-03-03"), "72.00 CNY"),
        (Some("9999-12-31"), "72.00 CNY"),
        (None, "70.00 CNY"),
    ] {
        assert_eq!(converted(&office.stranger, money("10", "USD"), "CNY", on).unwrap(), found, "{on:?}");
    }
    let before = converted(&office.ann, money("10", "USD"), "CNY", Some("2026-02-28"));
    assert_eq!(invalid(before), ["amount:no_rate"]);
    // 2026-03-03 in Shanghai begins at 16:00 the day before.
    office.clock.set("2026-03-02T16:00:00Z");
    assert_eq!(converted(&office.ann, money("10", "USD"), "CNY", None).unwrap(), "72.00 CNY");
    // Once, half to even, to the places of the currency: 10.01 × 7.2 ÷ 0.05 = 1441.44 yen.
    assert_eq!(converted(&office.ann, money("10.01", "USD"), "JPY", None).unwrap(), "1441 JPY");
    assert_eq!(converted(&office.ann, money("0.5", "CNY"), "JPY", None).unwrap(), "10 JPY");
    assert_eq!(converted(&office.ann, money("0.125", "KWD"), "KWD", None).unwrap(), "0.125 KWD");
    // Both that have none are told, and what is no currency before.
    assert_eq!(invalid(converted(&office.ann, money("1", "GBP"), "EUR", None)), ["amount:no_rate", "to:no_rate"]);
    assert_eq!(invalid(converted(&office.ann, money("1", "GBP"), "ABC", None)), ["to:unknown_currency"]);
}

// SALE-10: one a currency and date, which a later call replaces; only what changes is counted and audited.
#[test]
fn a_rate_is_replaced() {
    let office = Office::new();
    let set = |rates| office.admin.currencies().set_rates(rates).unwrap();
    assert_eq!(set(vec![rate("USD", "2026-03-01", "7.10")]), 1);
    assert_eq!(set(vec![rate("USD", "2026-03-01", "7.1")]), 0);
    assert_eq!(set(vec![rate("USD", "2026-03-01", "7.2"), rate("EUR", "2026-03-01", "8")]), 2);
    assert_eq!(set(Vec::new()), 0);
    let found = office.ann.currencies().rates(None, None).unwrap().items;
    assert_eq!(said(&found), ["CNY EUR 2026-03-01 8", "CNY USD 2026-03-01 7.2"]);
    let calls = office.admin.audit().list(None, None).unwrap().items;
    let told: Vec<usize> =
        calls.iter().filter(|call| call.operation == "currencies.set_rates").map(|call| call.changes.len()).collect();
    assert_eq!(told, [2, 1]);
}

// SALE-10: above 0, at most 9 digits before the point, 12 behind it, 15 in all.
#[test]
fn a_rate_has_its_bounds() {
    let office = Office::new();
    let set = |of: &str| office.admin.currencies().set_rates(vec![rate("USD", "2026-03-01", of)]);
    for good in ["0.000000000001", "999999999", "999999999.999999", "123.456789012345", "1.000000000000000"] {
        assert!(set(good).is_ok(), "{good}");
    }
    for (wrong, code, limit) in [
        ("0", "out_of_range", "0.000000000001..999999999.999999"),
        ("-7", "out_of_range", "0.000000000001..999999999.999999"),
        ("1000000000", "out_of_range", "0.000000000001..999999999.999999"),
        ("0.0000000000001", "too_precise", "12"),
        ("1.0000000000001", "too_precise", "12"),
        ("1234.567890123456", "too_precise", "11"),
        ("999999999.9999999", "too_precise", "6"),
    ] {
        let refused = set(wrong).unwrap_err();
        let told = &refused.fields()[0];
        let told = (told.field.as_str(), told.code.as_str(), told.limit.as_deref());
        assert_eq!(told, ("rates[0].rate", code, Some(limit)), "{wrong}");
    }
}

// SALE-10: kept with the base; back in it, they are there as they were, and a rate for what was the base is one as any.
#[test]
fn another_base_needs_its_own() {
    let office = Office::new();
    office.admin.currencies().set_rates(vec![rate("USD", "2026-03-01", "7")]).unwrap();
    let base = |currency: &str| {
        let changes = SettingsUpdate { currency: Some(currency.into()), ..Default::default() };
        office.admin.settings().update(changes).unwrap();
    };
    base("USD");
    assert!(office.ann.currencies().rates(None, None).unwrap().items.is_empty());
    assert_eq!(invalid(converted(&office.ann, money("7", "CNY"), "USD", None)), ["amount:no_rate"]);
    office.admin.currencies().set_rates(vec![rate("CNY", "2026-03-01", "0.14")]).unwrap();
    assert_eq!(converted(&office.ann, money("10", "CNY"), "USD", None).unwrap(), "1.40 USD");
    base("CNY");
    let found = office.ann.currencies().rates(None, None).unwrap().items;
    assert_eq!(said(&found), ["CNY USD 2026-03-01 7"]);
    assert_eq!(converted(&office.ann, money("10", "USD"), "CNY", None).unwrap(), "70.00 CNY");
}

// SALE-10: rates that are there are looked up 128 at a time, with an index, and none of them is taken for another.
#[test]
fn many_rates_are_looked_up_together() {
    let clock = FixedEnvironment::new(MORNING);
    let (storage, seen) = watched(SqliteStorage::in_memory(&SqliteOptions::default()).unwrap());
    let crm = Crm::options().environment(clock.clone()).open_storage(Box::new(storage)).unwrap();
    let office = Office::staff(crm, clock);
    let rates = |of: &str| -> Vec<NewCurrencyRate> {
        let days = (0..100).map(|at| format!("20{:02}-0{}-01", at / 4, 1 + at % 4));
        days.flat_map(|day| ["USD", "EUR", "JPY"].map(|currency| rate(currency, &day, of))).collect()
    };
    let looked = |of: &str, changed| {
        seen.take();
        assert_eq!(office.integration.currencies().set_rates(rates(of)).unwrap(), changed);
        let counted = seen.take_counted();
        let looked = counted.iter().filter(|(sql, _)| sql.starts_with("SELECT") && sql.contains("currency_rates"));
        looked.map(|(_, count)| *count).sum::<usize>()
    };
    assert_eq!(looked("7", 300), 3);
    assert_eq!(looked("7", 0), 3);
    assert_eq!(looked("7.5", 300), 3);
    let mut some = rates("7.5");
    some[299].rate = decimal("8");
    assert_eq!(office.integration.currencies().set_rates(some).unwrap(), 1);
    let page = PageRequest { limit: Some(500), ..Default::default() };
    let found = office.ann.currencies().rates(None, Some(page)).unwrap().items;
    let of = |rate: &str| found.iter().filter(|of| of.rate == decimal(rate)).count();
    assert_eq!((found.len(), of("7.5"), of("8")), (300, 299, 1));
}
