//! The users' types.

use crate::clock::Timestamp;
use crate::dictionary::Choice;
use crate::error::Result;
use crate::ids::{DepartmentId, DictionaryEntryId, UserId};
use crate::record::{choices, record};
use crate::storage::Columns;

choices! {
    /// Whether a user may act.
    UserStatus {
        /// They may.
        Active = "active",
        /// They may not sign in or be given anything; their history stays.
        Disabled = "disabled",
    }
}

record! {
    /// A user as other records mention them.
    output UserRef {
        /// The user's id.
        id: UserId,
        /// The name shown to people.
        display_name: String,
    }
}

record! {
    /// What an administrator gives to create a user (USER-1).
    input NewUser {
        /// The name to sign in with; unique, whatever the case.
        login: String [text(100)],
        /// The name shown to people.
        display_name: String [short],
        /// The department.
        department: Option<DepartmentId> = None,
        /// The e-mail address.
        email: Option<String> = None [short],
        /// The telephone number.
        phone: Option<String> = None [short],
        /// The regions they work, entries of the dictionary category `region`.
        regions: Option<Vec<DictionaryEntryId>> = None [at_most(100)],
        /// The industries they work.
        industries: Option<Vec<String>> = None [short, at_most(100)],
        /// The names of their roles.
        roles: Option<Vec<String>> = None [text(100), at_most(100)],
    }
}

record! {
    /// A user, as administrators see them.
    output User {
        /// Their id.
        id: UserId,
        /// The version, for updates.
        version: i64,
        /// The name to sign in with.
        login: String,
        /// The name shown to people.
        display_name: String,
        /// Whether they may act.
        status: UserStatus,
        /// The department.
        department: Option<DepartmentId>,
        /// The e-mail address.
        email: Option<String>,
        /// The telephone number.
        phone: Option<String>,
        /// The regions they work.
        regions: Vec<Choice>,
        /// The industries they work.
        industries: Vec<String>,
        /// The names of their roles, in alphabetical order.
        roles: Vec<String>,
        /// When they were created.
        created_at: Timestamp,
    }
}

impl UserRef {
    /// Reads `uid, display_name`.
    pub(crate) fn read(columns: &mut Columns<'_>) -> Result<UserRef> {
        Ok(UserRef { id: UserId(columns.next()?), display_name: columns.next()? })
    }

    /// Reads `uid, display_name` of a left join.
    pub(crate) fn read_optional(columns: &mut Columns<'_>) -> Result<Option<UserRef>> {
        let (id, name): (Option<uuid::Uuid>, Option<String>) = (columns.next()?, columns.next()?);
        Ok(id.zip(name).map(|(id, display_name)| UserRef { id: UserId(id), display_name }))
    }
}
