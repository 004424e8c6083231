//! What the engine does by the calendar, as the areas declare it, and when it is due: pure functions of the time and the
//! last run.

use chrono::TimeDelta;

use crate::engine::area;
use crate::engine::clock::Timestamp;
use crate::engine::due;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Slices};
use crate::engine::name::names;
use crate::engine::zone::Zone;

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
    /// From when on there is something to do, where that is not always so; nothing while there is none. A job without
    /// work is never due, so that nobody is woken for it.
    pub(crate) work_from: Option<WorkFrom>,
    /// Does it in as many transactions as it needs, the last of which calls the end; gives the number of records it
    /// changed.
    pub(crate) run: fn(&mut Slices<'_>, End<'_>) -> Result<i64>,
}

/// From when on a job has something to do.
pub(crate) type WorkFrom = fn(&mut Context<'_>) -> Result<Option<Timestamp>>;

/// What a job does in the last of its transactions: notes that it ran. One that fails before stays due, and does the rest
/// when it runs again.
pub(crate) type End<'a> = &'a mut dyn FnMut(&mut Context<'_>) -> Result<()>;

/// Every task that an area declares.
pub(crate) fn tasks() -> impl Iterator<Item = &'static Task> {
    area::all().flat_map(|area| area.jobs)
}

/// The names of all jobs, those of due work among them, each with its documentation.
fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
    let kinds = due::kinds().map(|kind| (kind.job.as_str(), kind.doc));
    tasks().map(|task| (task.job.as_str(), task.doc)).chain(kinds)
}

/// Which instants a job has been served for, seen from now.
#[derive(Debug, Default)]
pub(crate) struct Served {
    /// The last of them until now, or before what nothing is due.
    pub(crate) before: Option<Timestamp>,
    /// Those that are yet to come, in order: another clock was ahead, or this one was set back.
    pub(crate) ahead: Vec<Timestamp>,
}

impl Task {
    /// From when on there is something to do; nothing where there is none.
    pub(crate) fn work_from(&self, cx: &mut Context<'_>) -> Result<Option<Timestamp>> {
        self.work_from.map_or(Ok(Some(Timestamp::MIN_UTC)), |from| from(cx))
    }

    /// The instant at which the job fell due last, where there was something to do and it was not served for it or for a
    /// later one until now. What was served for instants ahead counts when they come: a clock that went wrong for a while
    /// stops no job for years, and one that was set back has nothing run again.
    pub(crate) fn due(&self, zone: &Zone, now: Timestamp, from: Timestamp, served: &Served) -> Option<Timestamp> {
        let due_at = (self.last)(zone, now);
        (from <= due_at && served.before.is_none_or(|before| before < due_at)).then_some(due_at)
    }

    /// The instant at which the job was due or will be.
    pub(crate) fn due_or_next(&self, zone: &Zone, now: Timestamp, from: Timestamp, served: &Served) -> Timestamp {
        self.due(zone, now, from, served).unwrap_or_else(|| {
            // The first that is not before there is something to do.
            let mut next = (self.next)(zone, if from > now { from - TimeDelta::microseconds(1) } else { now });
            while served.ahead.contains(&next) {
                next = (self.next)(zone, next);
            }
            next
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::calendar;

    /// Due on Saturdays at 02:00.
    const TASK: Task = Task {
        job: Job::named("scan"),
        doc: "",
        last: calendar::last_saturday_scan,
        next: calendar::next_saturday_scan,
        work_from: None,
        run: |_, _| Ok(0),
    };

    #[test]
    fn an_instant_is_served_once() {
        let at = |text: &str| text.parse::<Timestamp>().expect("an instant");
        let shanghai: Zone = "Asia/Shanghai".parse().expect("a zone");
        let saturday = at("2026-03-06T18:00:00Z");
        let weeks = ["2026-02-20T18:00:00Z", "2026-02-27T18:00:00Z", "2026-03-06T18:00:00Z", "2026-03-13T18:00:00Z"];
        let far = ["2026-02-27T18:00:00Z", "2036-03-07T18:00:00Z"];
        for (now, served, due, next) in [
            // Not yet.
            ("2026-03-06T17:59:59Z", &weeks[..2], None, "2026-03-06T18:00:00Z"),
            // Due, and still due on Monday.
            ("2026-03-06T18:00:00Z", &weeks[..2], Some(saturday), "2026-03-06T18:00:00Z"),
            ("2026-03-09T01:00:00Z", &weeks[..2], Some(saturday), "2026-03-06T18:00:00Z"),
            // It was served.
            ("2026-03-06T18:00:00Z", &weeks[..3], None, "2026-03-13T18:00:00Z"),
            ("2026-03-09T01:00:00Z", &weeks[..3], None, "2026-03-13T18:00:00Z"),
            // The other process's clock is a little ahead: it was served there.
            ("2026-03-06T17:59:59Z", &weeks[..3], None, "2026-03-13T18:00:00Z"),
            // Missed for weeks: once, for the last of them.
            ("2026-03-09T01:00:00Z", &weeks[..1], Some(saturday), "2026-03-06T18:00:00Z"),
            // The clock was set back by weeks: what was served there is not served again, now or when it comes.
            ("2026-02-21T01:00:00Z", &weeks[..], None, "2026-03-20T18:00:00Z"),
            ("2026-02-27T18:00:00Z", &weeks[..], None, "2026-03-20T18:00:00Z"),
            // A clock that had gone wrong, and served an instant ten years ahead, does not stop the job until then.
            ("2026-03-09T01:00:00Z", &far[..], Some(saturday), "2026-03-06T18:00:00Z"),
            ("2026-03-01T01:00:00Z", &far[..], None, "2026-03-06T18:00:00Z"),
        ] {
            let now = at(now);
            let (before, ahead): (Vec<_>, Vec<_>) = served.iter().map(|s| at(s)).partition(|s| *s <= now);
            let served = Served { before: before.into_iter().max(), ahead };
            let always = Timestamp::MIN_UTC;
            assert_eq!(TASK.due(&shanghai, now, always, &served), due, "{now} {served:?}");
            assert_eq!(TASK.due_or_next(&shanghai, now, always, &served), at(next), "{now} {served:?}");
        }
    }

    #[test]
    fn without_work_nothing_is_due() {
        let at = |text: &str| text.parse::<Timestamp>().expect("an instant");
        let shanghai: Zone = "Asia/Shanghai".parse().expect("a zone");
        let saturday = "2026-03-06T18:00:00Z";
        for (from, due, next) in [
            // Since before it fell due, in that very instant, and behind it.
            ("2026-03-01T00:00:00Z", Some(saturday), saturday),
            (saturday, Some(saturday), saturday),
            ("2026-03-06T18:00:00.000001Z", None, "2026-03-13T18:00:00Z"),
            // There will be something to do, in the instant of a later one and behind it.
            ("2026-03-20T18:00:00Z", None, "2026-03-20T18:00:00Z"),
            ("2026-03-20T18:00:00.000001Z", None, "2026-03-27T18:00:00Z"),
        ] {
            let (now, served) = (at("2026-03-09T01:00:00Z"), Served::default());
            assert_eq!(TASK.due(&shanghai, now, at(from), &served), due.map(at), "{from}");
            assert_eq!(TASK.due_or_next(&shanghai, now, at(from), &served), at(next), "{from}");
        }
    }
}
