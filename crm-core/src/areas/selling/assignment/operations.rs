//! The operation by which records are dealt.

use super::rules;
use super::types::*;
use crate::engine::people::People;
use crate::objects::RecordKey;
use crate::users::UserRef;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! assignment_operations { ($($project:ident)::+) => { $($project)::+! {
    assignment: Assigning, "Dealing (派单): records are given to one of several people.";

    /// Gives a record to one of `among` who may be its owner and is not (AUTO-9): to the next in turn, oldest account first,
    /// after who got the caller's last one of the kind; or to who has the fewest of the kind in hand, not in a final state.
    /// Who is passed over, since they may not be its owner, loses no turn. It is the kind's own `assign` or `reassign`, or
    /// another owner by its `update`, and asks all that these ask of the caller. Where there is nobody, it is refused
    /// (`among`: `nobody`). Rules and packs do the same by the effect `call`, each rule in a turn of its own, actions of packs in one of theirs.
    write[rules, not_found, conflict] fn deal(record: RecordKey, among: People, method: Option<Dealing> = None [default("\"round_robin\"")]) -> UserRef;
} } }

crate::assignment_operations!(crate::engine::operations::project_core);
