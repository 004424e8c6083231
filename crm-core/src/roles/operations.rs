//! The operations on roles.

use super::rules;
use super::types::*;
use crate::ids::RoleId;

/// Hands the area's table to a projecting macro.
#[macro_export]
macro_rules! roles_operations { ($($project:ident)::+) => { $($project)::+! {
    roles: Roles, "Roles (角色) and the operations they hold.";

    /// Lists all roles, the built-in ones first, then by name.
    read fn list() -> Vec<Role>;

    /// Gives one role.
    read fn get(id: RoleId) -> Role;

    /// Creates a role (PERM-1).
    write fn create(new: NewRole, id: Option<RoleId> = None) -> Role;

    /// Creates a role under another name with the operations that this one holds now, built-in roles too.
    write fn copy(id: RoleId, name: String [text(100)], new_id: Option<RoleId> = None) -> Role;

    /// Renames a role, grants and revokes operations; whoever holds it may and may not at once (PERM-1). Built-in
    /// roles are fixed.
    write fn update(id: RoleId, changes: RoleUpdate) -> Role;

    /// Deletes a role that no user holds. Built-in roles are fixed.
    write[confirm] fn delete(id: RoleId, version: Option<i64> = None) -> ();
} } }

crate::roles_operations!(crate::operations::project_core);
