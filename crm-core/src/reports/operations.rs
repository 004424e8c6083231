//! The operations of the area.

#[allow(unused_imports, reason = "until the area has operations")]
use super::rules;

/// Hands the area's table to a projecting macro.
#[macro_export]
macro_rules! reports_operations { ($($project:ident)::+) => { $($project)::+! {
    reports: Reports, "Reports (统计报表).";
} } }

crate::reports_operations!(crate::operations::project_core);
