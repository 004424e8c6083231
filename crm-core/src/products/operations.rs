//! The operations of the area.

#[allow(unused_imports, reason = "until the area has operations")]
use super::rules;

/// Hands the area's table to a projecting macro.
#[macro_export]
macro_rules! products_operations { ($($project:ident)::+) => { $($project)::+! {
    products: Products, "Products (产品) of the host's sales system.";
} } }

crate::products_operations!(crate::operations::project_core);
