//! Backup and checks of the database.

pub(crate) mod operations;
pub(crate) mod rules;

pub use operations::Maintenance;
