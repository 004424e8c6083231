//! What a caller gets.

pub use crate::engine::objects::record::{ObjectPage, ObjectRecord};
