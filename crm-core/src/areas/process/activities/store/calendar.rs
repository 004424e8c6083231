//! The statements on what calendars tell of activities (CAL).

use std::collections::BTreeMap;

use uuid::Uuid;

use super::super::types::{Activity, ActivityId, Response};
use super::series::Series;
use super::{columns, joined, read};
use crate::engine::clock::{Date, Timestamp};
use crate::engine::error::Result;
use crate::engine::sorting::Arrange as _;
use crate::engine::storage::{Transaction, Value, each_by_key, params};

/// What calendars are told of an activity beside its fields.
#[derive(Debug, Clone)]
pub(crate) struct Marks {
    /// How often its time changed.
    pub(crate) revision: i64,
    /// When anything of it changed last.
    pub(crate) changed_at: Timestamp,
    /// The UID under which it came out of a file.
    pub(crate) uid: Option<String>,
    /// Which occurrence it is of what is not here, as the file said it.
    pub(crate) occurrence: Option<String>,
    /// The key of its series, and whether it was changed alone.
    pub(crate) series: Option<i64>,
    pub(crate) altered: bool,
}

/// What calendars are told of some activities, by their keys.
pub(in super::super) fn marks(tx: &mut dyn Transaction, keys: &[i64]) -> Result<BTreeMap<i64, Marks>> {
    let mut found = BTreeMap::new();
    let select = "SELECT a.id, a.revision, coalesce(a.changed_at, a.created_at), a.ical_uid, a.ical_occurrence, a.series, a.altered \
                  FROM activities a WHERE a.id";
    each_by_key(tx, select, &[], keys, |c| {
        let key = c.next()?;
        let (revision, changed_at, uid) = (c.next()?, c.next()?, c.next()?);
        let (occurrence, series, altered) = (c.next()?, c.next()?, c.next()?);
        found.insert(key, Marks { revision, changed_at, uid, occurrence, series, altered });
        Ok(())
    })?;
    Ok(found)
}

/// The keys of activities, by their ids.
pub(in super::super) fn keys(tx: &mut dyn Transaction, ids: &[Uuid]) -> Result<BTreeMap<Uuid, i64>> {
    let (mut found, ids) = (BTreeMap::new(), ids.iter().collect::<Vec<_>>());
    each_by_key(tx, "SELECT a.uid, a.id FROM activities a WHERE a.uid", &[], &ids, |c| {
        found.insert(c.next()?, c.next()?);
        Ok(())
    })?;
    Ok(found)
}

/// What lies in a time, by whose it is.
pub(in super::super) struct Span {
    pub(in super::super) from: Timestamp,
    pub(in super::super) before: Timestamp,
    /// The first and the last day of it.
    pub(in super::super) days: (Date, Date),
    /// Only what makes busy: planned, from an instant to another.
    pub(in super::super) busy: bool,
}

/// What people have or attend in a time and have not declined, but for what was cancelled: by the key of the person.
pub(in super::super) fn between(
    tx: &mut dyn Transaction,
    people: &[i64],
    stage: i64,
    turns: (i64, i64),
    span: &Span,
    (now, most): (Timestamp, usize),
) -> Result<Option<Vec<(i64, i64, Activity)>>> {
    let mut fixed: Vec<Value<'_>> = params![stage, turns.0, turns.1, span.before, span.from].to_vec();
    let days = if span.busy {
        ""
    } else {
        fixed.extend(params![span.from, span.before, span.days.0, span.days.1].to_vec());
        " OR (a.due_at >= ? AND a.due_at < ?) OR (coalesce(a.due_on, a.ends_on) >= ? AND coalesce(a.due_on, a.starts_on) <= ?)"
    };
    let select = format!(
        "SELECT p.person, {columns} FROM activity_people p JOIN activities a ON a.id = p.activity{joined} \
         WHERE p.stage = ? AND p.turn >= ? AND p.turn <= ? AND a.status <> 'cancelled' \
         AND ((a.starts_at < ? AND a.ends_at > ?){days}) \
         AND (a.assignee = p.person OR EXISTS (SELECT 1 FROM activity_attendees t WHERE t.activity = a.id \
         AND t.user_id = p.person AND t.response <> 'declined')) AND p.person",
        columns = columns!(),
        joined = joined!()
    );
    let (mut found, mut fits) = (Vec::new(), true);
    each_by_key(tx, &select, &fixed, people, |c| {
        let person = c.next()?;
        let one = read(c, now)?;
        fits = found.len() < most;
        if fits {
            found.push((person, one.key, one.activity));
        }
        Ok(())
    })?;
    Ok(fits.then_some(found))
}

