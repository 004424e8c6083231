//! The operations of the area.

#[allow(unused_imports, reason = "until the area has operations")]
use super::rules;

/// Hands the area's table to a projecting macro.
#[macro_export]
macro_rules! tickets_operations { ($($project:ident)::+) => { $($project)::+! {
    tickets: Tickets, "Service tickets (客户服务).";
} } }

crate::tickets_operations!(crate::operations::project_core);
