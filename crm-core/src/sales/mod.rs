//! What the host's sales system sends: products, stock and orders, pushed or pulled, and what is derived from them.

pub(crate) mod amounts;
pub(crate) mod derived;
mod feed;
pub(crate) mod operations;
pub(crate) mod push;
pub(crate) mod rules;
mod store;
mod totals;
mod types;

pub use feed::{SalesChanges, SalesChangesResult, SalesFeed, SalesFeedState, SalesPull, SalesRefusal};
pub use operations::Sales;
pub use types::*;
