//! The operations on duplicates; the rules that tell them are setup documents.

use super::rules;
use super::types::*;
use crate::engine::page::PageRequest;
use crate::engine::tree::Tree;
use crate::objects::RecordKey;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! duplicates_operations { ($($project:ident)::+) => { $($project)::+! {
    duplicates: Duplicates, "Duplicates (疑似重复): records that may be the same, by rules that the house keeps.";

    /// Tells which records one may be the same as, before it is written (DUP-7), by every rule that is in force: `values` are
    /// its fields so far, `{"name": "恒信轴承", "phone": "021-5555 0100"}`. With `record`, which is there, its own values
    /// stand where `values` has none, and it does not meet itself. At most 100 hits are told, in the order of the rules.
    ///
    /// Of a record that the caller does not see no more is told than its object, what is alike, and whose it is, and nothing
    /// where likeness alone found it. That is counted: beyond as many a day as the settings say, it is refused
    /// (`daily_limit`), and the audit keeps who was told of which.
    read[sliced, not_found, conflict] fn check(object: String [text(100)], values: Tree, record: Option<RecordKey> = None) -> Vec<DuplicateHit>;

    /// Looks through all records by a rule, or by all that are in force (DUP-8). Pairs that are new are added, and open ones
    /// that match no more are gone; what is ignored stays so. All that a rule admits is found. It works in slices, while others
    /// write.
    write[bulk, whole, sliced] fn scan(rule: Option<String> = None [text(100)]) -> DuplicateScan;

    /// Lists pairs of records that may be the same, newest first (DUP-9): of two records that the caller sees both.
    read fn pairs(filter: Option<PairFilter> = None, page: Option<PageRequest> = None) -> PairPage;

    /// Lists what open pairs connect, the largest first (DUP-9).
    read fn clusters(object: String [text(100)], page: Option<PageRequest> = None) -> ClusterPage;

    /// Says of pairs that they are two records each, which no later check or scan tells of; or takes that back (DUP-9). Gives
    /// how many changed.
    write[not_found, conflict] fn ignore(
        pairs: Vec<PairId> [at_most(1_000)],
        ignored: Option<bool> = None [default("true")],
        note: Option<String> = None [short],
    ) -> i64;
} } }

crate::duplicates_operations!(crate::engine::operations::project_core);
