//! The statements on activities.

pub(crate) mod calendar;
pub(super) mod days;
pub(super) mod kept;
pub(crate) mod reached;
pub(super) mod reminders;
pub(super) mod series;
pub(super) mod walk;

use std::collections::BTreeSet;

use super::times::{self, Derived};
use super::types::*;
use crate::dictionary::{Choice, DictionaryEntryId};
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::gate::Entity;
use crate::engine::ids::{RecordId, UserId};
use crate::engine::objects::Bearer;
use crate::engine::sorting::Arranged as _;
use crate::engine::storage::{Columns, ToValue, Transaction, Value, children, params};
use crate::engine::tables::{Folded, Held, folded};
use crate::engine::text::fold;
use crate::engine::value::ObjectRef;
use crate::interactions::InteractionId;
use crate::users::UserRef;

/// Texts that are kept folded too.
pub(super) const FOLDED: &[Folded] = folded! {
    activities: "subject" => subject_folded;
};

/// What they are yet to do, but for what is their own affair (PROC-3).
pub(super) const HELD: &[Held] = &[Held {
    entity: Entity::ACTIVITY,
    count: "SELECT count(*) FROM activities WHERE assignee = ? AND stage = 0 AND personal = FALSE",
}];

/// An activity with its keys. Of the records that it names, `object` is the table yet, and they have no titles.
pub(crate) struct Found {
    pub(super) key: i64,
    pub(super) activity: Activity,
    /// Whether there is somebody else to whom it can be handed back.
    pub(super) returnable: bool,
    /// The key of the series that it is of, and whether it was changed alone (ACT-11).
    pub(super) series: Option<i64>,
    pub(super) altered: bool,
    /// Whether the acting user's level of writing reaches it.
    pub(super) reached: bool,
}

/// What [`read`] reads, in its order.
macro_rules! columns {
    () => {
        "a.id, CASE WHEN g.status = 'active' AND a.giver <> a.assignee THEN TRUE ELSE FALSE END, a.overdue_at, \
         COALESCE(s.time_zone, (SELECT z.time_zone FROM settings z WHERE z.id = 1)), a.uid, \
         a.version, a.number, k.uid, k.item, a.subject, a.details, a.place, a.priority, a.status, a.due_on, a.due_at, \
         a.starts_at, a.ends_at, a.starts_on, a.ends_on, a.time_zone, s.uid, s.display_name, g.uid, g.display_name, c.uid, \
         c.display_name, a.created_at, m.home, m.record, a.reminders, a.personal, a.done_at, d.uid, d.display_name, a.result, a.reason, \
         a.remark, x.uid, q.recurrence, q.uid, a.occurrence, a.series, a.altered"
    };
}
pub(super) use columns;

/// What is joined to activities.
macro_rules! joined {
    () => {
        " JOIN dictionary_entries k ON k.id = a.kind JOIN users s ON s.id = a.assignee \
         LEFT JOIN users g ON g.id = a.giver LEFT JOIN users c ON c.id = a.creator \
         LEFT JOIN users d ON d.id = a.done_by LEFT JOIN activity_records m ON m.activity = a.id AND m.nth = 0 \
         LEFT JOIN interactions x ON x.activity = a.id LEFT JOIN activity_series q ON q.id = a.series"
    };
}
pub(super) use joined;

/// A record by its table and public id, as long as nobody is told of it.
fn lying(home: String, record: uuid::Uuid) -> ObjectRef {
    ObjectRef { object: home, id: RecordId(record), title: None }
}

