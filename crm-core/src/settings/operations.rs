//! The operations of the area.

#[allow(unused_imports, reason = "until the area has operations")]
use super::rules;

/// Hands the area's table to a projecting macro.
#[macro_export]
macro_rules! settings_operations { ($($project:ident)::+) => { $($project)::+! {
    settings: SettingsArea, "The settings of the database.";
} } }

crate::settings_operations!(crate::operations::project_core);
