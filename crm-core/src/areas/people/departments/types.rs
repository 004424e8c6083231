//! What a caller sends and gets.

use crate::engine::entity::entity;
use crate::engine::ids::UserId;
use crate::engine::record::record;
use crate::engine::storage::referred;
use crate::users::UserRef;

/// Departments that a company may have; they are listed all at once, as a tree.
pub const MAX_DEPARTMENTS: i64 = 10_000;

entity! {
    /// A department (部门).
    DEPARTMENT = "department": Department, DepartmentId, NewDepartment, DepartmentUpdate in departments as d extended {
        /// Its name; unique among the departments of the same parent.
        name: String [short],
        /// The department it is part of, none for one at the top; never itself or one of its own parts.
        parent?: DepartmentId [],
        /// Its head (负责人), an active user when named: the superior of its people, and of those of its parts that have none
        /// (PROC-6). One who is disabled later stays, and is passed over.
        head?: UserId as UserRef [],
    } reads {
        /// How many departments stand above it, 0 at the top.
        depth: i64 = unstored,
    }
}

record! {
    /// A department as other records mention it.
    output DepartmentRef {
        /// The department's id.
        id: DepartmentId,
        /// Its name.
        name: String,
    }
}

referred! { DepartmentId in departments }
referred! { DepartmentRef in departments { id: DepartmentId, name } }
