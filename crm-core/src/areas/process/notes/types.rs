//! What a caller sends and gets.

use crate::engine::clock::Timestamp;
use crate::engine::gate::kind::kinds;
use crate::engine::ids::{UserId, id};
use crate::engine::page::page;
use crate::engine::record::{record, update};
use crate::engine::value::ObjectRef;
use crate::users::UserRef;

/// People whom a note may mention.
pub const MAX_MENTIONS: u32 = 50;

/// Replies that a note may have.
pub const MAX_REPLIES: i64 = 1_000;

kinds! {
    /// A note on a record.
    NOTE = "note" in notes;
}

id! {
    /// Identifies a note.
    NoteId
}

record! {
    /// What is given to write a note (NOTE-1).
    input NewNote {
        /// What it says.
        text: String [long],
        /// Active users whom it speaks to or of.
        mentions: Option<Vec<UserId>> = None [at_most(50)],
        /// The note that it replies to: one of the same record that is no reply itself, and has fewer than 1,000 replies.
        reply_to: Option<NoteId> = None,
    }
}

update! {
    /// Changes to a note (NOTE-1).
    NoteUpdate {
        /// What it says.
        text: String [long, required],
        /// Whom it mentions, all of them; an empty list for nobody.
        mentions: Vec<UserId> [at_most(50), required],
    }
}

record! {
    /// A note on a record.
    output Note {
        /// Its id.
        id: NoteId,
        /// Its version, for updates.
        version: i64,
        /// The record that it hangs on.
        record: ObjectRef,
        /// What it says.
        text: String,
        /// Whom it mentions.
        mentions: Vec<UserRef>,
        /// The note that it replies to.
        reply_to: Option<NoteId>,
        /// Who wrote it.
        author: Option<UserRef>,
        /// When it was written.
        created_at: Timestamp,
        /// When it was changed last; absent where it never was.
        edited_at: Option<Timestamp>,
    }
}

record! {
    /// A note that was written, with what its author should know of it (NOTE-2).
    output NoteCreated {
        /// The note.
        note: Note,
        /// Those of the mentioned who don't read the record: they are told nothing of it.
        unreached: Vec<UserRef>,
    }
}

page!(NotePage of Note, "A page of a record's notes, newest first, the replies to each under it in the order in which they came.");
