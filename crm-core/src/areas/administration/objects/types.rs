//! What a caller gets.

pub use crate::engine::objects::record::{
    HistoryChange, HistoryField, HistoryPage, ObjectBatch, ObjectColumn, ObjectCreated, ObjectPage, ObjectRecord,
    ObjectTable, ObjectUpdate, RecordKey, Related,
};
