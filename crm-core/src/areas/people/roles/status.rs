//! When may, and who: a role is `built_in`, or `custom` and an administrator's to change.

use super::types::Role;
use crate::gate::Entity;
use crate::gate::guard::{Guard, Subject, Whose, identity};

const BUILT_IN: &str = "built_in";
const CUSTOM: &str = "custom";

pub(crate) const GUARDS: &[Guard] = &[
    Guard { operation: "roles.copy", on: Entity::Role, whose: Whose::Anyone, when: &[] },
    Guard { operation: "roles.update", on: Entity::Role, whose: Whose::Anyone, when: &[CUSTOM] },
    Guard { operation: "roles.delete", on: Entity::Role, whose: Whose::Anyone, when: &[CUSTOM] },
];

impl Subject for Role {
    identity!(Role);

    fn state(&self) -> &'static str {
        if self.built_in { BUILT_IN } else { CUSTOM }
    }

    fn hindrance(&self, operation: &str) -> Option<&'static str> {
        (operation == "roles.delete" && self.users > 0).then_some("in_use")
    }
}
