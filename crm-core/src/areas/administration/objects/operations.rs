//! The operations on records of any kind.

use super::rules;
use super::types::*;
use crate::engine::ids::RecordId;
use crate::engine::page::PageRequest;
use crate::engine::tree::Tree;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! objects_operations { ($($project:ident)::+) => { $($project)::+! {
    objects: Objects, "Records of any kind (对象记录).";

    /// Gives a record of any kind with its own fields (OBJ-8), by the right, the duties and the scope of its area's own
    /// `get`: `customers.get` for a `customer`. What no kind of record is called is refused as `unknown_object`.
    read[not_found] fn get(object: String, id: RecordId) -> ObjectRecord;

    /// Lists records of any kind (OBJ-8) by the right and the scope of their area's own `list`, newest first where `sort`
    /// names no other order. `fields` are the values wanted, paths over references among them (`customer.name`); absent,
    /// all of the kind's own.
    read fn list(object: String, filter: Option<Tree> = None, sort: Option<Vec<String>> = None [at_most(3)], fields: Option<Vec<String>> = None [at_most(200)], page: Option<PageRequest> = None) -> ObjectPage;

    /// Counts, sums and compares records of any kind (VIEW-4), by the right and the scope of their area's own `list`.
    /// `query` is a view's `filter`, `group` (up to three paths, or `{"field": path, "by": "month"}`: day, week, month,
    /// quarter, year), `measures` (one to ten: `{"count": true}`, `{"sum": path}`, `avg`, `min`, `max`, `count_distinct`)
    /// and `sort` (names of columns). More than 10,000 rows are refused as `too_many`.
    read fn aggregate(object: String, query: Tree) -> ObjectTable;
} } }

crate::objects_operations!(crate::engine::operations::project_core);
