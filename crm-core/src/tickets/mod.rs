//! Service tickets (客户服务): what a customer asks for, who handles it, and whether the customer was satisfied.

pub(crate) mod operations;
pub(crate) mod rules;
pub(crate) mod status;
pub(crate) mod store;
mod types;

pub use operations::Tickets;
pub use types::*;
