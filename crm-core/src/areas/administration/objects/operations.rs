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

    /// Creates a record of a defined object (OBJ-12), by the right `create` of the object: `hotel.room.create`, which is this
    /// call too. `new` is the record as a person would write it: `{"number": "301", "price": {"amount": "388.50", "currency":
    /// "CNY"}}`; a record that is referred to stands by its id or by `{"key": "301"}`. What is typed is written by its own
    /// area (`object`: `typed`). Everything that is wrong is told at once.
    ///
    /// With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the record that is there; with
    /// other fields it is a conflict (`id_taken`).
    write[not_found, conflict] fn create(object: String, new: Tree, id: Option<RecordId> = None) -> ObjectRecord;

    /// Creates many records of a defined object: all of them, or none where one is refused; with `per_record` each that can
    /// be, and a report that tells of the others what is wrong with them.
    write[bulk, not_found, conflict] fn create_many(object: String, records: Vec<Tree> [at_most(10_000)], per_record: bool = false) -> ObjectBatch;

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

    /// Tells what refers to a record (OBJ-16), to whoever may get it: by object and field how many records do, up to 1,000,
    /// and the titles of the newest. Of each object it tells what the caller's own list of it would give: nothing of one that
    /// they may not list, or by a field that they don't read in full. Typed fields without an index (who assigned a ticket,
    /// who created a customer) are left out.
    read[not_found] fn related(record: RecordKey, rows: Option<i64> = None [range(0, 20), default("5")]) -> Vec<Related>;

    /// Tells what happened to a record (OBJ-15), newest first, to whoever may get it: when, who, by which operation, and the
    /// fields with their values before and afterwards, under the reader's field rights as they are now. What was changed in
    /// bulk (a push of orders) is told in the audit's summaries alone.
    read[not_found] fn history(record: RecordKey, page: Option<PageRequest> = None) -> HistoryPage;

    /// Changes fields of a record of a defined object (OBJ-9), by the right `update` of the object.
    write[not_found, illegal_transition] fn update(object: String, id: RecordId, changes: ObjectUpdate) -> ObjectRecord;

    /// Calls an action of a record of a defined object (MACH-2), by the right of that name, or a duty that the action gives:
    /// `hotel.reservation.arrive`, which is this call too. `with` are the fields that the action takes.
    write[not_found, conflict, illegal_transition] fn act(object: String, id: RecordId, action: String, with: Option<Tree> = None, version: Option<i64> = None) -> ObjectRecord;

    /// Deletes a record of a defined object (OBJ-13), by the right `delete` of the object: one with states in its first state
    /// alone. What refers to it decides: the deletion is a conflict (`in_use`), the reference is emptied, or what refers goes
    /// too.
    write[confirm, not_found, conflict, illegal_transition] fn delete(object: String, id: RecordId, version: Option<i64> = None) -> ();

    /// Brings a deleted record of a defined object back (OBJ-14), from what the audit kept of it, by the right `restore` of
    /// the object: with its id, number, values and parts. It is asked what a create would be asked; fields that are gone
    /// since are left out. One that is there is a conflict (`id_taken`).
    write[not_found, conflict] fn restore(record: RecordKey) -> ObjectRecord;

    /// Changes the fields that packs give a typed record (EXT-3), in whatever state it is, by the right `extend` of its area:
    /// `customers.extend` for a `customer`, or a duty that the area names. What is the area's own is written by the area.
    write[not_found, conflict] fn extend(record: RecordKey, changes: ObjectUpdate) -> ObjectRecord;
} } }

crate::objects_operations!(crate::engine::operations::project_core);
