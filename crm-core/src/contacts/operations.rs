//! The operations of the area.

#[allow(unused_imports, reason = "until the area has operations")]
use super::rules;

/// Hands the area's table to a projecting macro.
#[macro_export]
macro_rules! contacts_operations { ($($project:ident)::+) => { $($project)::+! {
    contacts: Contacts, "Contacts (联系人) of customers.";
} } }

crate::contacts_operations!(crate::operations::project_core);
