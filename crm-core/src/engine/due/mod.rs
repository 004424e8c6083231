//! Due work (PROC-8): all that falls due for single records, in one indexed table of instants, whatever kind it is of. An
//! area declares a kind beside its table (`due` of its `AREA`): a name, and what is done for an item. It sets an item's
//! instant where a rule knows it ([`Kind::set`]), in the rule's transaction, and takes it away again ([`Kind::forget`]).
//!
//! `jobs.run_due` serves what is due, oldest first, whatever it is ([`run`]). An item is taken from the table, or given its
//! next instant, in the transaction that does its work and in a savepoint of its own: so each is served once, whoever asks
//! and whoever is killed, and one that fails undoes no other. What is done by the calendar for the whole database is no due
//! work but a task (`engine/schedule.rs`).

mod serve;
mod store;

pub(crate) use serve::run;
pub(crate) use store::next;

use chrono::TimeDelta;

use crate::engine::area;
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::schedule::Job;

/// A kind of due work, as its area declares it.
#[derive(Debug)]
pub(crate) struct Kind {
    /// Its name, among those of jobs.
    pub(crate) job: Job,
    pub(crate) doc: &'static str,
    /// Does what an item is for. A refusal or failure leaves nothing of it, and it is tried again.
    pub(crate) serve: fn(&mut Context<'_>, &Item) -> Result<()>,
    /// How the work comes again, where it does.
    pub(crate) again: Option<Again>,
}

/// How an item's work comes again.
#[derive(Debug)]
pub(crate) struct Again {
    /// The first instant after now at which the item falls due; none where it was the last.
    pub(crate) next: fn(&mut Context<'_>, &Item) -> Result<Option<Timestamp>>,
    /// No such instant is further ahead than this, for a clock that was set back a little neither: one that is was set by a
    /// clock gone wrong, and counts as due.
    pub(crate) ahead: TimeDelta,
}

/// Something that falls due: what its kind does, for the record with the key. Of one record there may be several, each with
/// a number of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) subject: i64,
    pub(crate) part: i64,
    /// The instant at which it fell due; it is served as of now.
    pub(crate) due_at: Timestamp,
}

/// What became of the items of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) job: Job,
    /// When the last of them fell due.
    pub(crate) due_at: Timestamp,
    /// How many were served.
    pub(crate) done: i64,
    /// How many failed.
    pub(crate) failed: i64,
    /// The code of the error at which serving ended, where it was at one of them.
    pub(crate) failure: Option<&'static str>,
}

/// Every kind that an area declares.
pub(crate) fn kinds() -> impl Iterator<Item = &'static Kind> {
    area::all().flat_map(|area| area.due)
}

fn find(job: &Job) -> Option<&'static Kind> {
    kinds().find(|kind| kind.job == *job)
}
