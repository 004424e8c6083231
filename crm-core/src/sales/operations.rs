//! The operations of the area.

#[allow(unused_imports, reason = "until the area has operations")]
use super::rules;

/// Hands the area's table to a projecting macro.
#[macro_export]
macro_rules! sales_operations { ($($project:ident)::+) => { $($project)::+! {
    sales: Sales, "What the host's sales system pushes: products, stock, orders.";
} } }

crate::sales_operations!(crate::operations::project_core);
