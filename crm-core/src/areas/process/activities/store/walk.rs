//! The statements by which what follows from somebody's zone and department is put right in slices (ACT-13).

use crate::engine::clock::{Date, Timestamp};
use crate::engine::error::Result;
use crate::engine::storage::{Transaction, params};

/// A place in a list of activities: behind it goes on.
#[derive(Debug, Clone, Copy, Default)]
pub(in super::super) struct Place {
    pub(in super::super) stage: i64,
    pub(in super::super) turn: i64,
    pub(in super::super) activity: i64,
}

/// What somebody has planned, gave or attends.
pub(in super::super) struct Planned {
    pub(in super::super) place: Place,
    pub(in super::super) is_assignee: bool,
    pub(in super::super) reminds: bool,
    /// Its last day, where it goes by days.
    pub(in super::super) last_day: Option<Date>,
    pub(in super::super) overdue_at: Option<Timestamp>,
}

/// Begins a part of a person's, at the beginning.
pub(in super::super) fn begin(tx: &mut dyn Transaction, person: i64, part: i64, since: Timestamp) -> Result<()> {
    tx.execute(
        "INSERT INTO activity_walks (person, part, since, stage, turn, activity) VALUES (?, ?, ?, -1, 0, 0) \
         ON CONFLICT (person, part) DO UPDATE SET since = excluded.since, stage = excluded.stage, turn = excluded.turn, \
         activity = excluded.activity",
        params![person, part, since],
    )
    .map(drop)
}

/// When the change was, and how far a part came; none where it is done.
pub(in super::super) fn place(tx: &mut dyn Transaction, person: i64, part: i64) -> Result<Option<(Timestamp, Place)>> {
    tx.one(
        "SELECT since, stage, turn, activity FROM activity_walks WHERE person = ? AND part = ?",
        params![person, part],
        |c| Ok((c.next()?, Place { stage: c.next()?, turn: c.next()?, activity: c.next()? })),
    )
}

pub(in super::super) fn go_on(tx: &mut dyn Transaction, person: i64, part: i64, place: Place) -> Result<()> {
    tx.execute(
        "UPDATE activity_walks SET stage = ?, turn = ?, activity = ? WHERE person = ? AND part = ?",
        params![place.stage, place.turn, place.activity, person, part],
    )
    .map(drop)
}

pub(in super::super) fn end(tx: &mut dyn Transaction, person: i64, part: i64) -> Result<()> {
    tx.execute("DELETE FROM activity_walks WHERE person = ? AND part = ?", params![person, part]).map(drop)
}

/// Some of a person's activities behind a place, planned ones first.
pub(in super::super) fn of_assignee(
    tx: &mut dyn Transaction,
    person: i64,
    behind: Place,
    most: i64,
) -> Result<Vec<Place>> {
    tx.all(
        "SELECT stage, turn, id FROM activities WHERE assignee = ? AND (stage, turn, id) > (?, ?, ?) \
         ORDER BY stage, turn, id LIMIT ?",
        params![person, behind.stage, behind.turn, behind.activity, most],
        |c| Ok(Place { stage: c.next()?, turn: c.next()?, activity: c.next()? }),
    )
}

/// Writes of which department an activity of a person is.
pub(in super::super) fn set_department(tx: &mut dyn Transaction, activity: i64, person: i64) -> Result<usize> {
    tx.execute(
        "UPDATE activities SET department = (SELECT department FROM users WHERE id = ?) WHERE id = ?",
        params![person, activity],
    )
}

/// Some of the planned activities that a person is among the people of, behind a place.
pub(in super::super) fn planned(
    tx: &mut dyn Transaction,
    person: i64,
    behind: Place,
    most: i64,
) -> Result<Vec<Planned>> {
    let turn = if behind.stage < 0 { i64::MIN } else { behind.turn };
    tx.all(
        "SELECT p.stage, p.turn, p.activity, CASE WHEN a.assignee = p.person THEN TRUE ELSE FALSE END, \
         CASE WHEN a.reminders <> '' THEN TRUE ELSE FALSE END, COALESCE(a.due_on, a.ends_on), a.overdue_at \
         FROM activity_people p JOIN activities a ON a.id = p.activity \
         WHERE p.person = ? AND p.stage = 0 AND (p.turn, p.activity) > (?, ?) ORDER BY p.turn, p.activity LIMIT ?",
        params![person, turn, behind.activity, most],
        |c| {
            let place = Place { stage: c.next()?, turn: c.next()?, activity: c.next()? };
            let (is_assignee, reminds) = (c.next()?, c.next()?);
            Ok(Planned { place, is_assignee, reminds, last_day: c.next()?, overdue_at: c.next()? })
        },
    )
}

/// By whose zone a person goes.
pub(in super::super) fn zone_of(tx: &mut dyn Transaction, person: i64) -> Result<Option<String>> {
    tx.one(
        "SELECT COALESCE(u.time_zone, s.time_zone) FROM users u JOIN settings s ON s.id = 1 WHERE u.id = ?",
        params![person],
        |c| c.next(),
    )
}

/// Some of those who go by the company's zone.
pub(in super::super) fn without_zone(tx: &mut dyn Transaction, behind: i64, most: i64) -> Result<Vec<i64>> {
    tx.all("SELECT id FROM users WHERE time_zone IS NULL AND id > ? ORDER BY id LIMIT ?", params![behind, most], |c| {
        c.next()
    })
}
