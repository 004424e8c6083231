//! The operations of hand-over.

use super::rules;
use super::types::*;
use crate::engine::ids::UserId;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! handover_operations { ($($project:ident)::+) => { $($project)::+! {
    handover: Handover, "Hand-over (移交): what one person has passes to another.";

    /// Counts what a person has, kind by kind and without any content (HAND-1): customers they manage; opportunities that
    /// are assigned to them, or that they recorded and nobody has yet; tickets of theirs that are not archived; open churn
    /// warnings, which follow their customer; and collaborations.
    read fn preview(from_user: UserId) -> HandoverPreview;

    /// Hands over what a person has to one successor, with the reason: everything, the records named, or those that the
    /// filters find (HAND-1), of which exactly one is given. All or nothing, in one transaction during which nobody else
    /// writes.
    ///
    /// Customers get the new account manager, lost ones too; assigned opportunities and open tickets are assigned anew in
    /// the state in which they are, those that nobody had are assigned; warnings and plans follow their record (HAND-2).
    /// What is final stays. Each record counts a version. What the person does not have any more is skipped and counted
    /// (HAND-3). With *everything* their collaborations pass on, and what was shared with them ends (HAND-4).
    ///
    /// Sales managers may; system administrators may for a person who is disabled (HAND-6).
    write[confirm, bulk] fn run(
        from_user: UserId,
        to_user: UserId,
        reason: String [long],
        what: NewHandover,
    ) -> HandoverResult;
} } }

crate::handover_operations!(crate::engine::operations::project_core);
