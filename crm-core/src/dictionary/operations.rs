//! The operations of the area.

#[allow(unused_imports, reason = "until the area has operations")]
use super::rules;

/// Hands the area's table to a projecting macro.
#[macro_export]
macro_rules! dictionary_operations { ($($project:ident)::+) => { $($project)::+! {
    dictionary: Dictionary, "The data dictionary (数据字典): the choices of every coded field.";
} } }

crate::dictionary_operations!(crate::operations::project_core);
