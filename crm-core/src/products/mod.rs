//! Products (产品) of the host's sales system.

pub(crate) mod operations;
pub(crate) mod rules;
mod store;
mod types;

pub use operations::Products;
pub use types::*;
