//! The operations of the area.

#[allow(unused_imports, reason = "until the area has operations")]
use super::rules;

/// Hands the area's table to a projecting macro.
#[macro_export]
macro_rules! orders_operations { ($($project:ident)::+) => { $($project)::+! {
    orders: Orders, "Order history (历史订单) of customers, read from the host's sales system.";
} } }

crate::orders_operations!(crate::operations::project_core);
