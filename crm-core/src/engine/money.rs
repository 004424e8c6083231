//! Money: whole minor units inside, a decimal with its ISO 4217 currency outside.
//!
//! Amounts are exact: what is given comes back to the last place, or is refused where the currency has fewer places,
//! and where it is beyond 10¹⁵ of the currency's smallest units. Only amounts are [`Money`]; quantities and unit prices
//! are decimals with up to six places.
//!
//! ```
//! use crm_core::{Crm, Money};
//! use crm_core::customers::NewCustomer;
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let erp = crm.bootstrap("erp", "ERP", &["integration"])?;
//! # let session = crm.session(erp)?;
//! let money = |amount: &str, currency: &str| Money {
//!     amount: amount.parse().expect("a decimal"),
//!     currency: currency.into(),
//! };
//! let import = |capital: Money| {
//!     let new = NewCustomer {
//!         name: "华东精密机械".into(),
//!         registered_capital: Some(capital),
//!         ..Default::default()
//!     };
//!     session.customers().import_many(vec![new], Some(true), None, None)
//! };
//! assert!(import(money("5000000.50", "CNY")).is_ok());
//! let refused = import(money("5000000.505", "CNY")).unwrap_err();
//! assert_eq!(refused.fields()[0].code, "too_precise");
//! let refused = import(money("5000000.5", "JPY")).unwrap_err(); // yen have no places
//! assert_eq!(refused.fields()[0].limit.as_deref(), Some("0"));
//! # Ok(())
//! # }
//! ```

use iso_currency::Currency;
use rust_decimal::Decimal;

use crate::engine::error::{CrmError, Result};
use crate::engine::storage::Columns;
use crate::engine::validate::{Field, Rule, Violations};

/// The name of `Decimal` in Kotlin and Swift, where another type has that name.
#[cfg(feature = "uniffi")]
pub type DecimalNumber = Decimal;

#[cfg(feature = "uniffi")]
uniffi::custom_type!(DecimalNumber, String, {
    remote,
    lower: |d| d.to_string(),
    try_lift: |text| match crate::engine::exact::decimal_or_refused(&text) {
        Ok(decimal) => Ok(decimal),
        Err(_) => Err(CrmError::field("", "wrong_type", "must be a decimal number").into()),
    },
});

/// An amount of money.
///
/// The amount has at most as many places as the currency has minor units (two for CNY, none for JPY). In JSON it is
/// `{"amount": "12.50", "currency": "CNY"}`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields, remote = "Self")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
#[cfg_attr(feature = "python", pyo3::pyclass(frozen, get_all, eq, hash, module = "crm"))]
pub struct Money {
    /// The amount, exact.
    pub amount: Decimal,
    /// The currency, ISO 4217.
    pub currency: String,
}

crate::engine::record::only_objects!(Money);
crate::engine::record::record!(@schema Money (None) ["An amount of money."] {
    ["The amount, exact; at most the currency's decimal places, and 10¹⁵ of its smallest units either way."] amount : Decimal [] []
    ["The currency, ISO 4217."] currency : String [] []
});
crate::engine::given::given!(Money { amount, currency });
crate::engine::record::record!(@wire Money input);

#[cfg(feature = "arrow")]
crate::engine::arrow::record_columns!(Money { amount: Decimal, currency: String });
#[cfg(feature = "python")]
crate::engine::python::record_class!(Money { amount, currency });
#[cfg(feature = "python")]
crate::engine::python::input_class!(Money () { amount: Decimal [], currency: String [] });

/// The decimal places of a currency, where it is one of ISO 4217.
pub(crate) fn decimal_places(currency: &str) -> Option<u32> {
    Currency::from_code(currency).map(|c| c.exponent().map_or(0, u32::from))
}

impl Money {
    /// An amount from its minor units, as stored.
    pub(crate) fn from_minor(minor: i64, currency: String) -> Money {
        let places = decimal_places(&currency).unwrap_or(0);
        Money { amount: Decimal::new(minor, places), currency }
    }

    /// The minor units to store; a checked amount always has them.
    pub(crate) fn minor(&self) -> Result<i64> {
        let places = decimal_places(&self.currency).ok_or_else(|| CrmError::bug("an unchecked currency"))?;
        minor(self.amount, places).map_err(|_| CrmError::bug("an unchecked amount"))
    }