/// The activity without its records and attendees, as it stands at an instant.
pub(super) fn read(c: &mut Columns<'_>, now: Timestamp) -> Result<Found> {
    let (key, returnable, overdue_at) = (c.next()?, c.next()?, c.next::<Option<Timestamp>>()?);
    let zone: String = c.next()?;
    let mut activity = Activity {
        id: ActivityId(c.next()?),
        version: c.next()?,
        number: c.next()?,
        kind: Choice::read(c)?,
        subject: c.next()?,
        details: c.next()?,
        place: c.next()?,
        priority: c.next()?,
        status: c.next()?,
        due_on: c.next()?,
        due_at: c.next()?,
        starts_at: c.next()?,
        ends_at: c.next()?,
        starts_on: c.next()?,
        ends_on: c.next()?,
        time_zone: c.next()?,
        overdue: false,
        assignee: UserRef::read(c)?,
        giver: UserRef::read_optional(c)?,
        creator: UserRef::read_optional(c)?,
        created_at: c.next()?,
        attendees: Vec::new(),
        main: c.next::<Option<String>>()?.zip(c.next()?).map(|(home, record)| lying(home, record)),
        records: Vec::new(),
        reminders: reminders::minutes(&c.next::<String>()?),
        personal: c.next()?,
        done_at: c.next()?,
        done_by: UserRef::read_optional(c)?,
        result: c.next()?,
        reason: c.next()?,
        comment: c.next()?,
        interaction: c.next::<Option<uuid::Uuid>>()?.map(InteractionId),
        recurrence: c.next()?,
        series: c.next::<Option<uuid::Uuid>>()?.map(SeriesId),
        occurrence: c.next()?,
    };
    activity.overdue = times::is_overdue(&activity, overdue_at, &zone, now);
    Ok(Found { key, activity, returnable, series: c.next()?, altered: c.next()?, reached: true })
}

/// Reads the records and attendees of activities, where they are no more than is allowed.
pub(super) fn fill(
    tx: &mut dyn Transaction,
    keys: &[i64],
    activities: &mut [Activity],
    allowed: &mut usize,
) -> Result<bool> {
    let select = "SELECT r.activity, r.home, r.record FROM activity_records r WHERE r.activity";
    let records = children(tx, select, keys, "r.activity, r.nth", allowed, |c| Ok(lying(c.next()?, c.next()?)))?;
    let select = "SELECT t.activity, u.uid, u.display_name, t.home, t.record, t.name, t.email, t.response \
                  FROM activity_attendees t LEFT JOIN users u ON u.id = t.user_id WHERE t.activity";
    let attendees = children(tx, select, keys, "t.activity, t.nth", allowed, |c| {
        Ok(Attendee {
            user: UserRef::read_optional(c)?,
            contact: c.next::<Option<String>>()?.zip(c.next()?).map(|(home, record)| lying(home, record)),
            name: c.next()?,
            email: c.next()?,
            response: c.next()?,
        })
    })?;
    let (Some(mut records), Some(mut attendees)) = (records, attendees) else { return Ok(false) };
    for (key, activity) in keys.iter().zip(activities) {
        activity.records = records.remove(key).unwrap_or_default();
        activity.attendees = attendees.remove(key).unwrap_or_default();
    }
    Ok(true)
}

pub(super) fn get(tx: &mut dyn Transaction, id: ActivityId, now: Timestamp) -> Result<Option<Found>> {
    let sql = concat!("SELECT ", columns!(), " FROM activities a", joined!(), " WHERE a.uid = ?");
    let Some(mut found) = tx.one(sql, params![&id.0], |c| read(c, now))? else { return Ok(None) };
    fill(tx, &[found.key], std::slice::from_mut(&mut found.activity), &mut { usize::MAX })?;
    Ok(Some(found))
}

