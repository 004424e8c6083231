//! When may, and who: a user is `active` or `disabled`.

use super::types::{User, UserStatus};
use crate::gate::Entity;
use crate::gate::guard::{Guard, Subject, Whose, identity};
use crate::ids::RecordId;

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

/// A user as the guards see them.
pub(crate) struct Found {
    pub(super) key: i64,
    pub(super) user: User,
    /// Whether they are an active administrator and nobody else is.
    pub(super) last_administrator: bool,
}

impl Subject for Found {
    fn entity(&self) -> Entity {
        self.user.entity()
    }

    fn id(&self) -> RecordId {
        Subject::id(&self.user)
    }

    fn version(&self) -> i64 {
        self.user.version
    }

    fn state(&self) -> &'static str {
        self.user.state()
    }

    fn hindrance(&self, operation: &str) -> Option<&'static str> {
        // Somebody must be left who can give permissions.
        (operation == "users.disable" && self.last_administrator).then_some("last_administrator")
    }
}
