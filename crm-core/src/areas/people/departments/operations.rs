//! The operations on departments.

use super::rules;
use super::types::*;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! departments_operations { ($($project:ident)::+) => { $($project)::+! {
    departments: Departments, "Departments (部门) of the company.";

    /// Lists all departments as a tree: each directly behind its parent or a sibling's parts, siblings by name. Every
    /// signed-in user may. A company has at most 10,000.
    read fn list() -> Vec<Department>;

    /// Gives one department. Every signed-in user may.
    read fn get(id: DepartmentId) -> Department;

    /// Creates a department, at the top or as a part of another one, with its head where it has one. Beyond 10,000 of them it is a conflict
    /// (`too_many`).
    ///
    /// With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the department that is there;
    /// with other fields it is a conflict (`id_taken`).
    write fn create(new: NewDepartment, id: Option<DepartmentId> = None) -> Department;

    /// Renames a department, gives it another head, or makes it part of another; its own parts come along.
    write fn update(id: DepartmentId, changes: DepartmentUpdate) -> Department;

    /// Deletes a department; one that has users or parts is a conflict (`in_use`).
    write[confirm] fn delete(id: DepartmentId, version: Option<i64> = None) -> ();
} } }

crate::departments_operations!(crate::engine::operations::project_core);
