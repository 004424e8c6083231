//! When each job is due: pure functions of the time and the last run.

use chrono::TimeDelta;

use super::types::Job;
use crate::calendar;
use crate::clock::Timestamp;
use crate::zone::Zone;

/// A last run further ahead than this was noted by a clock gone wrong, and counts for nothing. Less is two processes
/// whose clocks differ.
const AHEAD: TimeDelta = TimeDelta::days(7);

impl Job {
    /// The last instant at or before `now` at which the job fell due.
    fn last(self, zone: &Zone, now: Timestamp) -> Timestamp {
        match self {
            Job::ChurnScan => calendar::last_saturday_scan(zone, now),
        }
    }

    /// The first instant after `now` at which the job falls due.
    fn next(self, zone: &Zone, now: Timestamp) -> Timestamp {
        match self {
            Job::ChurnScan => calendar::next_saturday_scan(zone, now),
        }
    }

    /// The instant at which the job fell due, where it has not run since.
    pub(super) fn due(self, zone: &Zone, now: Timestamp, last_run: Timestamp) -> Option<Timestamp> {
        let due_at = self.last(zone, now);
        (last_run < due_at || last_run > now + AHEAD).then_some(due_at)
    }

    /// The instant at which the job was due or will be.
    pub(super) fn due_or_next(self, zone: &Zone, now: Timestamp, last_run: Timestamp) -> Timestamp {
        self.due(zone, now, last_run).unwrap_or_else(|| self.next(zone, now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            assert_eq!(Job::ChurnScan.due(&shanghai, at(now), at(last_run)), due, "{now} after {last_run}");
            assert_eq!(
                Job::ChurnScan.due_or_next(&shanghai, at(now), at(last_run)),
                at(next),
                "{now} after {last_run}"
            );
        }
    }
}
