//! The operations of the area.

#[allow(unused_imports, reason = "until the area has operations")]
use super::rules;

/// Hands the area's table to a projecting macro.
#[macro_export]
macro_rules! roles_operations { ($($project:ident)::+) => { $($project)::+! {
    roles: Roles, "Roles (角色) and the operations they hold.";
} } }

crate::roles_operations!(crate::operations::project_core);
