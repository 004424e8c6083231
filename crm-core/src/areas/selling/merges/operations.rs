//! The operations on merges.

use super::rules;
use super::types::*;
use crate::engine::page::PageRequest;
use crate::objects::RecordKey;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! merges_operations { ($($project:ident)::+) => { $($project)::+! {
    merges: Merges, "Merges (合并): records that are the same become one, and become several again.";

    /// Says what a merge would do, without writing (DUP-14): which record stays, every field with all values and whose is
    /// taken, how many of what moves and falls together, and what would refuse it. Records are customers or contacts; the
    /// survivor, unless it is named, is the first in order: of customers active ones, then those with a key in the host's
    /// ERP, with more orders, complete ones, earlier ones; of contacts the earliest.
    read fn preview(
        records: Vec<RecordKey> [at_most(10)],
        survivor: Option<RecordKey> = None,
        choices: Option<Vec<FieldChoice>> = None [at_most(200)],
    ) -> MergePreview;

    /// Makes records of one kind one (DUP-10 to DUP-13): the survivor keeps its fields and fills empty ones from the others
    /// in their order, but where `choices` say otherwise; everything that refers to the others, or hangs on them, refers to
    /// it and hangs on it; what both have falls together. The id, the number and the key of each loser stand for the
    /// survivor from then on, and a version given with a loser's id is stale. The account manager of a loser becomes a
    /// collaborator of the survivor, unless `keep_as_collaborator` is `false`.
    ///
    /// An active customer is not merged into a lost one, nor the contacts of lost ones, nor what waits for approval. Sales
    /// managers may whose scope reaches all of the records, and who is the account manager of all of them. It can be undone
    /// for as many days as the settings say.
    ///
    /// With an `id` of the caller's (a UUIDv7) a repetition of the same records gives the merge that was done.
    write[confirm, not_found, conflict] fn apply(
        records: Vec<RecordKey> [at_most(10)],
        survivor: Option<RecordKey> = None,
        choices: Option<Vec<FieldChoice>> = None [at_most(200)],
        versions: Option<Vec<RecordVersion>> = None [at_most(10)],
        keep_as_collaborator: Option<bool> = None,
        id: Option<MergeId> = None,
    ) -> Merge;

    /// Undoes a merge (DUP-14): each loser is back with its id, number, key and fields, and what moved goes back, unless it
    /// was deleted or moved on since; fields that the merge set and nobody changed since go back too. What came after the
    /// merge stays with the survivor, but orders of a loser's key go with the key. The result lists what stayed and why.
    /// Refused (`conflict`): `undo_expired` later than the settings say, `merged_later` where the survivor was merged on,
    /// `in_use` where another record has a value of the loser's meanwhile.
    write[confirm, conflict] fn undo(id: MergeId, version: Option<i64> = None) -> MergeUndone;

    /// Lists merges, newest first: a sales manager all of records in their scope, others their own.
    read fn list(filter: Option<MergeFilter> = None, page: Option<PageRequest> = None) -> MergePage;
} } }

crate::merges_operations!(crate::engine::operations::project_core);
