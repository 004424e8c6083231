//! Churn warnings (客户流失预警), from the scan to loss or recovery.

pub(crate) mod operations;
pub(crate) mod rules;
pub(crate) mod scan;
pub(crate) mod status;
pub(crate) mod store;
mod types;

pub use operations::Churn;
pub use types::*;
