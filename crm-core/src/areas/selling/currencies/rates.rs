//! Rates of many days at once, for sums over records of any currency (SALE-10).

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::exchange::exchanged;
use super::store;
use crate::engine::clock::Date;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::money::decimal_places;

/// What one unit of each currency is worth in the company's own, by day.
#[derive(Debug)]
pub(crate) struct Rates {
    /// The company's currency.
    pub(crate) base: String,
    rates: HashMap<String, Vec<(Date, Decimal)>>,
}

impl Rates {
    /// Those that hold on the days from the first to the last.
    pub(crate) fn between(cx: &mut Context<'_>, first: Date, last: Date) -> Result<Rates> {
        let base = cx.company()?.currency.clone();
        let mut rates: HashMap<String, Vec<(Date, Decimal)>> = HashMap::new();
        for (currency, day, rate) in store::between(cx.tx(), &base, first, last)? {
            rates.entry(currency).or_default().push((day, rate));
        }
        Ok(Rates { base, rates })
    }

    /// An amount in the company's currency at the rate of a day among those; `None` where there is none, or where it would be beyond
    /// what an amount can be. In minor units.
    pub(crate) fn in_base(&self, minor: i64, currency: &str, day: Date) -> Option<i64> {
        if currency == self.base {
            return Some(minor);
        }
        let known = self.rates.get(currency)?;
        let (_, rate) = known.get(known.partition_point(|(from, _)| *from <= day).checked_sub(1)?)?;
        let places = |currency: &str| decimal_places(currency).unwrap_or(0);
        exchanged(minor, places(currency), *rate, Decimal::ONE, places(&self.base))
    }
}
