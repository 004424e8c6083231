//! The changed records in order, for hosts that follow the engine.

pub(crate) mod operations;
pub(crate) mod rules;

pub use operations::Changes;
