//! The operations on the outbox.

use super::rules;
use super::types::*;
use crate::engine::page::{Count, PageRequest};
use crate::engine::people::People;
use crate::objects::RecordKey;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! outbox_operations { ($($project:ident)::+) => { $($project)::+! {
    outbox: Outbox, "The outbox (发件箱): what hosts are told, and say that they did.";

    /// Puts an event about a record into the outbox (AUTO-10), with the values of own fields of it, which are told whatever
    /// the caller's field rights are. With `merge_within`, one of the topic that was made so many seconds ago at the most, and
    /// that nobody took, says this from now on. Packs do the same by the effect `call`.
    write[rules, not_found] fn emit(
        record: RecordKey,
        topic: String [text(100)],
        fields: Option<Vec<String>> = None [at_most(100)],
        merge_within: Option<i64> = None [range(0, 86_400)],
    ) -> MessageId;

    /// Puts a message to each of these people into the outbox (AUTO-10), to reach them by a medium that the host knows: `email`,
    /// `sms`. It says what the template makes of the record now, for each under their own rights; who doesn't read the record gets
    /// none. `push` and `digest` are the engine's own (`medium`: `reserved`). More than 1,000 people are `invalid` (`to`:
    /// `too_many`), and so is what is more than 64 KiB (`template`: `too_large`). Gives how many messages there are.
    write[rules, not_found] fn message(record: RecordKey, to: People, medium: String [text(50)], template: String [text(100)]) -> Count;

    /// Takes messages that wait, oldest first, for so many seconds (AUTO-11); the answer ends with 4 MiB. Of one record's only the
    /// earliest that has not ended is taken. What nobody says to be done until then has failed, and is handed out again.
    write fn take(
        limit: Option<i64> = None [range(1, 1_000), default("100")],
        kinds: Option<Vec<MessageKind>> = None [at_most(10)],
        lease_seconds: Option<i64> = None [range(1, 3_600), default("60")],
    ) -> Vec<OutboxMessage>;

    /// Says that what messages are for was done (AUTO-11), whoever took them; again is no matter. One that was never taken is a
    /// conflict (`not_leased`).
    write[not_found, conflict] fn done(ids: Vec<MessageId> [at_most(1_000)]) -> ();

    /// Says that it was not done, and why (AUTO-11): it waits for 1, 5, 30 minutes, 2, 12 and 24 hours, and with the seventh
    /// failure it is dead; with `permanent` at once. One that is not taken, or not any more, is a conflict (`not_leased`).
    write[not_found, conflict] fn failed(id: MessageId, reason: String [text(500)], permanent: bool = false) -> ();

    /// Lists messages, newest first.
    read fn list(filter: Option<MessageFilter> = None, page: Option<PageRequest> = None) -> MessagePage;

    /// Has dead messages wait again, as if they had never been taken (AUTO-11). Gives how many were dead.
    write[not_found] fn retry(ids: Vec<MessageId> [at_most(1_000)]) -> Count;
} } }

crate::outbox_operations!(crate::engine::operations::project_core);
