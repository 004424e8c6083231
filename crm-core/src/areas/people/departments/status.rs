//! When may, and who.

use super::types::Department;
use crate::engine::gate::Entity;
use crate::engine::gate::guard::{Subject, Whose};
use crate::engine::ids::RecordId;
use crate::engine::objects::custom::Extends;
use crate::engine::permission::rights;

rights! {
    list   by everyone;
    get    by everyone;
    create by S;
    update by S        on DEPARTMENT;
    delete by S        on DEPARTMENT;
}

/// Who writes the fields that packs give departments.
pub(crate) static EXTENDS: Extends = Extends::by("S", Whose::Anyone);

/// A department as its guards see it.
pub(crate) struct Found {
    pub(crate) key: i64,
    pub(crate) department: Department,
    /// Whether it has users or parts.
    pub(crate) in_use: bool,
}

impl Subject for Found {
    fn entity(&self) -> Entity {
        Entity::DEPARTMENT
    }

    fn id(&self) -> RecordId {
        self.department.id.into()
    }

    fn version(&self) -> i64 {
        self.department.version
    }

    fn hindrance(&self, operation: &str) -> Option<&str> {
        (operation == "departments.delete" && self.in_use).then_some("in_use")
    }
}
