//! The operations of the area.

#[allow(unused_imports, reason = "until the area has operations")]
use super::rules;

/// Hands the area's table to a projecting macro.
#[macro_export]
macro_rules! departments_operations { ($($project:ident)::+) => { $($project)::+! {
    departments: Departments, "Departments (部门) of the company.";
} } }

crate::departments_operations!(crate::operations::project_core);
