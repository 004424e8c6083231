//! The books of the host: what its sales system tells.

pub mod imports;
pub mod orders;
pub mod products;
pub mod sales;
pub mod stock;
