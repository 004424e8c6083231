//! Interactions (交往记录) with customers: visits, calls.

pub(crate) mod operations;
pub(crate) mod rules;
pub(crate) mod status;

pub use operations::Interactions;
