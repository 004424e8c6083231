//! When may, and who.

use super::types::Department;
use crate::gate::Entity;
use crate::gate::guard::{Guard, Subject, Whose, identity};

pub(crate) const GUARDS: &[Guard] = &[
    Guard { operation: "departments.update", on: Entity::Department, whose: Whose::Anyone, when: &[] },
    Guard { operation: "departments.delete", on: Entity::Department, whose: Whose::Anyone, when: &[] },
];

impl Subject for Department {
    identity!(Department);
}
