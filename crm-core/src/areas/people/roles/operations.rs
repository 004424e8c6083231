//! The operations on roles.

use super::rules;
use super::types::*;
use crate::engine::gate::Entity;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! roles_operations { ($($project:ident)::+) => { $($project)::+! {
    roles: Roles, "Roles (角色) and the operations they hold.";

    /// Lists all roles, the built-in ones first, then by name. There are at most 1,000.
    read fn list() -> Vec<Role>;

    /// Gives one role.
    read fn get(id: RoleId) -> Role;

    /// Creates a role that holds the given operations, and all operations of the given areas (PERM-1).
    /// Beyond 1,000 roles it is a conflict (`too_many`).
    ///
    /// With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the role that is there; with
    /// other fields it is a conflict (`id_taken`).
    write fn create(new: NewRole, id: Option<RoleId> = None) -> Role;

    /// Creates a role under another name with the operations that this one holds now, what it requires, the records it
    /// reaches and its rights to fields; built-in roles may be copied too. With a `new_id` of the caller's (a UUIDv7) a repetition returns the role that is there; with another name
    /// or original it is a conflict (`id_taken`).
    write[conflict] fn copy(id: RoleId, name: String [text(100)], new_id: Option<RoleId> = None) -> Role;

    /// Renames a role, grants and revokes operations; whoever holds it may and may not at once (PERM-1). Built-in
    /// roles are fixed.
    write fn update(id: RoleId, changes: RoleUpdate) -> Role;

    /// Says whether whoever holds the role needs a second factor, from their next call on (FACTOR-3). Those who signed in
    /// by the engine and have none may then only set one up (`second_factor.begin` and `confirm`, `users.me`); whom the
    /// host authenticated itself is not asked. Built-in roles may be told so too.
    write fn require_factor(id: RoleId, required: bool, version: Option<i64> = None) -> Role;

    /// Sets what a role may do with a field that can be withheld (FIELD-11): `meta.fields` lists those of a kind of record.
    /// `full` is what a role may where nothing was set. It holds at once, also for built-in roles, but for
    /// `system_administrator` and `integration`, which always have the full right (`always_full`). A field that can't be
    /// withheld is a violation (`not_confidential`), and so is hiding a required text, which can be masked
    /// (`not_hideable`).
    ///
    /// Who holds several roles has the widest right among those that hold an operation of the record's area; see
    /// `docs/access.md`.
    write[conflict] fn set_field(id: RoleId, entity: Entity, field: String [text(100)], right: FieldRight, version: Option<i64> = None) -> Role;

    /// Sets which records of an area (`customers`, `opportunities`, `tickets`) a role reads and which it changes (SCOPE-1):
    /// the user's own, those of their department, of it and those below, or all; never more to change than to read
    /// (`above_reads`). Contacts, interactions, orders and churn warnings are of `customers`, plans of `opportunities`.
    /// `all` and `all` is what a role has where nothing was set. Of `activities`, whose holder is the assignee, that is what
    /// `sales_manager` and `executive` have, and every other role `own` (ACT-3); those narrow nobody in anything else. It holds from the next call on, also for built-in roles,
    /// but for `system_administrator` and `integration`, which reach all always (`always_all`).
    ///
    /// The first role of a database that is narrowed has a job made due at once (`jobs.run_due`, or `maintenance.rebuild`),
    /// which prepares it; until then the answer says `in_force: false`, and everybody sees what they saw. Widening the
    /// last narrowed role ends it at once.
    write[conflict] fn set_scope(id: RoleId, area: String [text(100)], reads: ScopeLevel, writes: ScopeLevel, version: Option<i64> = None) -> Role;

    /// Deletes a role; one that a user holds is a conflict (`in_use`). Built-in roles are fixed.
    write[confirm] fn delete(id: RoleId, version: Option<i64> = None) -> ();
} } }

crate::roles_operations!(crate::engine::operations::project_core);
