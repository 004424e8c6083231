//! When may, and who. The settings are one record without an id of their own: the nil id stands for them.

use super::types::Settings;
use crate::engine::permission::rights;
use crate::gate::Entity;
use crate::gate::guard::Subject;
use crate::ids::RecordId;

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
