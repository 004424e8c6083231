//! What an opportunity may sell, line by line (SALE-9). While there are lines, its amount is their sum.

mod set;
pub(super) mod store;
mod types;

pub(super) use set::{lines, not_given, set_lines};
pub use types::*;
