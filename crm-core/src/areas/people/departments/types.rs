//! What a caller sends and gets.

use crate::engine::error::Result;
use crate::engine::gate::kind::kinds;
use crate::engine::ids::id;
use crate::engine::record::{record, update};
use crate::engine::storage::Columns;

/// Departments that a company may have; they are listed all at once, as a tree.
pub const MAX_DEPARTMENTS: i64 = 10_000;

kinds! {
    /// A department.
    DEPARTMENT = "department" in departments;
}

id! {
    /// Identifies a department.
    DepartmentId
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

record! {
    /// What an administrator gives to create a department.
    input NewDepartment {
        /// Its name; unique among the departments of the same parent.
        name: String [short],
        /// The department it is part of; none for one at the top.
        parent: Option<DepartmentId> = None,
    }
}

update! {
    /// Changes to a department.
    DepartmentUpdate {
        /// Its name; unique among the departments of the same parent.
        name: String [short, required],
        /// The department it is part of; it can't be part of itself or of one of its own parts.
        parent: DepartmentId [],
    }
}

record! {
    /// A department (部门).
    output Department {
        /// Its id.
        id: DepartmentId,
        /// Its version, for updates.
        version: i64,
        /// Its name.
        name: String,
        /// The department it is part of.
        parent: Option<DepartmentId>,
        /// How many departments stand above it, 0 at the top.
        depth: i64,
    }
}

impl DepartmentRef {
    /// Reads `uid, name` of a left join.
    pub(crate) fn read_optional(columns: &mut Columns<'_>) -> Result<Option<DepartmentRef>> {
        let (id, name): (Option<uuid::Uuid>, Option<String>) = (columns.next()?, columns.next()?);
        Ok(id.zip(name).map(|(id, name)| DepartmentRef { id: DepartmentId(id), name }))
    }
}
