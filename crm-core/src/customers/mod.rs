//! Customers (客户): organisations, from the first data to loss and win-back.

pub(crate) mod operations;
pub(crate) mod rules;
pub(crate) mod status;

pub use operations::Customers;
