//! Customers (客户): organisations, from the first data to loss and win-back.

mod batch;
pub(crate) mod belonging;
pub(crate) mod operations;
pub(crate) mod rules;
pub(crate) mod status;
pub(crate) mod store;
mod types;

pub use operations::Customers;
pub use types::*;
