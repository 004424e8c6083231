//! The settings of a database: the company's time zone, its currency, what a complete customer needs.

pub(crate) mod operations;
pub(crate) mod rules;
pub(crate) mod status;
pub(crate) mod store;
mod types;

pub use operations::SettingsArea;
pub(crate) use types::NewDatabase;
pub use types::{Settings, SettingsUpdate};
