//! The operations on dictionary entries.

use super::rules;
use super::types::*;
use crate::engine::page::PageRequest;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! dictionary_operations { ($($project:ident)::+) => { $($project)::+! {
    dictionary: Dictionary, "The data dictionary (数据字典): the choices of every coded field.";

    /// Gives the choices of a category in the order they were entered; none for a category that has no entries
    /// (DICT-4). Every signed-in user may read them. A category has at most 10,000.
    read fn choices(category: String [text(100)]) -> Vec<DictionaryChoice>;

    /// Lists entries by category, and within it in the order they were entered (DICT-4).
    read fn list(filter: Option<DictionaryFilter> = None, page: Option<PageRequest> = None) -> DictionaryPage;

    /// Gives one entry.
    read fn get(id: DictionaryEntryId) -> DictionaryEntry;

    /// Adds an entry to a category, a new one too (DICT-1). Item and value must each be new in the category, which may
    /// have 10,000 entries.
    ///
    /// With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the entry that is there; with
    /// other fields it is a conflict (`id_taken`).
    write fn create(new: NewDictionaryEntry, id: Option<DictionaryEntryId> = None) -> DictionaryEntry;

    /// Changes an editable entry, or makes it read-only for good (DICT-1). Records that refer to it show the new item
    /// at once (DICT-3). An entry in use keeps its category.
    write fn update(id: DictionaryEntryId, changes: DictionaryEntryUpdate) -> DictionaryEntry;

    /// Deletes an editable entry that no record uses (DICT-1); one in use is a conflict (`in_use`).
    write[confirm] fn delete(id: DictionaryEntryId, version: Option<i64> = None) -> ();
} } }

crate::dictionary_operations!(crate::engine::operations::project_core);
