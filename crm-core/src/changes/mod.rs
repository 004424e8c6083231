//! The changed records in order, for hosts that follow the engine.

pub(crate) mod operations;
pub(crate) mod rules;
mod store;
mod types;

pub use operations::Changes;
pub use types::*;
