//! What a caller gets.

pub use crate::engine::objects::record::{
    ObjectBatch, ObjectColumn, ObjectCreated, ObjectPage, ObjectRecord, ObjectTable, ObjectUpdate, RecordKey, Related,
};
