//! The operations of the area.

#[allow(unused_imports, reason = "until the area has operations")]
use super::rules;

/// Hands the area's table to a projecting macro.
#[macro_export]
macro_rules! maintenance_operations { ($($project:ident)::+) => { $($project)::+! {
    maintenance: Maintenance, "Backup and checks of the database.";
} } }

crate::maintenance_operations!(crate::operations::project_core);
