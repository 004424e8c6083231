//! Opportunities (销售机会): winning a new customer, from the first word of it to its development or failure.

pub(crate) mod operations;
pub(crate) mod rules;
pub(crate) mod status;
pub(crate) mod store;
mod types;

pub use operations::Opportunities;
pub use types::*;
