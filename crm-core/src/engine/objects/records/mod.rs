//! Records of defined objects as one write makes them (MACH-10): the picture of a record, what fills and computes its fields,
//! what is wrong with it, and its row.

mod judge;
mod picture;
mod rollup;
mod row;
#[cfg(test)]
mod tests;

pub use judge::{Asked, judge};
pub use picture::{Call, Look, Picture};
pub use rollup::{Models, Parents, begin};
pub use row::{insert, read, read_by_key, update};
