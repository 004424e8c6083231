//! The operations on currencies.

use super::rules;
use super::types::*;
use crate::engine::clock::Date;
use crate::engine::money::Money;
use crate::engine::page::PageRequest;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! currencies_operations { ($($project:ident)::+) => { $($project)::+! {
    currencies: Currencies, "Currencies (货币): what each is worth in the company's own, and since when.";

    /// Says what one unit of currencies is worth in the company's own, from days on (SALE-10): at most 10,000 rates, in
    /// one transaction. A rate of a currency and day that is there already is replaced. Gives how many were new or
    /// changed.
    write[bulk, whole] fn set_rates(rates: Vec<NewCurrencyRate> [at_most(10_000)]) -> i64;

    /// Lists the rates to the company's present currency, all or those of one currency, by currency and day
    /// (SALE-10). Every signed-in user may.
    read fn rates(currency: Option<String> = None [text(3)], page: Option<PageRequest> = None) -> CurrencyRatePage;

    /// Converts an amount to another currency at the rates of a day, today's without one (SALE-10): through the
    /// company's currency exactly, and rounded once, half to even, to the places of the other. The rate of a day is the
    /// latest that is valid from it or before; where a currency has none, the call is refused (`no_rate`). Every
    /// signed-in user may.
    read fn convert(amount: Money, to: String [text(3)], on: Option<Date> = None) -> Money;
} } }

crate::currencies_operations!(crate::engine::operations::project_core);