/// The activities of series, without their records and attendees, by the keys of these.
pub(in super::super) fn members(
    tx: &mut dyn Transaction,
    series: &[i64],
    now: Timestamp,
) -> Result<Vec<(i64, i64, Activity)>> {
    let mut found = Vec::new();
    let select = concat!("SELECT a.series, ", columns!(), " FROM activities a", joined!(), " WHERE a.series");
    each_by_key(tx, select, &[], series, |c| {
        let series = c.next()?;
        let one = read(c, now)?;
        found.push((series, one.key, one.activity));
        Ok(())
    })?;
    found.arrange_by(|(a, b, one), (c, d, other)| (a, &one.occurrence, b).cmp(&(c, &other.occurrence, d)));
    Ok(found)
}

/// The UID under which a series came out of a file.
pub(in super::super) fn uid_of_series(tx: &mut dyn Transaction, series: i64) -> Result<Option<String>> {
    Ok(tx.one("SELECT ical_uid FROM activity_series WHERE id = ?", params![series], |c| c.next())?.flatten())
}

/// E-mail addresses of users.
pub(in super::super) fn addresses(tx: &mut dyn Transaction, users: &[Uuid]) -> Result<BTreeMap<Uuid, String>> {
    let (mut found, users) = (BTreeMap::new(), users.iter().collect::<Vec<_>>());
    each_by_key(tx, "SELECT u.uid, u.email FROM users u WHERE u.email IS NOT NULL AND u.uid", &[], &users, |c| {
        found.insert(c.next()?, c.next()?);
        Ok(())
    })?;
    Ok(found)
}

/// Notes that something of an activity changed, and whether that was its time.
pub(in super::super) fn changed(tx: &mut dyn Transaction, activity: i64, at: Timestamp, moved: bool) -> Result<()> {
    let sql = "UPDATE activities SET changed_at = ?, revision = revision + ? WHERE id = ?";
    tx.execute(sql, params![at, i64::from(moved), activity]).map(drop)
}

/// One that was made like another is told like it.
pub(in super::super) fn alike(tx: &mut dyn Transaction, from: i64, to: i64) -> Result<()> {
    tx.execute(
        "UPDATE activities SET changed_at = (SELECT coalesce(o.changed_at, o.created_at) FROM activities o WHERE o.id = ?), \
         revision = (SELECT o.revision FROM activities o WHERE o.id = ?) WHERE id = ?",
        params![from, from, to],
    )
    .map(drop)
}

/// Notes what a file says of an activity.
pub(in super::super) fn mark(
    tx: &mut dyn Transaction,
    activity: i64,
    revision: i64,
    changed_at: Option<Timestamp>,
) -> Result<()> {
    let sql = "UPDATE activities SET revision = ?, changed_at = ? WHERE id = ?";
    tx.execute(sql, params![revision, changed_at, activity]).map(drop)
}

/// Notes under what an activity came out of a file.
pub(in super::super) fn name(
    tx: &mut dyn Transaction,
    activity: i64,
    uid: &str,
    occurrence: Option<&str>,
) -> Result<()> {
    let sql = "UPDATE activities SET ical_uid = ?, ical_occurrence = ? WHERE id = ?";
    tx.execute(sql, params![uid, occurrence, activity]).map(drop)
}

/// Notes under what a series came out of a file.
pub(in super::super) fn name_series(tx: &mut dyn Transaction, series: i64, uid: &str) -> Result<()> {
    tx.execute("UPDATE activity_series SET ical_uid = ? WHERE id = ?", params![uid, series]).map(drop)
}

