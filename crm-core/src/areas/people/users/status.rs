//! When may, and who: a user is `active` or `disabled`.

use super::types::{User, UserStatus};
use crate::engine::gate::Entity;
use crate::engine::gate::guard::{Subject, Whose, identity};
use crate::engine::ids::RecordId;
use crate::engine::objects::custom::Extends;
use crate::engine::permission::rights;

const ACTIVE: &str = UserStatus::Active.as_str();
const DISABLED: &str = UserStatus::Disabled.as_str();

/// Who writes the fields that packs give users.
pub(crate) static EXTENDS: Extends = Extends::by("S", Whose::Anyone);

rights! {
    create          by S;
    get             by S;
    list            by S;
    update          by S        on USER;
    set_roles       by S        on USER;
    set_password    by S        on USER;
    disable         by S        on USER when [ACTIVE];
    enable          by S        on USER when [DISABLED];
    colleagues      by everyone;
    me              by everyone;
    update_profile  by everyone;
    change_password by everyone;
}

impl Subject for User {
    identity!(USER);

    fn state(&self) -> &str {
        self.status.as_str()
    }
}

/// A user as the guards see them.
pub(crate) struct Found {
    pub(crate) key: i64,
    pub(crate) user: User,
    /// Whether it is the acting user.
    pub(super) is_own: bool,
    /// Whether they are an active administrator and nobody else is.
    pub(super) last_administrator: bool,
}

impl Found {
    /// The key, and the user.
    pub(crate) fn into_parts(self) -> (i64, User) {
        (self.key, self.user)
    }
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

    fn state(&self) -> &str {
        self.user.state()
    }

    fn hindrance(&self, operation: &str) -> Option<&str> {
        match operation {
            // Somebody must be left who can give permissions.
            "users.disable" if self.last_administrator => Some("last_administrator"),
            // A session left open must not be enough to take one's own away: that takes a code.
            "second_factor.reset" if self.is_own => Some("own_factor"),
            "second_factor.reset" if !self.user.has_second_factor => Some("factor_off"),
            _ => None,
        }
    }
}
