//! What a caller gets.

use crate::audit::RecordChange;
use crate::engine::clock::Timestamp;
use crate::engine::ids::{UserId, id};
use crate::engine::record::record;

id! {
    /// Identifies a database; a backup of it is the same.
    DatabaseId
}

id! {
    /// Identifies an incarnation of a database: each time that a backup is opened for writing, one begins.
    EpochId
}

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
        /// The database, to ask with next.
        database: DatabaseId,
        /// Its incarnation, to ask with next.
        epoch: EpochId,
    }
}

record! {
    /// Where the changes of a database stand.
    output ChangesLatest {
        /// The sequence number of the last change, 0 where there is none.
        sequence: i64,
        /// The database.
        database: DatabaseId,
        /// Its incarnation.
        epoch: EpochId,
    }
}
