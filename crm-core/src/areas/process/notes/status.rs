//! Who may: a note is its author's. That its record is read is asked where the note is found (PROC-2).

use super::store::Found;
use crate::engine::gate::Entity;
use crate::engine::gate::guard::{Duty, Subject, Whose};
use crate::engine::ids::{RecordId, UserId};
use crate::engine::permission::rights;

const AUTHOR: Duty<'_> = Duty::within("author", "its author");

/// Their own alone, whatever the roles.
const OWN: Whose<'_> = Whose::Only(&[AUTHOR]);

/// Anybody's for who deletes any.
const ANY: Whose<'_> = Whose::RoleOr(&[AUTHOR]);

rights! {
    create by SMAE;
    update by everyone on NOTE whose OWN;
    delete by M        on NOTE whose ANY;
    list   by everyone;
}

impl Subject for Found {
    fn entity(&self) -> Entity {
        Entity::NOTE
    }

    fn id(&self) -> RecordId {
        self.note.id.into()
    }

    fn version(&self) -> i64 {
        self.note.version
    }

    fn creator(&self) -> Option<UserId> {
        self.note.author.as_ref().map(|author| author.id)
    }

    fn duties(&self) -> Vec<(&str, UserId)> {
        self.creator().map(|author| (AUTHOR.name, author)).into_iter().collect()
    }
}
