//! When may, and who: an entry is `editable`, or `read_only` for good (DICT-1).

use super::types::DictionaryEntry;
use crate::engine::gate::Entity;
use crate::engine::gate::guard::Subject;
use crate::engine::ids::RecordId;
use crate::engine::permission::rights;

const EDITABLE: &str = "editable";
const READ_ONLY: &str = "read_only";

rights! {
    choices by everyone;
    list    by S;
    get     by S;
    create  by S;
    update  by S        on DICTIONARY_ENTRY when [EDITABLE];
    delete  by S        on DICTIONARY_ENTRY when [EDITABLE];
}

/// An entry as its guards see it.
pub(crate) struct Found {
    pub(crate) key: i64,
    pub(crate) entry: DictionaryEntry,
    /// Whether any record refers to it.
    pub(crate) in_use: bool,
}

impl Subject for Found {
    fn entity(&self) -> Entity {
        Entity::DICTIONARY_ENTRY
    }

    fn id(&self) -> RecordId {
        self.entry.id.into()
    }

    fn version(&self) -> i64 {
        self.entry.version
    }

    fn state(&self) -> &str {
        if self.entry.editable { EDITABLE } else { READ_ONLY }
    }

    fn hindrance(&self, operation: &str) -> Option<&str> {
        (operation == "dictionary.delete" && self.in_use).then_some("in_use")
    }
}
