//! What is checked and done.

use chrono::TimeDelta;

use super::person;
use super::store::{self, Kept};
use super::types::*;
use crate::engine::clock::Timestamp;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity, Slices};
use crate::engine::hanging::Concern;
use crate::engine::outbox::{DIGEST, Emission, MAX_PAYLOAD, PUSH};
use crate::engine::page::{Count, MAX_LIMIT, PageRequest, Room};
use crate::engine::schedule::End;
use crate::engine::telling::Person;
use crate::notifications;
use crate::objects::RecordKey;

pub(super) use super::person::message;

/// How long a message waits after each failure but the last (AUTO-11).
const WAITS: [TimeDelta; 6] = [
    TimeDelta::minutes(1),
    TimeDelta::minutes(5),
    TimeDelta::minutes(30),
    TimeDelta::hours(2),
    TimeDelta::hours(12),
    TimeDelta::hours(24),
];

/// No message is due further ahead: the longest lease and the longest wait. One that is was set by a wrong clock (PROC-8).
const AHEAD: TimeDelta = TimeDelta::hours(25);

/// How long ended messages are kept, and for how long nobody may have taken one (AUTO-11).
const KEPT: [(MessageStatus, TimeDelta); 3] = [
    (MessageStatus::Done, TimeDelta::days(7)),
    (MessageStatus::Dropped, TimeDelta::days(7)),
    (MessageStatus::Dead, TimeDelta::days(90)),
];
const UNTAKEN: TimeDelta = TimeDelta::days(30);

/// Messages that one transaction of the job ends or removes.
const SLICE: i64 = 500;

/// When a message may be taken next whose attempt of that number failed; none where it was the last.
fn again(attempt: i64, failed: Timestamp) -> Option<Timestamp> {
    let wait = usize::try_from(attempt - 1).ok().and_then(|at| WAITS.get(at));
    wait.map(|wait| failed + *wait)
}

/// AUTO-10.
pub(super) fn emit(
    cx: &mut Context<'_>,
    record: &RecordKey,
    topic: &str,
    fields: &Option<Vec<String>>,
    merge_within: &Option<i64>,
) -> Result<MessageId> {
    match cx.bears(&record.object, Concern::Automation, None)? {
        Some(true) => {}
        Some(false) => cx.violations().add("record", "not_supported", "has no automation", None),
        None => cx.violations().add("object", "unknown_object", "is no kind of record", None),
    }
    let catalogue = cx.catalogue()?;
    let mut named: Vec<String> = Vec::new();
    for (at, name) in fields.iter().flatten().enumerate() {
        if catalogue.definitions.printed_field(&record.object, name).is_none() {
            cx.violations().add(&format!("fields[{at}]"), "unknown_field", "is no field of the record", None);
        } else if !named.contains(name) {
            named.push(name.clone());
        }
    }
    cx.check_fields()?;
    let merge_within = merge_within.unwrap_or_default();
    let emission = Emission { record, topic, fields: &named, merge_within };
    match cx.emit(&emission)? {
        Some(id) => Ok(MessageId(id)),
        None => Err(CrmError::field("fields", "too_large", format!("a message has at most {MAX_PAYLOAD} bytes"))),
    }
}

/// AUTO-11.
pub(super) fn take(
    cx: &mut Context<'_>,
    limit: &Option<i64>,
    kinds: &Option<Vec<MessageKind>>,
    lease_seconds: &Option<i64>,
) -> Result<Vec<OutboxMessage>> {
    cx.check_fields()?;
    let now = cx.now();
    let until = now + TimeDelta::seconds(lease_seconds.unwrap_or(60));
    let limit = Some(limit.unwrap_or(100).min(MAX_LIMIT));
    let mut room = Room::of(&Some(PageRequest { limit, ..Default::default() }));
    let mut taken = Vec::new();
    let wanted = |kind: &MessageKind| kinds.as_ref().is_none_or(|kinds| kinds.is_empty() || kinds.contains(kind));
    for kind in MessageKind::ALL.iter().filter(|kind| wanted(kind)) {
        // Where one is dead, that behind it comes: it is asked for until nobody waits.
        while !room.is_full() {
            let some = store::ready(cx.tx(), kind, (now, now + AHEAD), room.rows.min(100))?;
            if some.is_empty() {
                break;
            }
            for Kept { key, queue, person, mut message } in some {
                if again(message.attempt, now).is_none() && message.attempt > 0 {
                    store::end(cx.tx(), (key, &queue), MessageStatus::Dead, now)?;
                    continue;
                }
                if room.is_full() {
                    break;
                }
                if let Some(to) = person.zip(message.to.as_ref().map(|to| to.id)) {
                    let Some(payload) = said_to(cx, to, &message)? else {
                        store::end(cx.tx(), (key, &queue), MessageStatus::Dropped, now)?;
                        continue;
                    };
                    message.payload = payload;
                }
                message.attempt += 1;
                (message.taken_at, message.leased_until) = (Some(now), Some(until));
                // Where nobody says anything, that is the failure.
                message.due_at = Some(again(message.attempt, until).unwrap_or(until));
                message.status = MessageStatus::Taken;
                store::lease(cx.tx(), key, &message)?;
                room.take(&message);
                taken.push(message);
            }
        }
    }
    Ok(taken)
}

