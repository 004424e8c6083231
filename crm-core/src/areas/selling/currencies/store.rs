//! The statements on rates of currencies.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::types::*;
use crate::engine::clock::Date;
use crate::engine::error::{CrmError, Result};
use crate::engine::page::PageRequest;
use crate::engine::storage::{
    Columns, Direction, ListQuery, Order, Row, ToValue, Transaction, Value, Visibility, params,
};

/// What [`read`] reads, in its order.
const COLUMNS: &str = "r.uid, r.base, r.currency, r.valid_from, r.digits, r.places";

/// Rates with their keys, by currency and day.
pub(super) type Found = HashMap<(String, Date), (i64, CurrencyRate)>;

const BY_CURRENCY: Order = Order {
    name: "currency_rates",
    keys: &[("r.currency", Direction::Ascending), ("r.valid_from", Direction::Ascending)],
};

/// A rate as stored: its digits and how many of them stand behind the point.
fn rate(c: &mut Columns<'_>) -> Result<Decimal> {
    let (digits, places): (i64, u32) = (c.next()?, c.next()?);
    Decimal::try_new(digits, places).map_err(|_| CrmError::storage("corrupt"))
}

fn read(c: &mut Columns<'_>) -> Result<CurrencyRate> {
    Ok(CurrencyRate {
        id: CurrencyRateId(c.next()?),
        base: c.next()?,
        currency: c.next()?,
        valid_from: c.next()?,
        rate: rate(c)?,
    })
}

pub(super) fn list(
    tx: &mut dyn Transaction,
    base: &str,
    currency: Option<&str>,
    page: &Option<PageRequest>,
) -> Result<CurrencyRatePage> {
    let mut query = ListQuery::new(COLUMNS, "currency_rates r", Visibility::whole("rates have no scope"));
    query.and("r.base = ?", [base.into()]);
    query.when("r.currency = ?", currency);
    query.page(tx, BY_CURRENCY, page, read).map(CurrencyRatePage::from)
}

/// Rates looked for in one statement.
const TOGETHER: usize = 128;

/// The rates of exactly these currencies and days that are there, each with its key: a statement for each 128. The number of
/// pairs is rounded up to a power of two (the last repeats), so that few statement texts serve all.
pub(super) fn find(tx: &mut dyn Transaction, base: &str, wanted: &[NewCurrencyRate]) -> Result<Found> {
    let mut found = Found::new();
    for wanted in wanted.chunks(TOGETHER) {
        let count = wanted.len().next_power_of_two();
        let pairs = wanted.iter().chain(wanted.last().into_iter().cycle()).take(count);
        let days = pairs.flat_map(|of| [of.currency.as_str().into(), of.valid_from.to_value()]);
        let params: Vec<Value<'_>> = days.chain([base.into()]).collect();
        let pairs = vec!["(?, ?)"; count].join(", ");
        // Each is found by the whole index; a pair that is IN a list would be by its first column alone.
        let sql = format!(
            "SELECT DISTINCT r.id, {COLUMNS} FROM (VALUES {pairs}) v JOIN currency_rates r \
             ON r.base = ? AND r.currency = v.column1 AND r.valid_from = v.column2"
        );
        tx.query(&sql, &params, &mut |row: &dyn Row| {
            let mut c = Columns::new(row);
            let (key, rate) = (c.next()?, read(&mut c)?);
            found.insert((rate.currency.clone(), rate.valid_from), (key, rate));
            Ok(true)
        })?;
    }
    Ok(found)
}

/// The rate that holds on a day: the latest from it or before.
pub(super) fn on(tx: &mut dyn Transaction, base: &str, currency: &str, day: Date) -> Result<Option<Decimal>> {
    tx.one(
        "SELECT r.digits, r.places FROM currency_rates r WHERE r.base = ? AND r.currency = ? AND r.valid_from <= ? \
         ORDER BY r.valid_from DESC LIMIT 1",
        params![base, currency, day],
        rate,
    )
}

/// The rates that hold on any of these days, by currency and day.
pub(super) fn between(
    tx: &mut dyn Transaction,
    base: &str,
    first: Date,
    last: Date,
) -> Result<Vec<(String, Date, Decimal)>> {
    tx.all(
        "SELECT r.currency, r.valid_from, r.digits, r.places FROM currency_rates r WHERE r.base = ? AND r.valid_from <= ? \
         AND r.valid_from >= COALESCE((SELECT max(f.valid_from) FROM currency_rates f WHERE f.base = r.base \
         AND f.currency = r.currency AND f.valid_from <= ?), '') ORDER BY r.currency, r.valid_from",
        params![base, last, first],
        |c| Ok((c.next()?, c.next()?, rate(c)?)),
    )
}

/// What is stored of a rate; a checked one always fits.
fn stored(rate: Decimal) -> Result<(i64, u32)> {
    let rate = rate.normalize();
    let digits = i64::try_from(rate.mantissa()).map_err(|_| CrmError::bug("an unchecked rate"))?;
    Ok((digits, rate.scale()))
}

pub(super) fn insert(tx: &mut dyn Transaction, of: &CurrencyRate) -> Result<()> {
    let (digits, places) = stored(of.rate)?;
    tx.insert(
        "INSERT INTO currency_rates (uid, base, currency, valid_from, digits, places) VALUES (?, ?, ?, ?, ?, ?)",
        params![&of.id.0, &of.base, &of.currency, of.valid_from, digits, places],
    )
    .map(drop)
}

pub(super) fn update(tx: &mut dyn Transaction, key: i64, to: Decimal) -> Result<usize> {
    let (digits, places) = stored(to)?;
    tx.execute("UPDATE currency_rates SET digits = ?, places = ? WHERE id = ?", params![digits, places, key])
}