    /// Reads `amount, currency` as stored, both NULL where there is none.
    pub(crate) fn read_optional(columns: &mut Columns<'_>) -> Result<Option<Money>> {
        let (minor, currency): (Option<i64>, Option<String>) = (columns.next()?, columns.next()?);
        Ok(minor.zip(currency).map(|(minor, currency)| Money::from_minor(minor, currency)))
    }
}

/// The largest amount of any field, in minor units: sums over the thousands of orders of a customer stay far from the
/// end of 64 bits, and every sum is checked besides.
pub(crate) const MAX_AMOUNT: i64 = 1_000_000_000_000_000;

/// Whether an amount in minor units can be kept.
pub(crate) fn fits(minor: &i64) -> bool {
    (-MAX_AMOUNT..=MAX_AMOUNT).contains(minor)
}

/// Why an amount can't be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unfit {
    /// It has more places than the currency.
    TooPrecise,
    /// It is beyond [`MAX_AMOUNT`].
    TooLarge,
}

impl Unfit {
    /// Tells it of a field.
    pub(crate) fn tell(self, found: &mut Violations, field: &str, places: u32) {
        match self {
            Unfit::TooPrecise => {
                let detail = format!("must have at most {places} decimal places");
                found.add(field, "too_precise", detail, Some(places.to_string()));
            }
            Unfit::TooLarge => {
                let limit = Decimal::new(MAX_AMOUNT, places).normalize().to_string();
                found.add(field, "out_of_range", format!("must be within ±{limit}"), Some(limit));
            }
        }
    }
}

/// The minor units of a given amount.
pub(crate) fn minor(amount: Decimal, places: u32) -> Result<i64, Unfit> {
    let amount = amount.normalize();
    let power = places.checked_sub(amount.scale()).ok_or(Unfit::TooPrecise)?;
    let units = 10_i128.checked_pow(power).and_then(|power| amount.mantissa().checked_mul(power));
    units.and_then(|units| i64::try_from(units).ok()).filter(fits).ok_or(Unfit::TooLarge)
}

impl Field for Money {
    fn normalise(&mut self, rules: &[Rule]) {
        self.currency.normalise(rules);
    }

    fn check(&self, rules: &[Rule], name: &str, out: &mut Violations) {
        if rules.contains(&Rule::NotNegative) && self.amount < Decimal::ZERO {
            out.add(name, "out_of_range", "must not be negative", Some("0..".into()));
        }
        match decimal_places(&self.currency) {
            None => out.add(name, "unknown_currency", "must have a currency of ISO 4217", None),
            Some(places) => {
                if let Err(unfit) = minor(self.amount, places) {
                    unfit.tell(out, name, places);
                }
            }
        }
    }

    fn by_value(&mut self, rules: &[Rule]) {
        self.amount.by_value(rules);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_keep_the_currencys_places() {
        let d = |text: &str| crate::engine::exact::decimal(text).expect("a decimal");
        for (amount, currency, wanted) in [
            ("12.50", "CNY", Ok(1250)),
            ("12.5000", "CNY", Ok(1250)),
            ("12", "JPY", Ok(12)),
            ("1.5", "JPY", Err(Unfit::TooPrecise)),
            ("12.505", "CNY", Err(Unfit::TooPrecise)),
            ("10000000000000.00", "CNY", Ok(MAX_AMOUNT)),
            ("-10000000000000.00", "CNY", Ok(-MAX_AMOUNT)),
            ("10000000000000.01", "CNY", Err(Unfit::TooLarge)),
            ("-10000000000000.01", "CNY", Err(Unfit::TooLarge)),
            ("79228162514264337593543950335", "JPY", Err(Unfit::TooLarge)),
            ("79228162514264337593543950335", "KWD", Err(Unfit::TooLarge)),
        ] {
            let places = decimal_places(currency).expect("known");
            assert_eq!(minor(d(amount), places), wanted, "{amount} {currency}");
        }
        assert_eq!(Money::from_minor(1250, "CNY".into()).amount.to_string(), "12.50");
        assert_eq!(decimal_places("XXZ"), None);
    }
}
