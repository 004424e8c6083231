//! Interactions (交往记录) with customers: visits, calls.

pub(crate) mod operations;
pub(crate) mod rules;
pub(crate) mod status;
pub(crate) mod store;
mod types;

pub use operations::Interactions;
pub use types::*;
