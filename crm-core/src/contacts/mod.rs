//! Contacts (联系人) of customers.

pub(crate) mod operations;
pub(crate) mod rules;
pub(crate) mod status;

pub use operations::Contacts;