/// What may change of an activity, in the order of the columns that the statements below name.
fn changing<'a>(activity: &'a Activity, derived: &Derived) -> Vec<Value<'a>> {
    vec![
        (&activity.kind.id.0).into(),
        activity.subject.to_value(),
        fold(&activity.subject).into(),
        activity.details.to_value(),
        activity.place.to_value(),
        activity.priority.into(),
        activity.status.into(),
        activity.due_on.to_value(),
        activity.due_at.to_value(),
        activity.starts_at.to_value(),
        activity.ends_at.to_value(),
        activity.starts_on.to_value(),
        activity.ends_on.to_value(),
        activity.time_zone.to_value(),
        (&activity.assignee.id.0).into(),
        user(&activity.giver),
        reminders::kept(&activity.reminders).into(),
        activity.personal.into(),
        activity.done_at.to_value(),
        user(&activity.done_by),
        activity.result.to_value(),
        activity.reason.to_value(),
        activity.comment.to_value(),
        (&activity.assignee.id.0).into(),
        derived.begins_at.into(),
        derived.until_at.into(),
        derived.overdue_at.map_or(Value::Null, Value::from),
        derived.stage.into(),
        derived.turn.into(),
        derived.days.map_or(Value::Null, |(first, _)| first.into()),
        derived.days.map_or(Value::Null, |(_, last)| last.into()),
    ]
}

/// The public id of somebody, if there is anybody.
fn user(of: &Option<UserRef>) -> Value<'_> {
    of.as_ref().map_or(Value::Null, |user| (&user.id.0).into())
}

/// Writes a new activity, without its records and attendees; its key.
pub(super) fn insert(tx: &mut dyn Transaction, activity: &Activity, derived: &Derived) -> Result<i64> {
    let mut values = changing(activity, derived);
    let created_at = activity.created_at.into();
    values.extend([(&activity.id.0).into(), activity.number.into(), user(&activity.creator), created_at]);
    tx.insert(
        "INSERT INTO activities (kind, subject, subject_folded, details, place, priority, status, due_on, due_at, starts_at, \
         ends_at, starts_on, ends_on, time_zone, assignee, giver, reminders, personal, done_at, done_by, result, reason, remark, \
         department, begins_at, until_at, overdue_at, stage, turn, first_on, last_on, uid, number, creator, created_at) \
         VALUES ((SELECT id FROM dictionary_entries WHERE uid = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, \
         (SELECT id FROM users WHERE uid = ?), (SELECT id FROM users WHERE uid = ?), ?, ?, ?, \
         (SELECT id FROM users WHERE uid = ?), ?, ?, ?, (SELECT department FROM users WHERE uid = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, \
         (SELECT id FROM users WHERE uid = ?), ?)",
        &values,
    )
}

/// Writes what may change of an activity, its version too.
pub(super) fn update(tx: &mut dyn Transaction, key: i64, activity: &Activity, derived: &Derived) -> Result<usize> {
    let mut values = changing(activity, derived);
    values.extend([activity.version.into(), key.into()]);
    tx.execute(
        "UPDATE activities SET kind = (SELECT id FROM dictionary_entries WHERE uid = ?), subject = ?, subject_folded = ?, \
         details = ?, place = ?, priority = ?, status = ?, due_on = ?, due_at = ?, starts_at = ?, ends_at = ?, starts_on = ?, \
         ends_on = ?, time_zone = ?, assignee = (SELECT id FROM users WHERE uid = ?), \
         giver = (SELECT id FROM users WHERE uid = ?), reminders = ?, personal = ?, done_at = ?, \
         done_by = (SELECT id FROM users WHERE uid = ?), result = ?, reason = ?, remark = ?, \
         department = (SELECT department FROM users WHERE uid = ?), begins_at = ?, until_at = ?, overdue_at = ?, stage = ?, \
         turn = ?, first_on = ?, last_on = ?, version = ? WHERE id = ?",
        &values,
    )
}

