//! The dictionary's types.

use crate::error::Result;
use crate::ids::DictionaryEntryId;
use crate::record::record;
use crate::storage::Columns;

record! {
    /// A dictionary entry as records mention it. The item is read at the time of the call, so a renamed one is renamed
    /// everywhere (DICT-3).
    output Choice {
        /// The entry.
        id: DictionaryEntryId,
        /// What people call it.
        item: String,
    }
}

impl Choice {
    /// Reads `uid, item`.
    pub(crate) fn read(columns: &mut Columns<'_>) -> Result<Choice> {
        Ok(Choice { id: DictionaryEntryId(columns.next()?), item: columns.next()? })
    }

    /// Reads `uid, item` of a left join.
    pub(crate) fn read_optional(columns: &mut Columns<'_>) -> Result<Option<Choice>> {
        let (id, item): (Option<uuid::Uuid>, Option<String>) = (columns.next()?, columns.next()?);
        Ok(id.zip(item).map(|(id, item)| Choice { id: DictionaryEntryId(id), item }))
    }
}
