//! When may, and who: an entry is `editable`, or `read_only` for good (DICT-1).

use super::types::DictionaryEntry;
use crate::gate::Entity;
use crate::gate::guard::{Guard, Subject, Whose};
use crate::ids::RecordId;

const EDITABLE: &str = "editable";
const READ_ONLY: &str = "read_only";

pub(crate) const GUARDS: &[Guard] = &[
    Guard { operation: "dictionary.update", on: Entity::DictionaryEntry, whose: Whose::Anyone, when: &[EDITABLE] },
    Guard { operation: "dictionary.delete", on: Entity::DictionaryEntry, whose: Whose::Anyone, when: &[EDITABLE] },
];

/// An entry as its guards see it.
pub(crate) struct Found {
    pub(crate) key: i64,
    pub(crate) entry: DictionaryEntry,
    /// Whether any record refers to it.
    pub(crate) in_use: bool,
}

impl Subject for Found {
    fn entity(&self) -> Entity {
        Entity::DictionaryEntry
    }

    fn id(&self) -> RecordId {
        self.entry.id.into()
    }

    fn version(&self) -> i64 {
        self.entry.version
    }

    fn state(&self) -> &'static str {
        if self.entry.editable { EDITABLE } else { READ_ONLY }
    }

    fn hindrance(&self, operation: &str) -> Option<&'static str> {
        (operation == "dictionary.delete" && self.in_use).then_some("in_use")
    }
}
