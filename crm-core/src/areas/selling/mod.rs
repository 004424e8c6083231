//! Winning new customers.

pub mod opportunities;
pub mod plans;
