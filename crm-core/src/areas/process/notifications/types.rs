//! What a caller sends and gets.

pub use crate::engine::telling::NotificationKind;

use crate::engine::clock::Timestamp;
use crate::engine::ids::id;
use crate::engine::page::page;
use crate::engine::record::record;
use crate::engine::schedule::Job;
use crate::engine::value::ObjectRef;
use crate::users::{NotificationReason, UserRef};

impl Job {
    /// What people were told long enough ago is removed.
    pub const NOTIFICATIONS_KEPT: Job = Job::named("notifications_kept");
    /// People are told in one message what they have not read (NOTIFY-4).
    pub const DIGESTS: Job = Job::named("digests");
}

id! {
    /// Identifies a notification.
    NotificationId
}

record! {
    /// What somebody is told.
    output Notification {
        /// Its id.
        id: NotificationId,
        /// Why they are told it.
        reason: NotificationReason,
        /// What happened.
        kind: NotificationKind,
        /// What happened as a sentence, in the reader's language.
        text: String,
        /// What the note says that it tells of, as it is now; absent where there is none, or not any more.
        quote: Option<String>,
        /// The record that it is about; what it was called then, where it is gone.
        record: Option<ObjectRef>,
        /// Who did it; nobody where the engine did.
        actor: Option<UserRef>,
        /// When it happened.
        created_at: Timestamp,
        /// When it was marked as read; absent where it was not yet.
        read_at: Option<Timestamp>,
    }
}

page!(NotificationPage of Notification, "A page of notifications, newest first.");
