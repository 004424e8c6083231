//! The operations of the area.

#[allow(unused_imports, reason = "until the area has operations")]
use super::rules;

/// Hands the area's table to a projecting macro.
#[macro_export]
macro_rules! churn_operations { ($($project:ident)::+) => { $($project)::+! {
    churn: Churn, "Churn warnings (客户流失预警), from the scan to loss or recovery.";
} } }

crate::churn_operations!(crate::operations::project_core);
