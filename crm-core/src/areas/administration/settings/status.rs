//! When may, and who. The settings are one record without an id of their own: the nil id stands for them.

use super::types::Settings;
use crate::engine::gate::Entity;
use crate::engine::gate::guard::Subject;
use crate::engine::ids::RecordId;
use crate::engine::permission::rights;

rights! {
    get    by everyone;
    update by S        on SETTINGS;
}

impl Subject for Settings {
    fn entity(&self) -> Entity {
        Entity::SETTINGS
    }

    fn id(&self) -> RecordId {
        RecordId::default()
    }

    fn version(&self) -> i64 {
        self.version
    }
}
