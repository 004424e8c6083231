//! The operations of the area.

#[allow(unused_imports, reason = "until the area has operations")]
use super::rules;

/// Hands the area's table to a projecting macro.
#[macro_export]
macro_rules! meta_operations { ($($project:ident)::+) => { $($project)::+! {
    meta: Meta, "What hosts that draw screens ask: descriptions, labels, allowed operations.";
} } }

crate::meta_operations!(crate::operations::project_core);