/// Whether an activity is somebody's: they have it, gave it or attend it.
macro_rules! own {
    () => {
        "EXISTS (SELECT 1 FROM activity_people p WHERE p.person = ? AND p.stage = a.stage AND p.turn = a.turn AND p.activity = a.id)"
    };
}

/// Somebody's activity that came out of a file under a UID, or has an id.
pub(in super::super) fn single(
    tx: &mut dyn Transaction,
    me: i64,
    (uid, id): (&str, Option<Uuid>),
    occurrence: Option<&str>,
) -> Result<Option<ActivityId>> {
    let by_uid = concat!(
        "SELECT a.uid FROM activities a WHERE a.ical_uid = ? AND coalesce(a.ical_occurrence, '') = ? AND ",
        own!(),
        " ORDER BY a.id LIMIT 1"
    );
    let found = tx.one(by_uid, params![uid, occurrence.unwrap_or_default(), me], |c| Ok(ActivityId(c.next()?)))?;
    let (None, Some(id), None) = (found, id, occurrence) else { return Ok(found) };
    // One of a series is known by that, and never by its own id.
    let by_id = concat!(
        "SELECT a.uid FROM activities a WHERE a.uid = ? AND a.ical_uid IS NULL AND a.series IS NULL AND ",
        own!()
    );
    tx.one(by_id, params![&id, me], |c| Ok(ActivityId(c.next()?)))
}

/// The key of a series of somebody's activities, that came out of a file under a UID, or has an id.
pub(in super::super) fn series(
    tx: &mut dyn Transaction,
    me: i64,
    (uid, id): (&str, Option<Uuid>),
) -> Result<Option<i64>> {
    let by_uid = concat!(
        "SELECT s.id FROM activity_series s WHERE s.ical_uid = ? AND EXISTS (SELECT 1 FROM activities a WHERE a.series = s.id AND ",
        own!(),
        ") ORDER BY s.id LIMIT 1"
    );
    let found = tx.one(by_uid, params![uid, me], |c| c.next())?;
    let (None, Some(id)) = (found, id) else { return Ok(found) };
    let by_id = concat!(
        "SELECT s.id FROM activity_series s WHERE s.uid = ? AND s.ical_uid IS NULL \
         AND EXISTS (SELECT 1 FROM activities a WHERE a.series = s.id AND ",
        own!(),
        ")"
    );
    tx.one(by_id, params![&id, me], |c| c.next())
}

/// The activity of a series that is one of its occurrences, which begin with a whole second in files.
pub(in super::super) fn occurrence(
    tx: &mut dyn Transaction,
    of: &Series,
    text: &str,
) -> Result<Option<(i64, ActivityId)>> {
    let sql = "SELECT id, uid FROM activities WHERE series = ? AND occurrence >= ? AND occurrence < ? ORDER BY occurrence, id LIMIT 1";
    // Fractions of the second stand behind it, and sort before what follows.
    let behind = format!("{text}/");
    tx.one(sql, params![of.key, text, behind], |c| Ok((c.next()?, ActivityId(c.next()?))))
}

/// What an activity of a series is known by is that of the series.
pub(in super::super) fn unname(tx: &mut dyn Transaction, activity: i64) -> Result<()> {
    tx.execute("UPDATE activities SET ical_uid = NULL WHERE id = ?", params![activity]).map(drop)
}

/// Notes what a file says of a series beside those of its activities that change with it.
pub(in super::super) fn mark_series(
    tx: &mut dyn Transaction,
    series: i64,
    revision: i64,
    changed_at: Option<Timestamp>,
) -> Result<()> {
    let sql = "UPDATE activities SET revision = ?, changed_at = ? WHERE series = ? AND stage = 0 AND altered = FALSE";
    tx.execute(sql, params![revision, changed_at, series]).map(drop)
}

/// Writes what one of those said who attend.
pub(in super::super) fn respond(tx: &mut dyn Transaction, activity: i64, nth: i64, response: Response) -> Result<()> {
    let sql = "UPDATE activity_attendees SET response = ? WHERE activity = ? AND nth = ?";
    tx.execute(sql, params![response, activity, nth]).map(drop)
}
