//! The operations on due jobs.

use super::rules;
use super::types::*;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! jobs_operations { ($($project:ident)::+) => { $($project)::+! {
    jobs: Jobs, "Due jobs: what the engine does by the calendar.";

    /// Says which job falls due next, and when; in the past where one is due already.
    read fn next_due() -> DueJob;

    /// Runs what is due, as the actor `system`, and says what ran.
    ///
    /// Every due instant is served once, whoever asks, from several processes too. A job writes in slices, between
    /// which others write, and the note that it ran goes with the last: one that fails or is killed before stays due, and
    /// does the rest when it runs again. Instants that were missed while nobody asked are served together by one run, as
    /// of now. A job that fails undoes no other and keeps none from running.
    ///
    /// What falls due for single records is served oldest first, `limit` items at most, in transactions of at most 200 (PROC-8).
    /// An item that fails is counted, tried again after 1, 5 and 30 minutes and then given up; it stops no other. Where as many were
    /// served as were asked for, there may be more.
    ///
    /// What was committed is told, whatever failed beside it: what failed has the code of its error (`failure`), stays due and
    /// is tried again by the next call. Where nothing ran at all, the first error is the call's; an interruption always is.
    write[sliced] fn run_due(limit: Option<i64> = None [range(1, 10_000), default("1000")]) -> Vec<JobRun>;
} } }

crate::jobs_operations!(crate::engine::operations::project_core);
