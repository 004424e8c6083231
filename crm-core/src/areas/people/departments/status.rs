//! When may, and who.

use super::types::Department;
use crate::gate::Entity;
use crate::gate::guard::{Guard, Subject, Whose};
use crate::ids::RecordId;

pub(crate) const GUARDS: &[Guard] = &[
    Guard { operation: "departments.update", on: Entity::Department, whose: Whose::Anyone, when: &[] },
    Guard { operation: "departments.delete", on: Entity::Department, whose: Whose::Anyone, when: &[] },
];

/// A department as its guards see it.
pub(crate) struct Found {
    pub(crate) key: i64,
    pub(crate) department: Department,
    /// Whether it has users or parts.
    pub(crate) in_use: bool,
}

impl Subject for Found {
    fn entity(&self) -> Entity {
        Entity::Department
    }

    fn id(&self) -> RecordId {
        self.department.id.into()
    }

    fn version(&self) -> i64 {
        self.department.version
    }

    fn hindrance(&self, operation: &str) -> Option<&'static str> {
        (operation == "departments.delete" && self.in_use).then_some("in_use")
    }
}
