//! Service after the sale.

pub mod tickets;
