//! What a caller sends and gets.

use rust_decimal::Decimal;

use crate::engine::clock::Date;
use crate::engine::gate::kind::kinds;
use crate::engine::ids::id;
use crate::engine::page::page;
use crate::engine::record::record;

/// The digits of a rate before the point.
pub const MAX_WHOLE: u32 = 9;
/// The decimal places of a rate.
pub const MAX_PLACES: u32 = 12;
/// All digits of a rate.
pub const MAX_DIGITS: u32 = 15;

kinds! {
    /// What a currency is worth from a day on.
    CURRENCY_RATE = "currency_rate" in currency_rates;
}

id! {
    /// Identifies a rate of a currency.
    CurrencyRateId
}

record! {
    /// What the caller says of a currency (SALE-10).
    input NewCurrencyRate {
        /// The currency, ISO 4217; not the company's own.
        currency: String [text(3)],
        /// The day from which on it is so.
        valid_from: Date,
        /// What one unit of it is worth in the company's currency: above 0, with at most 9 digits before the point, 12 behind it and
        /// 15 in all.
        rate: Decimal,
    }
}

record! {
    /// What a currency is worth from a day on, until a later rate (SALE-10).
    output CurrencyRate {
        /// Its id.
        id: CurrencyRateId,
        /// The currency it counts in: the company's, when it was given.
        base: String,
        /// The currency, ISO 4217.
        currency: String,
        /// The day from which on it is so.
        valid_from: Date,
        /// What one unit of it is worth in the base.
        rate: Decimal,
    }
}

page!(CurrencyRatePage of CurrencyRate, "A page of rates, by currency and day.");
