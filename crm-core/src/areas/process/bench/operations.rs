//! The operation of the workbench.

use super::rules;
use super::types::*;
use crate::engine::ids::UserId;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! bench_operations { ($($project:ident)::+) => { $($project)::+! {
    bench: Workbench, "The workbench (工作台): what somebody has before them today.";

    /// Gives what somebody has before them today (BENCH-1): a section for each sort of it, with how many there are and the first
    /// `rows` of them. Without `sections` it gives all to which the caller has a right; those that are named otherwise are left
    /// out where the caller has none. Another `person` is one whom the caller's level of `activities` reaches; of their sections
    /// the caller sees what they read themselves, and neither approvals, what was sent back, notifications, reports nor saved views.
    read[not_found] fn today(person: Option<UserId> = None, rows: Option<i64> = None [range(0, 20), default("5")], sections: Option<Vec<String>> = None [text(100), at_most(100)]) -> Bench;
} } }

crate::bench_operations!(crate::engine::operations::project_core);
