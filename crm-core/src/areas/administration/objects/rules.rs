//! What is done. How a record is read follows from the shape of its kind (`engine/objects`), and nothing from the area.

use super::types::*;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
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

/// OBJ-16.
pub(super) fn related(cx: &mut Context<'_>, record: &RecordKey, rows: &Option<i64>) -> Result<Vec<Related>> {
    cx.related_to(record, rows)
}

/// OBJ-15.
pub(super) fn history(cx: &mut Context<'_>, record: &RecordKey, page: &Option<PageRequest>) -> Result<HistoryPage> {
    cx.history_of(record, page)
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

/// OBJ-12.
pub(super) fn create(cx: &mut Context<'_>, object: &str, new: &Tree, id: &Option<RecordId>) -> Result<ObjectRecord> {
    cx.create_object(object, new, id)
}

/// OBJ-12.
pub(super) fn create_many(
    cx: &mut Context<'_>,
    object: &str,
    records: &[Tree],
    per_record: &bool,
) -> Result<ObjectBatch> {
    cx.create_objects(object, records, *per_record)
}

/// OBJ-9.
pub(super) fn update(
    cx: &mut Context<'_>,
    object: &str,
    id: &RecordId,
    changes: &ObjectUpdate,
) -> Result<ObjectRecord> {
    cx.update_object(object, *id, changes)
}

/// MACH-2.
pub(super) fn act(
    cx: &mut Context<'_>,
    object: &str,
    id: &RecordId,
    action: &str,
    with: &Option<Tree>,
    version: &Option<i64>,
) -> Result<ObjectRecord> {
    cx.act_on_object(object, *id, action, with, *version)
}

/// EXT-3.
pub(super) fn extend(cx: &mut Context<'_>, record: &RecordKey, changes: &ObjectUpdate) -> Result<ObjectRecord> {
    cx.extend_object(&Entity::from(record.object.as_str()), record.id, changes)
}

/// OBJ-13.
pub(super) fn delete(cx: &mut Context<'_>, object: &str, id: &RecordId, version: &Option<i64>) -> Result<()> {
    cx.delete_object(object, *id, *version)
}

/// OBJ-14.
pub(super) fn restore(cx: &mut Context<'_>, record: &RecordKey) -> Result<ObjectRecord> {
    cx.restore_object(record)
}
