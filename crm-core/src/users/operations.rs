//! The operations on users.

use super::rules;
use super::types::*;
use crate::ids::UserId;

/// Hands the area's table to a projecting macro.
#[macro_export]
macro_rules! users_operations { ($($project:ident)::+) => { $($project)::+! {
    users: Users, "Users (用户) of the engine, their roles and passwords.";

    /// Creates a user (USER-1).
    write fn create(new: NewUser, id: Option<UserId> = None) -> User;

    /// Gives one user.
    read fn get(id: UserId) -> User;
} } }

crate::users_operations!(crate::operations::project_core);
