//! What is done. How a record is read follows from the shape of its kind (`engine/objects`), and nothing from the area.

use super::types::*;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::ids::RecordId;
use crate::engine::page::PageRequest;
use crate::engine::tree::Tree;

/// OBJ-8.
pub(super) fn get(cx: &mut Context<'_>, object: &str, id: &RecordId) -> Result<ObjectRecord> {
    cx.get_of_object(object, *id)
}

/// VIEW-4.
pub(super) fn aggregate(cx: &mut Context<'_>, object: &str, query: &Tree) -> Result<ObjectTable> {
    cx.table_of_object(object, query)
}

/// OBJ-8.
pub(super) fn list(
    cx: &mut Context<'_>,
    object: &str,
    filter: &Option<Tree>,
    sort: &Option<Vec<String>>,
    fields: &Option<Vec<String>>,
    page: &Option<PageRequest>,
) -> Result<ObjectPage> {
    cx.list_of_object(object, filter, sort, fields, page)
}
