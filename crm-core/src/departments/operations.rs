//! The operations on departments.

use super::rules;
use super::types::*;
use crate::ids::DepartmentId;

/// Hands the area's table to a projecting macro.
#[macro_export]
macro_rules! departments_operations { ($($project:ident)::+) => { $($project)::+! {
    departments: Departments, "Departments (部门) of the company.";

    /// Lists all departments as a tree: each directly behind its parent or a sibling's parts, siblings by name. Every
    /// signed-in user may.
    read[public] fn list() -> Vec<Department>;

    /// Gives one department. Every signed-in user may.
    read[public] fn get(id: DepartmentId) -> Department;

    /// Creates a department.
    write fn create(new: NewDepartment, id: Option<DepartmentId> = None) -> Department;

    /// Renames a department, or makes it part of another; its own parts come along.
    write fn update(id: DepartmentId, changes: DepartmentUpdate) -> Department;

    /// Deletes a department that has neither users nor parts.
    write[confirm] fn delete(id: DepartmentId, version: Option<i64> = None) -> ();
} } }

crate::departments_operations!(crate::operations::project_core);
