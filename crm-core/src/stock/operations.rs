//! The operations of the area.

#[allow(unused_imports, reason = "until the area has operations")]
use super::rules;

/// Hands the area's table to a projecting macro.
#[macro_export]
macro_rules! stock_operations { ($($project:ident)::+) => { $($project)::+! {
    stock: StockArea, "Stock (库存) of the host's sales system.";
} } }

crate::stock_operations!(crate::operations::project_core);
