//! When may, and who: an entry is `editable`, or `read_only` for good (DICT-1).

use super::types::DictionaryEntry;
use crate::gate::Entity;
use crate::gate::guard::{Guard, Subject, Whose, identity};

const EDITABLE: &str = "editable";
const READ_ONLY: &str = "read_only";

pub(crate) const GUARDS: &[Guard] = &[
    Guard { operation: "dictionary.update", on: Entity::DictionaryEntry, whose: Whose::Anyone, when: &[EDITABLE] },
    Guard { operation: "dictionary.delete", on: Entity::DictionaryEntry, whose: Whose::Anyone, when: &[EDITABLE] },
];

impl Subject for DictionaryEntry {
    identity!(DictionaryEntry);

    fn state(&self) -> &'static str {
        if self.editable { EDITABLE } else { READ_ONLY }
    }
}
