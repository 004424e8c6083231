//! The operations of the area.

#[allow(unused_imports, reason = "until the area has operations")]
use super::rules;

/// Hands the area's table to a projecting macro.
#[macro_export]
macro_rules! changes_operations { ($($project:ident)::+) => { $($project)::+! {
    changes: Changes, "The changed records in order, for hosts that follow the engine.";
} } }

crate::changes_operations!(crate::operations::project_core);
