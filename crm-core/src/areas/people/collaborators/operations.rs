//! The operations on collaborators.

use super::rules;
use super::types::*;
use crate::engine::gate::Entity;
use crate::engine::ids::{RecordId, UserId};

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! collaborators_operations { ($($project:ident)::+) => { $($project)::+! {
    collaborators: Collaborators, "Collaborators (协作人) of customers and opportunities.";

    /// Names an active user as a collaborator of a customer or an opportunity (SHARE-1); one who is it already stays. A
    /// record has at most 50 (a conflict, `too_many`).
    write fn add(entity: Entity, id: RecordId, user: UserId) -> CollaboratorList;

    /// Takes a collaborator from a customer or an opportunity; of one who is none nothing changes.
    write[confirm] fn remove(entity: Entity, id: RecordId, user: UserId) -> CollaboratorList;

    /// Lists the collaborators of a customer or an opportunity, those who were named first at the beginning (SHARE-6).
    read fn list(entity: Entity, id: RecordId) -> CollaboratorList;
} } }

crate::collaborators_operations!(crate::engine::operations::project_core);