/// Writes whose an activity is, and its place in their lists and in those of its records.
pub(super) fn settle(tx: &mut dyn Transaction, key: i64, derived: &Derived) -> Result<()> {
    let Derived { stage, turn, days, .. } = *derived;
    let (first, last) = days.unzip();
    tx.execute("DELETE FROM activity_people WHERE activity = ?", params![key])?;
    tx.execute(
        "INSERT INTO activity_people (person, stage, turn, activity) \
         SELECT p.person, a.stage, a.turn, a.id FROM activities a JOIN (\
         SELECT assignee AS person FROM activities WHERE id = ? \
         UNION SELECT giver FROM activities WHERE id = ? AND giver IS NOT NULL \
         UNION SELECT user_id FROM activity_attendees WHERE activity = ? AND user_id IS NOT NULL) AS p ON TRUE WHERE a.id = ?",
        params![key, key, key, key],
    )?;
    let sql = "UPDATE activity_records SET stage = ?, turn = ?, first_on = ?, last_on = ? WHERE activity = ?";
    tx.execute(sql, params![stage, turn, first, last, key]).map(drop)
}

/// Writes on which records an activity hangs, all of them; their place in the lists is settled behind. Where its main one is gone,
/// the first of these takes no place of its. `customers` has the columns of their tables that say to which customer each belongs.
pub(super) fn set_records(
    tx: &mut dyn Transaction,
    key: i64,
    records: &[Bearer],
    customers: &[Option<String>],
    without_main: bool,
) -> Result<()> {
    tx.execute("DELETE FROM activity_records WHERE activity = ?", params![key])?;
    for (nth, (bearer, customer)) in (i64::from(without_main)..).zip(records.iter().zip(customers)) {
        let (home, record) = (bearer.home.as_str(), &bearer.record.id.0);
        let mut values = params![key, nth, home, record].to_vec();
        let customer = match customer {
            Some(column) => {
                values.push(record.into());
                format!("(SELECT x.{column} FROM {home} x WHERE x.uid = ?)")
            }
            None => "NULL".to_owned(),
        };
        let sql = format!(
            "INSERT INTO activity_records (activity, nth, home, record, stage, turn, customer) \
             VALUES (?, ?, ?, ?, 0, 0, {customer})"
        );
        tx.execute(&sql, &values)?;
    }
    Ok(())
}

/// The key of a customer.
pub(super) fn customer_key(tx: &mut dyn Transaction, customer: uuid::Uuid) -> Result<Option<i64>> {
    tx.one("SELECT id FROM customers WHERE uid = ?", params![&customer], |c| c.next())
}

/// Somebody who attends, with the keys.
#[derive(Debug, Clone)]
pub(super) struct Attending {
    pub(super) user: Option<UserId>,
    pub(super) contact: Option<(String, RecordId)>,
    pub(super) name: Option<String>,
    pub(super) email: Option<String>,
    pub(super) response: Response,
}

/// Writes who attends, all of them.
pub(super) fn set_attendees(tx: &mut dyn Transaction, key: i64, attendees: &[Attending]) -> Result<()> {
    tx.execute("DELETE FROM activity_attendees WHERE activity = ?", params![key])?;
    for (nth, Attending { user, contact, name, email, response }) in (0_i64..).zip(attendees) {
        let (home, record) = contact.as_ref().map(|(home, id)| (home.as_str(), &id.0)).unzip();
        tx.execute(
            "INSERT INTO activity_attendees (activity, nth, user_id, home, record, name, email, response) \
             VALUES (?, ?, (SELECT id FROM users WHERE uid = ?), ?, ?, ?, ?, ?)",
            params![key, nth, user.as_ref().map(|user| &user.0), home, record, name, email, *response],
        )?;
    }
    Ok(())
}

/// Writes what somebody who attends says.
pub(super) fn respond(tx: &mut dyn Transaction, key: i64, user: i64, response: Response) -> Result<usize> {
    let sql = "UPDATE activity_attendees SET response = ? WHERE activity = ? AND user_id = ?";
    tx.execute(sql, params![response, key, user])
}

pub(super) fn delete(tx: &mut dyn Transaction, key: i64) -> Result<usize> {
    tx.execute("DELETE FROM activities WHERE id = ?", params![key])
}

