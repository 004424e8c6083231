//! What the engine does by the calendar, as the areas declare it, and when it is due: pure functions of the time and the
//! last run.

use chrono::TimeDelta;

use crate::clock::Timestamp;
use crate::engine::area;
use crate::engine::name::names;
use crate::error::Result;
use crate::gate::Context;
use crate::zone::Zone;

names! {
    /// Something the engine does by the calendar.
    Job, names
}

/// A job, as its area declares it.
#[derive(Debug)]
pub(crate) struct Task {
    pub(crate) job: Job,
    pub(crate) doc: &'static str,
    /// The last instant at or before the given one at which it fell due.
    pub(crate) last: fn(&Zone, Timestamp) -> Timestamp,
    /// The first instant after the given one at which it falls due.
    pub(crate) next: fn(&Zone, Timestamp) -> Timestamp,
    /// Does it; gives the number of records it changed.
    pub(crate) run: fn(&mut Context<'_>) -> Result<i64>,
}

/// Every task that an area declares.
pub(crate) fn tasks() -> impl Iterator<Item = &'static Task> {
    area::all().flat_map(|area| area.jobs)
}

/// The names of all jobs, each with its documentation.
fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
    tasks().map(|task| (task.job.as_str(), task.doc))
}

/// A last run further ahead than this was noted by a clock gone wrong, and counts for nothing. Less is two processes
/// whose clocks differ.
const AHEAD: TimeDelta = TimeDelta::days(7);

impl Task {
    /// The instant at which the job fell due, where it has not run since.
    pub(crate) fn due(&self, zone: &Zone, now: Timestamp, last_run: Timestamp) -> Option<Timestamp> {
        let due_at = (self.last)(zone, now);
        (last_run < due_at || last_run > now + AHEAD).then_some(due_at)
    }

    /// The instant at which the job was due or will be.
    pub(crate) fn due_or_next(&self, zone: &Zone, now: Timestamp, last_run: Timestamp) -> Timestamp {
        self.due(zone, now, last_run).unwrap_or_else(|| (self.next)(zone, now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar;

    /// Due on Saturdays at 02:00.
    const TASK: Task = Task {
        job: Job::named("scan"),
        doc: "",
        last: calendar::last_saturday_scan,
        next: calendar::next_saturday_scan,
        run: |_| Ok(0),
    };

    #[test]
    fn an_instant_is_served_once() {
        let at = |text: &str| text.parse::<Timestamp>().expect("an instant");
        let shanghai: Zone = "Asia/Shanghai".parse().expect("a zone");
        let saturday = at("2026-03-06T18:00:00Z");
        for (now, last_run, due, next) in [
            // Not yet.
            ("2026-03-06T17:59:59Z", "2026-02-27T18:00:00Z", None, "2026-03-06T18:00:00Z"),
            // Due, and still due on Monday.
            ("2026-03-06T18:00:00Z", "2026-02-27T18:00:00Z", Some(saturday), "2026-03-06T18:00:00Z"),
            ("2026-03-09T01:00:00Z", "2026-03-06T17:59:59Z", Some(saturday), "2026-03-06T18:00:00Z"),
            // It ran.
            ("2026-03-06T18:00:00Z", "2026-03-06T18:00:00Z", None, "2026-03-13T18:00:00Z"),
            ("2026-03-09T01:00:00Z", "2026-03-06T18:00:01Z", None, "2026-03-13T18:00:00Z"),
            // The other process's clock is a little ahead: it ran there.
            ("2026-03-06T18:00:00Z", "2026-03-06T18:00:09Z", None, "2026-03-13T18:00:00Z"),
            ("2026-03-06T17:59:59Z", "2026-03-06T18:00:00Z", None, "2026-03-06T18:00:00Z"),
            // Missed for weeks: once, for the last of them.
            ("2026-03-09T01:00:00Z", "2025-12-01T00:00:00Z", Some(saturday), "2026-03-06T18:00:00Z"),
            // A clock gone wrong does not stop the job for years.
            ("2026-03-09T01:00:00Z", "2036-03-09T01:00:00Z", Some(saturday), "2026-03-06T18:00:00Z"),
        ] {
            assert_eq!(TASK.due(&shanghai, at(now), at(last_run)), due, "{now} after {last_run}");
            assert_eq!(TASK.due_or_next(&shanghai, at(now), at(last_run)), at(next), "{now} after {last_run}");
        }
    }
}
