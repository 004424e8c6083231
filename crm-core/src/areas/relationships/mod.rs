//! Looking after the customers one has.

pub mod churn;
pub mod contacts;
pub mod customers;
pub mod interactions;
