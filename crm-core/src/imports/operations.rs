//! The operations of the area.

#[allow(unused_imports, reason = "until the area has operations")]
use super::rules;

/// Hands the area's table to a projecting macro.
#[macro_export]
macro_rules! imports_operations { ($($project:ident)::+) => { $($project)::+! {
    imports: Imports, "Imports of CSV files (导入).";
} } }

crate::imports_operations!(crate::operations::project_core);
