//! What a caller sends and gets.

use crate::engine::clock::Timestamp;
use crate::engine::gate::kind::kinds;
use crate::engine::record::record;
use crate::users::UserRef;

/// Collaborators that a record may have (SHARE-1).
pub const MAX_COLLABORATORS: usize = 50;

kinds! {
    /// That somebody works on a record beside the one whose it is.
    COLLABORATION = "collaboration" in customer_collaborators;
}

record! {
    /// Who works on a record beside the one whose it is.
    output Collaborator {
        /// Who it is.
        user: UserRef,
        /// Who named them; absent where the engine did.
        added_by: Option<UserRef>,
        /// Since when.
        added_at: Timestamp,
    }
}

record! {
    /// The collaborators of a record.
    output CollaboratorList {
        /// All of them, at most 50.
        collaborators: Vec<Collaborator>,
    }
}
