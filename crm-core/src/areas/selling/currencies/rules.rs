//! What is checked and done.

use std::collections::HashSet;

use rust_decimal::Decimal;

use super::exchange::exchanged;
use super::store;
use super::types::*;
use crate::engine::clock::Date;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity};
use crate::engine::money::{Money, Unfit, decimal_places};
use crate::engine::page::PageRequest;
use crate::engine::validate::Violations;

/// SALE-10: one rate a currency and day, of the base that the company has now.
pub(super) fn set_rates(cx: &mut Context<'_>, rates: &[NewCurrencyRate]) -> Result<i64> {
    let base = cx.company()?.currency.clone();
    let mut seen = HashSet::new();
    for (i, new) in rates.iter().enumerate() {
        let at = |field: &str| format!("rates[{i}].{field}");
        let found = cx.violations();
        if decimal_places(&new.currency).is_none() {
            if !found.has(&at("currency")) {
                found.add(&at("currency"), "unknown_currency", "is not an ISO 4217 currency", None);
            }
        } else if new.currency == base {
            found.add(&at("currency"), "is_base", "is the company's own currency", None);
        } else if !seen.insert((new.currency.as_str(), new.valid_from)) {
            found.add(&at("valid_from"), "not_unique", "stands there twice", None);
        }
        check(found, &at("rate"), new.rate);
    }
    cx.check_fields()?;
    let mut changed = 0;
    for new in rates {
        changed += i64::from(set(cx, &base, new)?);
    }
    Ok(changed)
}

/// What a rate may be.
fn check(found: &mut Violations, field: &str, rate: Decimal) {
    let rate = rate.normalize();
    let whole = Decimal::from(10_u64.pow(MAX_WHOLE));
    if rate <= Decimal::ZERO || rate >= whole {
        let limit = "0.000000000001..999999999.999999";
        found.add(field, "out_of_range", format!("must be within {limit}"), Some(limit.into()));
        return;
    }
    // The digits of a number below 1 all stand behind the point.
    let before = if rate < Decimal::ONE { 0 } else { rate.trunc().mantissa().ilog10() + 1 };
    let places = MAX_PLACES.min(MAX_DIGITS - before);
    if rate.scale() > places {
        found.add(field, "too_precise", format!("must have at most {places} decimal places"), Some(places.to_string()));
    }
}

/// Whether anything changed by it.
fn set(cx: &mut Context<'_>, base: &str, new: &NewCurrencyRate) -> Result<bool> {
    let rate = new.rate.normalize();
    match store::find(cx.tx(), base, &new.currency, new.valid_from)? {
        Some((_, before)) if before.rate == rate => Ok(false),
        Some((key, before)) => {
            store::update(cx.tx(), key, rate)?;
            let after = CurrencyRate { rate, ..before.clone() };
            cx.updated(Entity::CURRENCY_RATE, after.id, &before, &after)?;
            Ok(true)
        }
        None => {
            let id = CurrencyRateId(cx.new_id());
            let (base, currency) = (base.to_owned(), new.currency.clone());
            let after = CurrencyRate { id, base, currency, valid_from: new.valid_from, rate };
            store::insert(cx.tx(), &after)?;
            cx.created(Entity::CURRENCY_RATE, id, &after)?;
            Ok(true)
        }
    }
}

/// SALE-10.
pub(super) fn rates(
    cx: &mut Context<'_>,
    currency: &Option<String>,
    page: &Option<PageRequest>,
) -> Result<CurrencyRatePage> {
    cx.check_fields()?;
    let base = cx.company()?.currency.clone();
    store::list(cx.tx(), &base, currency.as_deref(), page)
}

/// SALE-10.
pub(super) fn convert(cx: &mut Context<'_>, amount: &Money, to: &str, on: &Option<Date>) -> Result<Money> {
    if decimal_places(to).is_none() && !cx.violations().has("to") {
        cx.violations().add("to", "unknown_currency", "is not an ISO 4217 currency", None);
    }
    cx.check_fields()?;
    if amount.currency == to {
        return Ok(amount.clone());
    }
    let day = match on {
        Some(day) => *day,
        None => cx.today()?,
    };
    let from = of_day(cx, "amount", &amount.currency, day)?;
    let into = of_day(cx, "to", to, day)?;
    cx.check_fields()?;
    let Some((from, into)) = from.zip(into) else { return Err(CrmError::bug("a rate that is missing unsaid")) };
    let places = decimal_places(to).unwrap_or(0);
    match exchanged(amount.minor()?, decimal_places(&amount.currency).unwrap_or(0), from, into, places) {
        Some(minor) => Ok(Money::from_minor(minor, to.to_owned())),
        None => {
            Unfit::TooLarge.tell(cx.violations(), "amount", places);
            cx.check_fields()?;
            Err(CrmError::bug("a refusal"))
        }
    }
}

/// An amount in the company's currency at today's rate, `None` where there is none, or where it would be beyond what an amount
/// can be.
pub(crate) fn in_base(cx: &mut Context<'_>, amount: &Money) -> Result<Option<Money>> {
    let base = cx.company()?.currency.clone();
    if base == amount.currency {
        return Ok(Some(amount.clone()));
    }
    let today = cx.today()?;
    let Some(rate) = store::on(cx.tx(), &base, &amount.currency, today)? else { return Ok(None) };
    let places = |currency: &str| decimal_places(currency).unwrap_or(0);
    let found = exchanged(amount.minor()?, places(&amount.currency), rate, Decimal::ONE, places(&base));
    Ok(found.map(|minor| Money::from_minor(minor, base)))
}

/// What one unit of a currency is worth in the base on a day; where that is not known, it is told of the field.
fn of_day(cx: &mut Context<'_>, field: &str, currency: &str, day: Date) -> Result<Option<Decimal>> {
    let base = cx.company()?.currency.clone();
    if base == currency {
        return Ok(Some(Decimal::ONE));
    }
    let rate = store::on(cx.tx(), &base, currency, day)?;
    if rate.is_none() {
        let detail = format!("{currency} has no rate on {day}");
        cx.violations().add(field, "no_rate", detail, Some(currency.to_owned()));
    }
    Ok(rate)
}
