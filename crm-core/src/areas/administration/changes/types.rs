//! What a caller gets.

use crate::audit::RecordChange;
use crate::clock::Timestamp;
use crate::ids::UserId;
use crate::record::record;

record! {
    /// A changed record, with the call that changed it (AUDIT-2).
    output FollowedChange {
        /// What changed.
        change: RecordChange,
        /// When.
        at: Timestamp,
        /// Who; absent where the engine acted for itself.
        user: Option<UserId>,
        /// The operation, `opportunities.assign`.
        operation: String,
    }
}

record! {
    /// The changes behind a sequence number, oldest first (AUDIT-2).
    output ChangesSince {
        /// The changes.
        items: Vec<FollowedChange>,
        /// The sequence number to ask with next: of the last change here, or the one that was asked with.
        sequence: i64,
        /// Whether there are more already.
        more: bool,
    }
}
