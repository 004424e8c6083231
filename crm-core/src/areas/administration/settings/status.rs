//! When may, and who. The settings are one record without an id of their own: the nil id stands for them.

use super::types::Settings;
use crate::gate::Entity;
use crate::gate::guard::{Guard, Subject, Whose};
use crate::ids::RecordId;

pub(crate) const GUARDS: &[Guard] =
    &[Guard { operation: "settings.update", on: Entity::Settings, whose: Whose::Anyone, when: &[] }];

impl Subject for Settings {
    fn entity(&self) -> Entity {
        Entity::Settings
    }

    fn id(&self) -> RecordId {
        RecordId::default()
    }

    fn version(&self) -> i64 {
        self.version
    }
}
