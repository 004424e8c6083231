//! When may, and who: a user is `active` or `disabled`.

use super::types::{User, UserStatus};
use crate::gate::Entity;
use crate::gate::guard::{Guard, Subject, Whose, identity};

const ACTIVE: &str = UserStatus::Active.as_str();
const DISABLED: &str = UserStatus::Disabled.as_str();

pub(crate) const GUARDS: &[Guard] = &[
    Guard { operation: "users.update", on: Entity::User, whose: Whose::Anyone, when: &[] },
    Guard { operation: "users.set_roles", on: Entity::User, whose: Whose::Anyone, when: &[] },
    Guard { operation: "users.set_password", on: Entity::User, whose: Whose::Anyone, when: &[] },
    Guard { operation: "users.disable", on: Entity::User, whose: Whose::Anyone, when: &[ACTIVE] },
    Guard { operation: "users.enable", on: Entity::User, whose: Whose::Anyone, when: &[DISABLED] },
];

impl Subject for User {
    identity!(User);

    fn state(&self) -> &'static str {
        self.status.as_str()
    }
}
