//! The dictionary's types.

use crate::engine::error::Result;
use crate::engine::gate::kind::kinds;
use crate::engine::ids::id;
use crate::engine::page::page;
use crate::engine::record::{record, update};
use crate::engine::storage::referred;

/// Entries that a category may have; a form offers them all at once.
pub const MAX_CHOICES: i64 = 10_000;

kinds! {
    /// A dictionary entry.
    DICTIONARY_ENTRY = "dictionary_entry" in dictionary_entries;
}

id! {
    /// Identifies a dictionary entry.
    DictionaryEntryId
}

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

record! {
    /// A choice of a coded field, as a form offers it (DICT-4).
    output DictionaryChoice {
        /// The entry, by which calls name it.
        id: DictionaryEntryId,
        /// What people call it.
        item: String,
        /// The value behind it: the grade 1–5 for the labels of satisfaction and credit.
        value: String,
    }
}

record! {
    /// What an administrator gives to add an entry (DICT-1).
    input NewDictionaryEntry {
        /// The coded field it belongs to: `region`, `customer_level`, `ticket_kind`, or one of the host's own.
        category: String [text(100)],
        /// What people call it; new in its category.
        item: String [short],
        /// The value behind it; new in its category.
        value: String [short],
        /// Whether it can be changed and deleted later; it can where absent.
        editable: Option<bool> = None [default("true")],
    }
}

update! {
    /// Changes to an editable entry (DICT-1).
    DictionaryEntryUpdate {
        /// The coded field it belongs to; fixed while the entry is in use.
        category: String [text(100), required],
        /// What people call it.
        item: String [short, required],
        /// The value behind it.
        value: String [short, required],
        /// `false` makes the entry read-only for good.
        editable: bool [required],
    }
}

record! {
    /// A dictionary entry (数据字典项).
    output DictionaryEntry {
        /// Its id, by which calls name it.
        id: DictionaryEntryId,
        /// Its version, for updates.
        version: i64,
        /// Its short number.
        number: Option<i64>,
        /// The coded field it belongs to.
        category: String,
        /// What people call it.
        item: String,
        /// The value behind it.
        value: String,
        /// Whether it can be changed and deleted.
        editable: bool,
    }
}

page!(DictionaryPage of DictionaryEntry, "A page of dictionary entries, by category.");

record! {
    /// Which entries are wanted; what is absent does not restrict (DICT-4).
    input DictionaryFilter {
        /// Of exactly this category.
        category: Option<String> = None [text(100), exact],
        /// The item contains this; width and case don't matter, and an empty text restricts nothing.
        item: Option<String> = None [short],
        /// The value contains this; width and case don't matter, and an empty text restricts nothing.
        value: Option<String> = None [short],
        /// Editable ones, or those that are not.
        editable: Option<bool> = None,
    }
}

referred! { DictionaryEntryId in dictionary_entries }
referred! { Choice in dictionary_entries { id: DictionaryEntryId, item } }