/// The planned activities that hang on a record alone, or on the records of a table that go together.
macro_rules! alone {
    ($before:literal) => {
        [
            concat!(
                $before,
                " IN (SELECT r.activity FROM activity_records r \
                 WHERE r.home = ? AND r.record = ? AND r.stage = 0 AND NOT EXISTS (SELECT 1 FROM activity_records o \
                 WHERE o.activity = r.activity AND NOT (o.home = r.home AND o.record = r.record)))"
            ),
            concat!(
                $before,
                " IN (SELECT r.activity FROM activity_records r \
                 WHERE r.home = ? AND r.stage = 0 AND NOT EXISTS (SELECT 1 FROM activity_records o \
                 WHERE o.activity = r.activity AND o.home <> r.home))"
            ),
        ]
    };
}

/// Deletes them, and their reminders; how many. Their series go with them: no more of these are made.
pub(super) fn delete_alone(tx: &mut dyn Transaction, home: &str, record: Option<uuid::Uuid>) -> Result<usize> {
    series::close_alone(tx, home, record)?;
    let [of_one, of_all] = alone!("DELETE FROM activities WHERE id");
    let [reminders_of_one, reminders_of_all] = alone!("DELETE FROM due_items WHERE kind = 'reminders' AND subject");
    match record {
        Some(record) => {
            tx.execute(reminders_of_one, params![home, &record])?;
            tx.execute(of_one, params![home, &record])
        }
        None => {
            tx.execute(reminders_of_all, params![home])?;
            tx.execute(of_all, params![home])
        }
    }
}

/// The users of somebody's department, and of those below it where they are wanted; nobody, where they are of none.
pub(super) fn around(tx: &mut dyn Transaction, user: i64, below: bool) -> Result<BTreeSet<UserId>> {
    let sql = if below {
        "WITH RECURSIVE down (id) AS (SELECT department FROM users WHERE id = ? \
         UNION SELECT d.id FROM departments d JOIN down ON down.id = d.parent) \
         SELECT u.uid FROM users u JOIN down ON down.id = u.department"
    } else {
        "SELECT u.uid FROM users u WHERE u.department = (SELECT department FROM users WHERE id = ?)"
    };
    Ok(tx.all(sql, params![user], |c| Ok(UserId(c.next()?)))?.into_iter().into_set())
}

/// Whether another activity is planned with this main record.
pub(super) fn planned_beside(tx: &mut dyn Transaction, key: i64, main: &ObjectRef) -> Result<bool> {
    tx.value(
        "SELECT EXISTS (SELECT 1 FROM activity_records WHERE home = ? AND record = ? AND stage = 0 AND nth = 0 AND activity <> ?)",
        params![main.object.as_str(), &main.id.0, key],
    )
}

/// A user's own time zone, where they have one.
pub(super) fn zone_of(tx: &mut dyn Transaction, user: UserId) -> Result<Option<String>> {
    Ok(tx.one("SELECT time_zone FROM users WHERE uid = ?", params![&user.0], |c| c.next())?.flatten())
}

/// The value of a kind of activity.
pub(super) fn value_of(tx: &mut dyn Transaction, kind: DictionaryEntryId) -> Result<String> {
    tx.value("SELECT value FROM dictionary_entries WHERE uid = ?", params![&kind.0])
}

/// The planned activities of a user that are no affair of theirs alone, in the order of their keys (PROC-3).
pub(crate) fn handed(tx: &mut dyn Transaction, user: i64) -> Result<Vec<RecordId>> {
    tx.all(
        "SELECT uid FROM activities WHERE assignee = ? AND stage = 0 AND personal = FALSE ORDER BY id",
        params![user],
        |c| Ok(RecordId(c.next()?)),
    )
}

/// Writes from when on one with a last day is overdue.
pub(super) fn set_overdue(tx: &mut dyn Transaction, activity: i64, at: Timestamp) -> Result<usize> {
    tx.execute("UPDATE activities SET overdue_at = ? WHERE id = ?", params![at, activity])
}
