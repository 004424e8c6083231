//! The operations by which records are dealt; the rules are setup documents.

use super::rules;
use super::types::*;
use crate::engine::people::People;
use crate::engine::tree::Tree;
use crate::objects::RecordKey;
use crate::pools::DealtKind;
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

    /// Tells who would get a record by the enabled rules, and why others would not (ASSIGN-2): the members of each rule that accepts it,
    /// until one decides. Nothing is written.
    read[not_found] fn propose(record: RecordKey) -> Vec<AssignmentCandidate>;

    /// Gives a lead, or a customer without an account manager, to whom the first enabled rule by position gives it that accepts it and
    /// has an eligible member (ASSIGN-2); where there is none, it stays where it is. An opportunity of a customer goes to that one's
    /// account manager, unless the rule says otherwise. Rules and packs do the same by the effect `call`.
    write[rules, not_found, conflict, illegal_transition] fn apply(record: RecordKey) -> Assigned;

    /// Gives up to 10,000 leads, or customers without an account manager, by the enabled rules that don't act at once, the earliest
    /// first, in one transaction (ASSIGN-6); with a filter tree (`matching`) those of which it is true. It tells how many each got, and
    /// why others stay. A dry run tells it alone. The same is done every day at the time of the setting `assignment_at`.
    write[conflict] fn distribute(of: DealtKind, matching: Option<Tree> = None, dry_run: Option<bool> = None [default("false")]) -> Distribution;
} } }

crate::assignment_operations!(crate::engine::operations::project_core);
