//! Money: whole minor units inside, a decimal with its ISO 4217 currency outside.
//!
//! Amounts are exact: what is given comes back to the last place, or is refused where the currency has fewer places.
//! Only amounts are [`Money`]; quantities and unit prices are decimals with up to six places.
//!
//! ```
//! use crm_core::{Crm, Money, NewCustomer};
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
//!     session.customers().import_many(vec![new], Some(true), None)
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
use rust_decimal::prelude::ToPrimitive;

use crate::error::{CrmError, Result};
use crate::storage::Columns;
use crate::validate::{Field, Rule, Violations};

/// The name of `Decimal` in Kotlin and Swift, where another type has that name.
#[cfg(feature = "uniffi")]
pub type DecimalNumber = Decimal;

#[cfg(feature = "uniffi")]
uniffi::custom_type!(DecimalNumber, String, {
    remote,
    lower: |d| d.to_string(),
    try_lift: |text| Ok(text.parse()?),
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

crate::record::only_objects!(Money);
crate::record::record!(@schema Money ["An amount of money."] {
    ["The amount, exact; at most the currency's decimal places."] amount : Decimal [] []
    ["The currency, ISO 4217."] currency : String [] []
});
crate::record::record!(@wire Money input { amount: Decimal, currency: String });

#[cfg(feature = "arrow")]
crate::arrow::record_columns!(Money { amount: Decimal, currency: String });
#[cfg(feature = "python")]
crate::python::record_class!(Money { amount, currency });
#[cfg(feature = "python")]
crate::python::input_class!(Money () { amount: Decimal [], currency: String [] });

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
        to_minor(self.amount, places).ok_or_else(|| CrmError::bug("an unchecked amount"))
    }

    /// Reads `amount, currency` as stored, both NULL where there is none.
    pub(crate) fn read_optional(columns: &mut Columns<'_>) -> Result<Option<Money>> {
        let (minor, currency): (Option<i64>, Option<String>) = (columns.next()?, columns.next()?);
        Ok(minor.zip(currency).map(|(minor, currency)| Money::from_minor(minor, currency)))
    }
}

/// The minor units of an amount, where it is exact in them and fits.
pub(crate) fn to_minor(amount: Decimal, places: u32) -> Option<i64> {
    let scaled = amount.checked_mul(Decimal::from(10_i64.checked_pow(places)?))?;
    scaled.fract().is_zero().then(|| scaled.to_i64()).flatten()
}

impl Field for Money {
    fn normalise(&mut self, rules: &[Rule]) {
        self.currency.normalise(rules);
    }

    fn check(&self, _rules: &[Rule], name: &str, out: &mut Violations) {
        match decimal_places(&self.currency) {
            None => out.add(name, "unknown_currency", "must have a currency of ISO 4217", None),
            Some(places) if self.amount.normalize().scale() > places => out.add(
                name,
                "too_precise",
                format!("must have at most {places} decimal places"),
                Some(places.to_string()),
            ),
            Some(places) if to_minor(self.amount, places).is_none() => {
                out.add(name, "out_of_range", "is too large", None);
            }
            Some(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_keep_the_currencys_places() {
        for (amount, currency, minor) in [("12.50", "CNY", Some(1250)), ("12", "JPY", Some(12)), ("1.5", "JPY", None)] {
            let places = decimal_places(currency).expect("known");
            assert_eq!(to_minor(amount.parse().expect("decimal"), places), minor, "{amount} {currency}");
        }
        assert_eq!(Money::from_minor(1250, "CNY".into()).amount.to_string(), "12.50");
        assert_eq!(decimal_places("XXZ"), None);
    }
}
