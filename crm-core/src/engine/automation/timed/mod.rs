//! Rules that go by time (AUTO-7): so long before or behind a date or an instant of each record, or at the times of a recurrence.
//!
//! Each enabled one has a *clock*: until when it has been served, kept beside one item of due work ([`due`](crate::engine::due)), which
//! falls due when the next record does. Then the records whose instant lies between the clock and now are found by the index over the
//! field that is counted from, some at a time; each has a savepoint of its own, and the clock goes on when all were looked at. So a
//! rule costs what falls due, however many records there are, and nothing is entered for records that are there or come.
//!
//! What is past when a record gets it lies behind the clock. It is found when it is written, by what the call tells the audit
//! (`settle.rs`) or by what derived days note ([`note`]), and is served where it is not too late. For which values a rule was served of
//! late is remembered, so that none comes twice, whatever was changed forth and back.

mod base;
mod clock;
mod loaded;
mod serve;
mod settle;
mod store;

pub(super) use base::{Offset, Unfit};
pub(super) use loaded::Timed;
pub(in crate::engine) use loaded::is_base;
pub(crate) use store::{Of, note};

use chrono::TimeDelta;

use crate::engine::due::{Again, Kind};
use crate::engine::schedule::Job;

/// Running rules for records of which a date or an instant falls due.
pub(crate) const BY_TIME_JOB: Job = Job::named("rules_by_time");

/// Running rules at the times of a recurrence.
pub(crate) const BY_RECURRENCE_JOB: Job = Job::named("rules_by_recurrence");

/// Of the rule whose document is the item's subject: what it counts from is looked at each day at the latest.
pub(crate) const fn by_time() -> Kind {
    Kind {
        job: BY_TIME_JOB,
        doc: "Running rules for records of which a date or an instant falls due (AUTO-7).",
        serve: serve::serve,
        again: Some(Again { next: clock::next, ahead: SPAN }),
    }
}

/// Of the rule whose document is the item's subject.
pub(crate) const fn by_recurrence() -> Kind {
    Kind {
        job: BY_RECURRENCE_JOB,
        doc: "Running rules at the times of a recurrence (AUTO-7).",
        serve: serve::serve,
        again: Some(Again { next: clock::next, ahead: TimeDelta::days(402) }),
    }
}

static BY_TIME: Kind = by_time();
static BY_RECURRENCE: Kind = by_recurrence();

/// How far a clock may be ahead of another, and the least for which it is remembered what a rule was served for.
const SPAN: TimeDelta = TimeDelta::days(2);

/// When at the latest a rule is looked at again.
const DAILY: TimeDelta = TimeDelta::days(1);

/// The same of a recurrence.
const YEARLY: TimeDelta = TimeDelta::days(400);
