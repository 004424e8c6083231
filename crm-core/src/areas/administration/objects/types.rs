//! What a caller gets.

pub use crate::engine::objects::record::{ObjectColumn, ObjectPage, ObjectRecord, ObjectTable};
