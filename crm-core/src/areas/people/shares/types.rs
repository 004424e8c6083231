//! What a caller sends and gets.

use crate::departments::DepartmentRef;
use crate::engine::clock::Timestamp;
use crate::engine::ids::RecordId;
use crate::engine::page::page;
use crate::engine::record::{choices, record};
use crate::users::UserRef;

/// Shares that a record may have (SHARE-2).
pub const MAX_SHARES: usize = 200;

choices! {
    /// What a share allows.
    ShareAccess {
        /// To see the record and what belongs to it.
        Read = "read",
        /// To maintain it beside that, as a collaborator does.
        Write = "write",
    }
}

record! {
    /// With whom a record is shared: a user, or a department and those below it.
    output Share {
        /// The user; absent where it is a department.
        user: Option<UserRef>,
        /// The department; absent where it is a user.
        department: Option<DepartmentRef>,
        /// What it allows.
        access: ShareAccess,
        /// Who gave it; absent where the engine did.
        given_by: Option<UserRef>,
        /// When it was given, or changed.
        given_at: Timestamp,
    }
}

record! {
    /// With whom a record is shared.
    output ShareList {
        /// All of them, at most 200.
        shares: Vec<Share>,
    }
}

record! {
    /// A record that is shared with the acting user.
    output SharedRecord {
        /// Its id.
        id: RecordId,
        /// Its short number; absent until the engine that gives numbers has seen it.
        number: Option<i64>,
        /// What it is called: a customer's name, that of an opportunity's customer, what a ticket is about.
        name: String,
        /// What the share allows.
        access: ShareAccess,
        /// The department that it is shared with; absent where it is shared with the user.
        department: Option<DepartmentRef>,
        /// Who gave the share; absent where the engine did.
        given_by: Option<UserRef>,
        /// When it was given, or changed.
        given_at: Timestamp,
    }
}

page!(SharedRecordPage of SharedRecord, "A page of shared records, latest share first.");
