//! Currencies (货币): what one unit of each is worth in the company's own, from which day on (SALE-10).
//!
//! The company's currency is the base. Rates are kept with the base they were given for, so that a company that changes
//! its currency needs rates of its own and no record is rewritten. A conversion goes through the base exactly and
//! rounds once; where there is no rate it is refused, never counted as 0 or at 1.
//!
//! ```
//! use crm_core::currencies::NewCurrencyRate;
//! use crm_core::{Crm, Money};
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let erp = crm.bootstrap("erp", "ERP", &["integration"])?;
//! let session = crm.session(erp)?;
//! let rate = |currency: &str, from: &str, rate: &str| NewCurrencyRate {
//!     currency: currency.into(),
//!     valid_from: from.parse().expect("a day"),
//!     rate: rate.parse().expect("a decimal"),
//! };
//! session.currencies().set_rates(vec![rate("USD", "2026-01-01", "7.05"), rate("EUR", "2026-01-01", "8.2")])?;
//!
//! let hundred = Money { amount: "100".parse().expect("a decimal"), currency: "USD".into() };
//! let day = "2026-03-02".parse().ok();
//! assert_eq!(session.currencies().convert(hundred.clone(), "EUR".into(), day)?.amount.to_string(), "85.98");
//! let refused = session.currencies().convert(hundred, "JPY".into(), day).unwrap_err();
//! assert_eq!(refused.fields()[0].code, "no_rate");
//! # Ok(())
//! # }
//! ```

mod exchange;
pub(crate) mod operations;
pub(crate) mod rates;
pub(crate) mod rules;
mod status;
mod store;
mod types;

pub use operations::Currencies;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::labels::texts;

/// What the area brings.
pub(crate) static AREA: Area =
    Area { operations: operations::OPERATIONS, kinds: &[kinds::CURRENCY_RATE], texts: texts!(), ..Area::NONE };
