//! Order history (历史订单) of customers, read from the host's sales system.

pub(crate) mod operations;
pub(crate) mod rules;
mod types;

pub use operations::Orders;
pub use types::*;
