//! The operations of the area.

#[allow(unused_imports, reason = "until the area has operations")]
use super::rules;

/// Hands the area's table to a projecting macro.
#[macro_export]
macro_rules! customers_operations { ($($project:ident)::+) => { $($project)::+! {
    customers: Customers, "Customers (客户): organisations, from the first data to loss and win-back.";
} } }

crate::customers_operations!(crate::operations::project_core);
