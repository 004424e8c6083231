//! Order history (历史订单) of customers, read from the host's sales system.

pub(crate) mod operations;
pub(crate) mod rules;
pub(crate) mod status;
mod store;
mod types;

pub use operations::Orders;
pub use types::*;