/// What a message says to somebody now; nothing where they are not active, or don't read any more what it is about (AUTO-11).
fn said_to(cx: &mut Context<'_>, to: Person, message: &OutboxMessage) -> Result<Option<String>> {
    match message.medium.as_deref() {
        Some(medium @ (PUSH | DIGEST)) => notifications::messages::payload(cx, to, medium, &message.payload),
        Some(_) => person::said_to(cx, to, message),
        None => Err(CrmError::bug("a message by no known medium")),
    }
}

fn loaded(cx: &mut Context<'_>, id: MessageId) -> Result<Kept> {
    match store::get(cx.tx(), id)? {
        Some(found) => Ok(found),
        None => cx.not_found(Entity::MESSAGE, id),
    }
}

fn not_leased(id: MessageId) -> CrmError {
    CrmError::conflict(Entity::MESSAGE.as_str(), id, "not_leased")
}

/// AUTO-11.
pub(super) fn done(cx: &mut Context<'_>, ids: &[MessageId]) -> Result<()> {
    cx.check_fields()?;
    let now = cx.now();
    for id in ids {
        let Kept { key, queue, message, .. } = loaded(cx, *id)?;
        if message.attempt == 0 {
            return Err(not_leased(*id));
        }
        if message.status != MessageStatus::Done {
            store::end(cx.tx(), (key, &queue), MessageStatus::Done, now)?;
        }
    }
    Ok(())
}

/// AUTO-11.
pub(super) fn failed(cx: &mut Context<'_>, id: &MessageId, reason: &str, permanent: &bool) -> Result<()> {
    cx.check_fields()?;
    let now = cx.now();
    let Kept { key, queue, message, .. } = loaded(cx, *id)?;
    let leased = message.status == MessageStatus::Taken && message.leased_until.is_some_and(|until| until > now);
    if !leased {
        return Err(not_leased(*id));
    }
    let next = again(message.attempt, now).filter(|_| !permanent);
    store::failed(cx.tx(), key, reason, next)?;
    if next.is_none() {
        store::end(cx.tx(), (key, &queue), MessageStatus::Dead, now)?;
    }
    Ok(())
}

/// AUTO-11.
pub(super) fn list(
    cx: &mut Context<'_>,
    filter: &Option<MessageFilter>,
    page: &Option<PageRequest>,
) -> Result<MessagePage> {
    let mut queue = None;
    if let Some(record) = filter.as_ref().and_then(|filter| filter.record.as_ref()) {
        queue = cx.queue_of(record)?;
        if queue.is_none() {
            cx.violations().add("filter.record.object", "unknown_object", "is no kind of record", None);
        }
    }
    cx.check_fields()?;
    store::list(cx.tx(), filter.as_ref(), queue.as_deref(), page)
}

/// AUTO-11.
pub(super) fn retry(cx: &mut Context<'_>, ids: &[MessageId]) -> Result<Count> {
    cx.check_fields()?;
    let (now, mut count) = (cx.now(), 0);
    for id in ids {
        let Kept { key, queue, message, .. } = loaded(cx, *id)?;
        if message.status == MessageStatus::Dead {
            store::revive(cx.tx(), (key, &queue), now)?;
            count += 1;
        }
    }
    Ok(Count { count })
}

/// From when on the job has something to do.
pub(super) fn old_from(cx: &mut Context<'_>) -> Result<Option<Timestamp>> {
    let mut from: Vec<Timestamp> = Vec::new();
    for (status, kept) in KEPT {
        from.extend(store::first_ended(cx.tx(), status)?.map(|at| at + kept));
    }
    from.extend(store::first_untaken(cx.tx())?.map(|at| at + UNTAKEN));
    Ok(from.into_iter().min())
}

/// AUTO-11: ends what nobody took for 30 days, and removes what ended long enough ago.
pub(super) fn look_after(slices: &mut Slices<'_>, end: End<'_>) -> Result<i64> {
    let mut touched = 0;
    loop {
        let some = slices.write(|cx| {
            let now = cx.now();
            let untaken = store::untaken(cx.tx(), now - UNTAKEN, SLICE)?;
            for (key, queue) in &untaken {
                store::end(cx.tx(), (*key, queue), MessageStatus::Dead, now)?;
            }
            let mut some = i64::try_from(untaken.len()).unwrap_or(SLICE);
            for (status, kept) in KEPT {
                some += i64::try_from(store::remove(cx.tx(), status, now - kept, SLICE)?).unwrap_or(SLICE);
            }
            if some == 0 {
                end(cx)?;
            }
            Ok(some)
        })?;
        if some == 0 {
            return Ok(touched);
        }
        touched += some;
    }
}
