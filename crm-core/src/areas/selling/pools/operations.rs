//! The operations on pools; the pools themselves are setup documents.

use super::rules;
use super::types::*;
use crate::ObjectRef;
use crate::engine::ids::UserId;
use crate::engine::page::PageRequest;
use crate::engine::tree::Tree;
use crate::objects::RecordKey;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! pools_operations { ($($project:ident)::+) => { $($project)::+! {
    pools: Pools, "Pools (公海): records that nobody owns, for account managers to claim.";

    /// Lists the records of a pool, the longest there first; with a filter tree (`matching`) those of which it is true. Its members may,
    /// who looks after it, and sales managers; members see them whatever their scope (ASSIGN-7).
    read fn records(pool: String [text(100)], page: Option<PageRequest> = None, matching: Option<Tree> = None) -> PooledPage;

    /// Tells a member of a pool what they have in hand, and how many records they may still claim (ASSIGN-8).
    read fn standing(pool: String [text(100)]) -> PoolStanding;

    /// Claims up to 100 records of a pool, all or none (ASSIGN-8): they are the caller's, a member of the pool who may develop
    /// opportunities. Refused are, in this order, a record that is not in the pool (a conflict, `not_pooled`: somebody else was faster),
    /// who would have more in hand than it allows (`hold_limit`) or claimed more today than a member may (`per_day`), what is not long
    /// enough in it (`fresh`), and what was the caller's last (`previous_owner`). Who looks after the pool has no need of the last three.
    /// Of a customer, open opportunities stay with their assignees.
    write[conflict] fn claim(pool: String [text(100)], records: Vec<RecordKey> [at_most(100)]) -> Vec<ObjectRef>;

    /// Gives up to 1,000 records of a pool to an account manager, all or none (ASSIGN-9). Sales managers may, and who looks after the
    /// pool; no more than the pool allows anybody to have in hand (a conflict, `hold_limit`).
    write[conflict] fn give(pool: String [text(100)], records: Vec<RecordKey> [at_most(1_000)], to: UserId) -> Vec<ObjectRef>;

    /// Puts up to 1,000 records into a pool, all or none, with a reason (ASSIGN-9): into the one that is named, or each into the first
    /// that takes it. They are nobody's from then on; an opportunity is unassigned. The owner of all of them may, and sales managers.
    /// Packs and rules do the same by the effect `call`.
    write[rules, conflict, not_found, illegal_transition] fn put(
        records: Vec<RecordKey> [at_most(1_000)],
        reason: String [short],
        pool: Option<String> = None [text(100)],
    ) -> Vec<ObjectRef>;

    /// Tells in which pools a record was, the last first, 1,000 at the most: since when, why, and how it ended (ASSIGN-11). Whoever
    /// reads the record may.
    read[not_found] fn stays(record: RecordKey) -> Vec<PoolStay>;
} } }

crate::pools_operations!(crate::engine::operations::project_core);
