//! Rules (自动化规则, AUTO): what follows from the changes of a call, in its transaction, behind all that it does itself.
//!
//! Which records changed is read from what the audit is told, typed and defined alike, so no area can forget it. A rule's
//! effects are those of actions (MACH-8), done by the same writer as the system; each run has a savepoint of its own. Rules are
//! read and compiled once a version, and kept beside the catalogue: a call that changes no record of which there are rules
//! pays for one comparison.

mod alerts;
mod chain;
mod document;
mod event;
mod loaded;
mod named;
mod run;
mod store;
mod timed;
mod tried;
mod trigger;

pub(crate) use alerts::bring;
pub(crate) use document::AUTOMATION;
pub(crate) use event::{Mark, Was};
pub(crate) use loaded::Loaded;
pub(in crate::engine) use timed::is_base;
pub(crate) use timed::{BY_RECURRENCE_JOB, BY_TIME_JOB, Of, by_recurrence, by_time, note};
pub(crate) use tried::Tried;

use crate::engine::choices::choices;

choices! {
    /// What became of the run of a rule (AUTO-13).
    RunOutcome {
        /// It did what it says.
        Done = "done",
        /// It was refused, and undone; the call went on.
        Failed = "failed",
        /// It would have run a second time for the record in the call, or behind five others (AUTO-6).
        Suppressed = "suppressed",
    }
}

/// Rules that may be enabled (AUTO-1).
pub(crate) const MOST_ENABLED: i64 = 200;

/// How many runs may follow one from the other (AUTO-6).
const LONGEST_CHAIN: usize = 5;

/// After so many failures in a row a rule is disabled (AUTO-5).
const FAILURES: usize = 20;

/// What stands before a rule's name where the audit says what caused a change.
const CAUSE: &str = "setup.automation";
