//! Contacts (联系人) of customers.

pub(crate) mod operations;
pub(crate) mod rules;
pub(crate) mod status;
pub(crate) mod store;
mod types;

pub use operations::Contacts;
pub use types::*;
