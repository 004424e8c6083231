//! What a caller sends and gets.

use crate::engine::clock::Timestamp;
use crate::engine::gate::kind::kinds;
use crate::engine::ids::id;
use crate::engine::page::page;
use crate::engine::record::{choices, record};
use crate::engine::schedule::Job;
use crate::engine::value::ObjectRef;
use crate::objects::RecordKey;
use crate::users::UserRef;

kinds! {
    /// A message of the outbox.
    MESSAGE = "outbox_message" in outbox_messages;
}

impl Job {
    /// Removing messages that ended long enough ago, and ending those that nobody took (AUTO-11).
    pub const OUTBOX_KEPT: Job = Job::named("outbox_kept");
}

id! {
    /// Identifies a message of the outbox.
    MessageId
}

choices! {
    /// What a message of the outbox is.
    MessageKind {
        /// Something happened that the host is told of.
        Event = "event",
        /// Somebody is to be told something, by a medium.
        Person = "person",
    }
}

choices! {
    /// Where a message of the outbox stands.
    MessageStatus {
        /// It waits to be taken, for the first time or once more.
        Waiting = "waiting",
        /// It was taken, and nobody has said yet what became of it.
        Taken = "taken",
        /// What it is for was done.
        Done = "done",
        /// Whom it is for is not there any more, or does not read what it is about any more.
        Dropped = "dropped",
        /// It failed for good, or nobody took it for 30 days.
        Dead = "dead",
    }
}

record! {
    /// A message of the outbox (AUTO-10).
    output OutboxMessage {
        /// Its id, the same at every attempt: by it a host knows what it has done already.
        id: MessageId,
        /// What it is.
        kind: MessageKind,
        /// What it is about, as whoever emitted it calls that: `telecom.request_done`.
        topic: String,
        /// The record that it is about, which may be gone by now; absent where it is about none.
        record: Option<ObjectRef>,
        /// Whom it is for, where it is to somebody.
        to: Option<UserRef>,
        /// By what it is to reach them: `push` at once, `digest` what they have not read; another is the host's own.
        medium: Option<String>,
        /// What it says, as JSON: of an event `event`, `object`, `id`, `version`, `time`, the values of the `fields` that were named,
        /// and the `changed` ones of them; of one to somebody `event`, `user` and the `notification`, in a digest the `count`, whether
        /// there are `more`, and up to 100 `notifications`, the newest first; by a medium of the host's the `text` of the template,
        /// beside it `medium`, `object`, `id`, `time`, `template_version` and `media_type`. It is the exact text to sign. Lists leave
        /// it empty where it is somebody's.
        payload: String,
        /// Where it stands.
        status: MessageStatus,
        /// How often it was taken.
        attempt: i64,
        /// Why it failed last.
        reason: Option<String>,
        /// When it was emitted.
        created_at: Timestamp,
        /// When it was taken last.
        taken_at: Option<Timestamp>,
        /// Until when nobody else takes it.
        leased_until: Option<Timestamp>,
        /// When it may be taken next; absent where it ended.
        due_at: Option<Timestamp>,
        /// When it ended.
        ended_at: Option<Timestamp>,
    }
}

page!(MessagePage of OutboxMessage, "A page of the outbox, newest first.");

record! {
    /// Which messages are wanted; what is absent does not restrict.
    input MessageFilter {
        /// That stand so.
        status: Option<MessageStatus> = None,
        /// Of this topic.
        topic: Option<String> = None [text(100), exact],
        /// About this record.
        record: Option<RecordKey> = None,
    }
}
