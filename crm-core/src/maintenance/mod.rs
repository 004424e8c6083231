//! Backup and checks of the database.

pub(crate) mod operations;
pub(crate) mod rules;
mod types;

pub use operations::Maintenance;
pub use types::*;
