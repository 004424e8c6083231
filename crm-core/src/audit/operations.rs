//! The operations of the area.

#[allow(unused_imports, reason = "until the area has operations")]
use super::rules;

/// Hands the area's table to a projecting macro.
#[macro_export]
macro_rules! audit_operations { ($($project:ident)::+) => { $($project)::+! {
    audit: Audit, "The audit: calls, changes and refusals.";
} } }

crate::audit_operations!(crate::operations::project_core);
