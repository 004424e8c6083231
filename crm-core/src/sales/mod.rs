//! What the host's sales system pushes: products, stock, orders.

pub(crate) mod operations;
pub(crate) mod rules;

pub use operations::Sales;
