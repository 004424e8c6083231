//! What hosts that draw screens ask: descriptions, labels, allowed operations.

pub(crate) mod operations;
pub(crate) mod rules;

pub use operations::Meta;
