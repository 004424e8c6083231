//! The statements on reminders (ACT-12).

use super::super::times::When;
use super::super::types::ActivityId;
use crate::engine::error::Result;
use crate::engine::ids::UserId;
use crate::engine::storage::{Columns, Transaction, params};

/// Somebody who is reminded of an activity, and what goes into it.
pub(in super::super) struct Reminded {
    pub(in super::super) activity: i64,
    pub(in super::super) uid: ActivityId,
    pub(in super::super) subject: String,
    pub(in super::super) reminders: Vec<i64>,
    pub(in super::super) when: When,
    pub(in super::super) person: i64,
    pub(in super::super) id: UserId,
    pub(in super::super) active: bool,
    pub(in super::super) zone: Option<String>,
    pub(in super::super) day_starts: String,
    /// Whether it is planned, and they are its assignee, or attend and have not declined.
    pub(in super::super) attends: bool,
}

/// Minutes as they are kept.
pub(in super::super) fn minutes(kept: &str) -> Vec<i64> {
    kept.split(' ').filter_map(|minutes| minutes.parse().ok()).collect()
}

/// Minutes as they are written.
pub(in super::super) fn kept(minutes: &[i64]) -> String {
    minutes.iter().map(i64::to_string).collect::<Vec<_>>().join(" ")
}

macro_rules! columns {
    ($attends:literal) => {
        concat!(
            "SELECT a.id, a.uid, a.subject, a.reminders, a.due_on, a.due_at, a.starts_at, a.starts_on, u.id, u.uid, ",
            "CASE WHEN u.status = 'active' THEN TRUE ELSE FALSE END, u.time_zone, u.day_starts, ",
            $attends,
            " FROM activities a "
        )
    };
}

fn read(c: &mut Columns<'_>) -> Result<Reminded> {
    let (activity, uid, subject) = (c.next()?, ActivityId(c.next()?), c.next()?);
    let reminders = minutes(&c.next::<String>()?);
    let (due_on, due_at, starts_at, starts_on) = (c.next()?, c.next()?, c.next()?, c.next()?);
    Ok(Reminded {
        activity,
        uid,
        subject,
        reminders,
        when: When { due_on, due_at, starts_at, starts_on, ..When::default() },
        person: c.next()?,
        id: UserId(c.next()?),
        active: c.next()?,
        zone: c.next()?,
        day_starts: c.next()?,
        attends: c.next()?,
    })
}

/// Everybody who is reminded of a planned activity.
pub(in super::super) fn of_activity(tx: &mut dyn Transaction, activity: i64) -> Result<Vec<Reminded>> {
    tx.all(
        concat!(
            columns!("TRUE"),
            "JOIN (SELECT assignee AS person FROM activities WHERE id = ? UNION SELECT t.user_id FROM activity_attendees t ",
            "WHERE t.activity = ? AND t.user_id IS NOT NULL AND t.response <> 'declined') AS p ON TRUE ",
            "JOIN users u ON u.id = p.person WHERE a.id = ? ORDER BY u.id"
        ),
        params![activity, activity, activity],
        read,
    )
}

/// An activity and somebody, who may be reminded of it.
pub(in super::super) fn one(tx: &mut dyn Transaction, activity: i64, person: i64) -> Result<Option<Reminded>> {
    tx.one(
        concat!(
            columns!(
                "CASE WHEN a.stage = 0 AND (a.assignee = u.id OR EXISTS (SELECT 1 FROM activity_attendees t \
                 WHERE t.activity = a.id AND t.user_id = u.id AND t.response <> 'declined')) THEN TRUE ELSE FALSE END"
            ),
            "JOIN users u ON u.id = ? WHERE a.id = ?"
        ),
        params![person, activity],
        read,
    )
}
