//! What a caller sends and gets.

use crate::engine::clock::Timestamp;
use crate::engine::gate::kind::kinds;
use crate::engine::ids::{UserId, id};
use crate::engine::record::record;
use crate::users::UserRef;

kinds! {
    /// Who signs off for somebody else.
    SUBSTITUTE = "substitute" in substitutes;
}

id! {
    /// Identifies a substitute that was named.
    SubstituteId
}

/// Substitutes that one person has named and that have not ended.
pub const MAX_SUBSTITUTES: usize = 100;

record! {
    /// What is given to name a substitute (APPR-12).
    input NewSubstitute {
        /// For whom; the caller where absent. Administrators name them for others.
        user: Option<UserId> = None,
        /// Who signs off for them.
        substitute: UserId,
        /// From when on.
        starts_at: Timestamp,
        /// Until before when.
        ends_at: Timestamp,
        /// For which flows, by their names; for all where absent.
        flows: Option<Vec<String>> = None [text(100), at_most(50)],
    }
}

record! {
    /// Who signs off for somebody else (审批代理人).
    output Substitute {
        /// Its id.
        id: SubstituteId,
        /// Its version.
        version: i64,
        /// For whom.
        user: UserRef,
        /// Who signs off for them.
        substitute: UserRef,
        /// From when on.
        starts_at: Timestamp,
        /// Until before when.
        ends_at: Timestamp,
        /// For which flows, by their names; for all where absent.
        flows: Option<Vec<String>>,
    }
}
