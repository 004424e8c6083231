//! How long notifications are kept (NOTIFY-3): due work of each person who has any.

use chrono::TimeDelta;

use super::store;
use crate::engine::clock::Timestamp;
use crate::engine::due::{Again, Item, Kind};
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::schedule::Job;
use crate::engine::storage::Transaction;

/// How long what was read is kept, and what was not.
const READ: TimeDelta = TimeDelta::days(180);
const UNREAD: TimeDelta = TimeDelta::days(365);

/// The most that one person has.
const MOST: i64 = 10_000;

/// How many more than that there may be until somebody looks.
const BEYOND: i64 = 1_000;

/// Its name.
const JOB: Job = Job::named("notifications_kept");

/// The work: of the person with the key.
static KEPT: Kind = kind();

/// The work, as its area declares it.
pub(crate) const fn kind() -> Kind {
    Kind {
        job: JOB,
        doc: "Removing a person's notifications: read ones after 180 days, others after 365, and the oldest beyond 10,000 \
              (NOTIFY-3).",
        serve: remove,
        again: Some(Again { next, ahead: UNREAD }),
    }
}

fn remove(cx: &mut Context<'_>, item: &Item) -> Result<()> {
    let now = cx.now();
    store::remove_old(cx.tx(), item.subject, now - READ, now - UNREAD)?;
    store::remove_beyond(cx.tx(), item.subject, MOST).map(drop)
}

/// When something is old enough; never where nothing is left.
fn next(cx: &mut Context<'_>, item: &Item) -> Result<Option<Timestamp>> {
    let (read, any) = store::oldest(cx.tx(), item.subject)?;
    Ok([read.map(|at| at + READ), any.map(|at| at + UNREAD)].into_iter().flatten().min())
}

/// Sees to it that the person's are looked at in time: with the first, and where they become too many.
pub(super) fn looked_after(tx: &mut dyn Transaction, user: i64, place: i64, now: Timestamp) -> Result<()> {
    if place == 1 {
        return KEPT.set(tx, user, 0, now + READ);
    }
    if place > MOST && place % BEYOND == 0 { KEPT.set(tx, user, 0, now) } else { Ok(()) }
}

/// What was told at this instant is read now, and may go sooner.
pub(crate) fn read_late(tx: &mut dyn Transaction, user: i64, told_at: Timestamp, now: Timestamp) -> Result<()> {
    KEPT.sooner(tx, user, 0, (told_at + READ).max(now))
}
