//! The operations on users.

use super::rules;
use super::types::*;
use crate::engine::ids::UserId;
use crate::engine::page::PageRequest;
use crate::engine::secret::Secret;
use crate::engine::tree::Tree;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! users_operations { ($($project:ident)::+) => { $($project)::+! {
    users: Users, "Users (用户) of the engine, their roles and passwords.";

    /// Creates an active user with the given roles (USER-1). They have no password until one is set.
    ///
    /// With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the user that is there; with
    /// other fields it is a conflict (`id_taken`).
    write fn create(new: NewUser, id: Option<UserId> = None) -> User;

    /// Gives one user.
    read fn get(id: UserId) -> User;

    /// Lists users by login name, disabled ones too unless the filter names a status.
    read fn list(filter: Option<UserFilter> = None, page: Option<PageRequest> = None, matching: Option<Tree> = None) -> UserPage;

    /// Changes a user's login name, display name, department and the like (USER-1); what they may do is changed by
    /// `set_roles`.
    write fn update(id: UserId, changes: UserUpdate) -> User;

    /// Gives a user exactly these roles, by name, none for an empty list (USER-1). The last active administrator keeps
    /// theirs: taking it away is a conflict (`last_administrator`).
    write fn set_roles(id: UserId, roles: Vec<String> [text(100), at_most(100)], version: Option<i64> = None) -> User;

    /// Sets a user's password, of 8 to 200 characters, or takes it away where none is given (USER-2); a lock of the
    /// login ends.
    write fn set_password(id: UserId, password: Option<Secret> = None [at_least(8)], version: Option<i64> = None) -> User;

    /// Disables an active user, and tells what they still hold (USER-1). Their history stays; whatever they do next is
    /// refused. Disabling the last active administrator is a conflict (`last_administrator`).
    write[confirm] fn disable(id: UserId, version: Option<i64> = None) -> DisabledUser;

    /// Enables a disabled user; they have the roles they had.
    write fn enable(id: UserId, version: Option<i64> = None) -> User;

    /// Lists active users by name, for every signed-in user (USER-3).
    read fn colleagues(filter: Option<ColleagueFilter> = None, page: Option<PageRequest> = None) -> ColleaguePage;

    /// Gives the acting user, with their roles (USER-3).
    read[enrols] fn me() -> User;

    /// Changes the acting user's own profile (USER-3): display name, e-mail, phone, regions, industries; and own settings
    /// (PROC-7): time zone, when the day starts, and how they want to be told of what concerns them. The engine keeps the
    /// latter; nobody is told of anything yet.
    write fn update_profile(changes: ProfileUpdate) -> User;

    /// Changes the acting user's own password, to one of 8 to 200 characters (USER-3). Who has one gives it as
    /// `current`; a wrong one is refused as `login_failed` and counts as a failed log-in, and enough of them lock it
    /// (USER-2). Where one has a second factor the count of wrong tries stays until one has signed in.
    write[login_failed] fn change_password(password: Secret [at_least(8)], current: Option<Secret> = None) -> User;
} } }

crate::users_operations!(crate::engine::operations::project_core);
