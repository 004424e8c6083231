//! What hosts that draw screens ask: descriptions, labels, and which operations a user may call on a record now.

pub(crate) mod describe;
pub(crate) mod operations;
pub(crate) mod rules;
mod types;

pub use operations::Meta;
pub use types::*;
