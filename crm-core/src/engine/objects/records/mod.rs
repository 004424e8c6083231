//! Records of defined objects as one write makes them (MACH-10): the picture of a record, what fills and computes its fields,
//! what is wrong with it, and its row.

mod delete;
mod effects;
pub mod input;
mod judge;
mod picture;
mod refresh;
mod rollup;
mod row;
mod series;
#[cfg(test)]
mod tests;
mod writer;

pub use effects::{changeable, stands};
pub use judge::{Asked, compared, judge, point};
pub use picture::{Call, Look, Picture};
pub use refresh::{Refresh, rewrite};
pub use rollup::{Models, Parents, begin};
pub use row::{insert, read, read_by_key, update};
pub use writer::{Hand, Inputs, MOST_CAUSED, MOST_DEEP, Writer, Written};
