//! What a caller gets.

use crate::engine::record::record;
use crate::users::UserRef;

record! {
    /// Somebody who follows a record.
    output Follower {
        /// Who follows it.
        user: UserRef,
        /// Whether they hear of every change.
        updates: bool,
    }
}
