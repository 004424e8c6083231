//! The operations on notes.

use super::rules;
use super::types::*;
use crate::engine::page::PageRequest;
use crate::objects::RecordKey;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! notes_operations { ($($project:ident)::+) => { $($project)::+! {
    notes: Notes, "Notes (备注) on records of any kind.";

    /// Writes a note on a record (NOTE-1), whatever its state. Who writes one reads the record: one out of reach is refused as
    /// its own `get` would be, and where records of the kind have no notes, the call is `invalid` (`record`: `not_supported`).
    /// `unreached` are those of the mentioned who don't read the record.
    write[not_found, conflict] fn create(record: RecordKey, new: NewNote, id: Option<NoteId> = None) -> NoteCreated;

    /// Changes a note of one's own (NOTE-1).
    write[not_found, conflict] fn update(id: NoteId, changes: NoteUpdate) -> NoteCreated;

    /// Deletes a note for good: its author's, or any by a sales manager who reads the record (NOTE-1). Its replies stay, as notes
    /// of their own; the audit has their number.
    write[confirm, not_found, conflict] fn delete(id: NoteId, version: Option<i64> = None) -> ();

    /// Lists the notes of a record to whoever reads it (NOTE-1), newest first, replies under theirs in the order in which they
    /// came.
    read[not_found] fn list(record: RecordKey, page: Option<PageRequest> = None) -> NotePage;
} } }

crate::notes_operations!(crate::engine::operations::project_core);
