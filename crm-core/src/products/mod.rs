//! Products (产品) of the host's sales system.

pub(crate) mod operations;
pub(crate) mod rules;

pub use operations::Products;
