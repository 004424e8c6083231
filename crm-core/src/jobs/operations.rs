//! The operations of the area.

#[allow(unused_imports, reason = "until the area has operations")]
use super::rules;

/// Hands the area's table to a projecting macro.
#[macro_export]
macro_rules! jobs_operations { ($($project:ident)::+) => { $($project)::+! {
    jobs: Jobs, "Due jobs: what the engine does by the calendar.";
} } }

crate::jobs_operations!(crate::operations::project_core);
