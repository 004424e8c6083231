//! Who may: whoever has the record names its collaborators, in every state.

use crate::customers::status::ACCOUNT_MANAGER;
use crate::engine::gate::guard::{Duty, Whose};
use crate::engine::permission::rights;
use crate::opportunities::status::ASSIGNEE;
use crate::shares::status::SHARED;

/// Whoever works on a record beside the one whose it is.
pub(crate) const COLLABORATOR: Duty<'_> = Duty::beside("collaborator", "one of its collaborators");

/// Whoever has it, or decides on any.
const NAMER: Whose<'_> = Whose::RoleOr(&[ACCOUNT_MANAGER, ASSIGNEE]);

/// Whoever sees it (SHARE-6).
const READER: Whose<'_> = Whose::RoleOr(&[ACCOUNT_MANAGER, ASSIGNEE, COLLABORATOR, SHARED]);

rights! {
    add    by M  on CUSTOMER or OPPORTUNITY whose NAMER;
    remove by M  on CUSTOMER or OPPORTUNITY whose NAMER;
    list   by MA on CUSTOMER or OPPORTUNITY whose READER;
}
