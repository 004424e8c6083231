//! Imports of CSV files (SALES-3): products, stock, orders, and customers with their contacts, through a mapping from
//! the file's columns to the engine's fields.

mod convert;
mod customers;
mod mapping;
pub(crate) mod operations;
pub(crate) mod rules;
mod table;
mod types;

pub use operations::Imports;
pub use types::*;
