//! Who may: a substitute is whose they stand in for.

use super::rules::Found;
use crate::engine::gate::Entity;
use crate::engine::gate::guard::{Duty, Subject, Whose};
use crate::engine::ids::{RecordId, UserId};
use crate::engine::permission::rights;

/// For whom they stand in.
const PERSON: Duty<'_> = Duty::within("person", "whose substitute it is");

const ANY_OR_PERSON: Whose<'_> = Whose::RoleOr(&[PERSON]);

rights! {
    set  by everyone;
    end  by S        on SUBSTITUTE whose ANY_OR_PERSON;
    list by everyone;
}

impl Subject for Found {
    fn entity(&self) -> Entity {
        Entity::SUBSTITUTE
    }

    fn id(&self) -> RecordId {
        self.substitute.id.into()
    }

    fn version(&self) -> i64 {
        self.substitute.version
    }

    fn duties(&self) -> Vec<(&str, UserId)> {
        vec![(PERSON.name, self.substitute.user.id)]
    }
}
