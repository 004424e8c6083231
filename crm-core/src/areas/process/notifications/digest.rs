//! The digest (NOTIFY-4): every day or on Mondays, at a time by the clock of a person's zone, one message with what they have not read
//! since the last one. Due work of each person who wants it.

use chrono::{NaiveTime, TimeDelta};
use serde_json::json;

use super::rules::{Seen, walk};
use super::store;
use crate::engine::calendar::next_at;
use crate::engine::clock::Timestamp;
use crate::engine::due::{Again, Item, Kind};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::Context;
use crate::engine::objects::expr::minutes;
use crate::engine::outbox::{DIGEST, ToPerson};
use crate::engine::page::COUNT_LIMIT;
use crate::engine::schedule::Job;
use crate::engine::zone::Zone;
use crate::users::Digest;

/// The sentences of one.
const MOST: usize = 100;

/// The work: of the person with the key.
static KIND: Kind = kind();

/// The work, as the area declares it.
pub(super) const fn kind() -> Kind {
    Kind {
        job: Job::DIGESTS,
        doc: "Telling a person in one message what they have not read (NOTIFY-4).",
        serve: tell,
        again: Some(Again { next: next_of, ahead: TimeDelta::days(9) }),
    }
}

/// The next one of a person; none where they want none, or are not active.
fn next(cx: &mut Context<'_>, user: i64) -> Result<Option<Timestamp>> {
    let Some(wanted) = store::digest(cx.tx(), user)? else { return Ok(None) };
    let mondays = match wanted.digest {
        Digest::Never => return Ok(None),
        Digest::Daily => false,
        Digest::Weekly => true,
    };
    let zone: Zone = wanted.zone.parse().map_err(|()| CrmError::storage("corrupt"))?;
    let at = u32::from(minutes(&wanted.digest_at).unwrap_or_default());
    let at = NaiveTime::from_num_seconds_from_midnight_opt(at * 60, 0).unwrap_or_default();
    Ok(Some(next_at(&zone, at, mondays, cx.now())))
}

fn next_of(cx: &mut Context<'_>, item: &Item) -> Result<Option<Timestamp>> {
    next(cx, item.subject)
}

/// Sees to it that a person's next one comes when they want it, behind a change of what it goes by.
pub(crate) fn settle(cx: &mut Context<'_>, user: i64) -> Result<()> {
    match next(cx, user)? {
        Some(at) => KIND.set(cx.tx(), user, 0, at),
        None => KIND.forget(cx.tx(), user),
    }
}

/// Puts the message into the outbox, where there is anything to tell. Which sentences these are is kept; they are made when the
/// message is taken.
fn tell(cx: &mut Context<'_>, item: &Item) -> Result<()> {
    let user = item.subject;
    let Some(wanted) = store::digest(cx.tx(), user)? else { return Ok(()) };
    let (mut ids, mut count, mut newest) = (Vec::new(), 0_i64, 0);
    cx.in_place_of((user, wanted.id), &mut |theirs| {
        walk(theirs, (user, true), (i64::MAX, MOST), &mut |_, seen: Vec<Seen>| {
            for (kept, _) in seen {
                if kept.place <= wanted.digested || count > COUNT_LIMIT {
                    return Ok(false);
                }
                newest = newest.max(kept.place);
                count += 1;
                if ids.len() < MOST {
                    ids.push(kept.id);
                }
            }
            Ok(true)
        })
    })?;
    if count == 0 {
        return Ok(());
    }
    store::set_digested(cx.tx(), user, newest)?;
    let to = ToPerson { to: (user, wanted.id), medium: DIGEST, topic: DIGEST, record: None };
    let (count, more) = (count.min(COUNT_LIMIT), count > COUNT_LIMIT);
    cx.message(&to, &json!({"notifications": ids, "count": count, "more": more}).to_string()).map(drop)
}
