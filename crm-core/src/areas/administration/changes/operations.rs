//! The operations on changes.

use super::rules;
use super::types::*;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! changes_operations { ($($project:ident)::+) => { $($project)::+! {
    changes: Changes, "The changed records in order, for hosts that follow the engine.";

    /// Gives the changes behind a sequence number in order, deletions too: 1,000 at a time, or `limit`, or fewer where
    /// their texts come to 4 MiB before (AUDIT-2). Asked again and again with the `sequence`, `database` and `epoch` of
    /// the answer before, beginning with 0, it tells every change exactly once. Where that is not possible it is a
    /// conflict, and the follower begins anew: with another database than the answer before (`other_database`), with one
    /// that was restored from a backup made before that `sequence` (`restored`), and with a sequence number that was not
    /// given yet (`beyond_last`). Without `epoch` the database's first is meant.
    read[everything] fn since(
        sequence: i64 [range(0, i64::MAX)],
        limit: Option<i64> = None [range(1, 10_000), default("1000")],
        database: Option<DatabaseId> = None,
        epoch: Option<EpochId> = None,
    ) -> ChangesSince;

    /// Gives the sequence number of the last change, 0 where there is none, with the database and its epoch: where to
    /// begin after reading the records themselves. Ask for it first, so that what changes meanwhile comes twice rather
    /// than not at all.
    read[everything] fn latest() -> ChangesLatest;
} } }

crate::changes_operations!(crate::engine::operations::project_core);
