//! The operations of the area.

#[allow(unused_imports, reason = "until the area has operations")]
use super::rules;

/// Hands the area's table to a projecting macro.
#[macro_export]
macro_rules! interactions_operations { ($($project:ident)::+) => { $($project)::+! {
    interactions: Interactions, "Interactions (交往记录) with customers: visits, calls.";
} } }

crate::interactions_operations!(crate::operations::project_core);
