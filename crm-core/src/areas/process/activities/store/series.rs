//! The statements on series of activities (ACT-10, ACT-11).

use std::collections::BTreeSet;

use chrono::{NaiveDateTime, NaiveTime};

use super::super::types::{ActivityId, SeriesId};
use crate::engine::clock::{Date, Timestamp};
use crate::engine::error::{CrmError, Result};
use crate::engine::storage::{Transaction, params};

/// A series as it stands in the table.
#[derive(Debug, Clone)]
pub(in super::super) struct Series {
    pub(in super::super) key: i64,
    pub(in super::super) id: SeriesId,
    pub(in super::super) recurrence: String,
    pub(in super::super) time_zone: String,
    /// The local time of its first occurrence, whether or not that was made.
    pub(in super::super) starts: NaiveDateTime,
    /// Whether its occurrences go by days.
    pub(in super::super) dates: bool,
    /// The local time up to which all of them were made, counted or left out.
    pub(in super::super) reached: NaiveDateTime,
    /// Whether more are made.
    pub(in super::super) open: bool,
}

/// A local time as it is kept: it sorts as it reads.
pub(in super::super) fn text(local: NaiveDateTime, dates: bool) -> String {
    if dates { local.date().to_string() } else { local.format("%Y-%m-%dT%H:%M:%S%.f").to_string() }
}

/// A local time that was kept.
pub(in super::super) fn local(text: &str) -> Result<NaiveDateTime> {
    let read = match text.contains('T') {
        true => text.parse().ok(),
        false => text.parse::<Date>().ok().map(|day| day.and_time(NaiveTime::MIN)),
    };
    read.ok_or_else(|| CrmError::storage("corrupt"))
}

pub(in super::super) fn get(tx: &mut dyn Transaction, key: i64) -> Result<Option<Series>> {
    let sql = "SELECT uid, recurrence, time_zone, starts, reached, open FROM activity_series WHERE id = ?";
    let found = tx.one(sql, params![key], |c| {
        let (id, recurrence, time_zone) = (c.next()?, c.next()?, c.next()?);
        let (starts, reached): (String, String) = (c.next()?, c.next()?);
        Ok((SeriesId(id), recurrence, time_zone, starts, reached, c.next()?))
    })?;
    let Some((id, recurrence, time_zone, starts, reached, open)) = found else { return Ok(None) };
    let dates = !starts.contains('T');
    let (starts, reached) = (local(&starts)?, local(&reached)?);
    Ok(Some(Series { key, id, recurrence, time_zone, starts, dates, reached, open }))
}

/// Writes a new series; its key.
pub(in super::super) fn insert(tx: &mut dyn Transaction, series: &Series) -> Result<i64> {
    let Series { id, recurrence, time_zone, starts, dates, reached, open, .. } = series;
    let (starts, reached) = (text(*starts, *dates), text(*reached, *dates));
    tx.insert(
        "INSERT INTO activity_series (uid, recurrence, time_zone, starts, reached, open) VALUES (?, ?, ?, ?, ?, ?)",
        params![&id.0, recurrence, time_zone, starts, reached, *open],
    )
}

/// Writes a series as it is by now.
pub(in super::super) fn write(tx: &mut dyn Transaction, series: &Series) -> Result<()> {
    let Series { key, recurrence, time_zone, starts, dates, reached, open, .. } = series;
    let (starts, reached) = (text(*starts, *dates), text(*reached, *dates));
    tx.execute(
        "UPDATE activity_series SET recurrence = ?, time_zone = ?, starts = ?, reached = ?, open = ? WHERE id = ?",
        params![recurrence, time_zone, starts, reached, *open, *key],
    )
    .map(drop)
}

/// Writes of which series an activity is, and as which occurrence; of none where there is none.
pub(in super::super) fn join(tx: &mut dyn Transaction, activity: i64, of: Option<(i64, String)>) -> Result<()> {
    let (series, occurrence) = of.unzip();
    let sql = "UPDATE activities SET series = ?, occurrence = ? WHERE id = ?";
    tx.execute(sql, params![series, occurrence, activity]).map(drop)
}

/// Writes that an activity was changed alone.
pub(in super::super) fn alter(tx: &mut dyn Transaction, activity: i64) -> Result<()> {
    tx.execute("UPDATE activities SET altered = TRUE WHERE id = ?", params![activity]).map(drop)
}

/// An activity of a series.
#[derive(Debug, Clone)]
pub(in super::super) struct Member {
    pub(in super::super) key: i64,
    pub(in super::super) id: ActivityId,
    pub(in super::super) occurrence: NaiveDateTime,
    /// Whether changes of all reach it: it is planned, and was not changed alone.
    pub(in super::super) along: bool,
}

/// The activities of a series, in the order of their occurrences.
pub(in super::super) fn members(tx: &mut dyn Transaction, series: i64) -> Result<Vec<Member>> {
    let rows = tx.all(
        "SELECT id, uid, occurrence, CASE WHEN stage = 0 AND altered = FALSE THEN TRUE ELSE FALSE END FROM activities \
         WHERE series = ? ORDER BY occurrence, id",
        params![series],
        |c| Ok((c.next()?, c.next()?, c.next::<String>()?, c.next()?)),
    )?;
    let member = |(key, id, occurrence, along): (i64, uuid::Uuid, String, bool)| {
        Ok(Member { key, id: ActivityId(id), occurrence: local(&occurrence)?, along })
    };
    rows.into_iter().map(member).collect()
}

/// Whether an occurrence of a series is there.
pub(in super::super) fn has(tx: &mut dyn Transaction, of: &Series, occurrence: NaiveDateTime) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM activities WHERE series = ? AND occurrence = ?)";
    tx.value(sql, params![of.key, text(occurrence, of.dates)])
}

/// The last activity of a series that shows what the next ones are like: a planned one that was not changed alone.
pub(in super::super) fn model(tx: &mut dyn Transaction, series: i64) -> Result<Option<ActivityId>> {
    let sql = "SELECT uid FROM activities WHERE series = ? AND stage = 0 AND altered = FALSE \
               ORDER BY occurrence DESC, id LIMIT 1";
    tx.one(sql, params![series], |c| Ok(ActivityId(c.next()?)))
}

/// The first planned activity of a series.
pub(in super::super) fn first_planned(tx: &mut dyn Transaction, series: i64) -> Result<Option<ActivityId>> {
    let sql = "SELECT uid FROM activities WHERE series = ? AND stage = 0 ORDER BY occurrence, id LIMIT 1";
    tx.one(sql, params![series], |c| Ok(ActivityId(c.next()?)))
}

/// Whether such a one of the series, other than this, is yet to come.
pub(in super::super) fn ahead(tx: &mut dyn Transaction, series: i64, but: Option<i64>, now: Timestamp) -> Result<bool> {
    tx.value(
        "SELECT EXISTS (SELECT 1 FROM activities WHERE series = ? AND stage = 0 AND altered = FALSE AND begins_at > ? AND id <> ?)",
        params![series, now, but.unwrap_or_default()],
    )
}

/// Has the occurrences of a series from one on be of another.
pub(in super::super) fn pass_on(tx: &mut dyn Transaction, from: i64, to: i64, first: &str) -> Result<()> {
    let sql = "UPDATE activities SET series = ? WHERE series = ? AND occurrence >= ?";
    tx.execute(sql, params![to, from, first])?;
    let sql = "UPDATE activity_series_gone SET series = ? WHERE series = ? AND occurrence >= ?";
    tx.execute(sql, params![to, from, first]).map(drop)
}

/// The occurrences of a series that were deleted.
pub(in super::super) fn gone(tx: &mut dyn Transaction, series: i64) -> Result<BTreeSet<NaiveDateTime>> {
    let sql = "SELECT occurrence FROM activity_series_gone WHERE series = ? ORDER BY occurrence";
    let gone: Vec<String> = tx.all(sql, params![series], |c| c.next())?;
    gone.iter().map(|occurrence| local(occurrence)).collect()
}

/// Notes that an occurrence was deleted.
pub(in super::super) fn add_gone(tx: &mut dyn Transaction, series: i64, occurrence: &str) -> Result<()> {
    let sql = "INSERT INTO activity_series_gone (series, occurrence) VALUES (?, ?) ON CONFLICT (series, occurrence) DO NOTHING";
    tx.execute(sql, params![series, occurrence]).map(drop)
}

/// Writes which were deleted, all of them.
pub(in super::super) fn set_gone(tx: &mut dyn Transaction, of: &Series, gone: &BTreeSet<NaiveDateTime>) -> Result<()> {
    tx.execute("DELETE FROM activity_series_gone WHERE series = ?", params![of.key])?;
    gone.iter().try_for_each(|occurrence| add_gone(tx, of.key, &text(*occurrence, of.dates)))
}

/// Has an activity hang on the records of another, with those who attend it, who have said nothing to it yet.
pub(in super::super) fn copy(tx: &mut dyn Transaction, from: i64, to: i64) -> Result<()> {
    tx.execute(
        "INSERT INTO activity_records (activity, nth, home, record, stage, turn, customer) \
         SELECT CAST(? AS BIGINT), nth, home, record, 0, 0, customer FROM activity_records WHERE activity = ?",
        params![to, from],
    )?;
    tx.execute(
        "INSERT INTO activity_attendees (activity, nth, user_id, home, record, name, email, response) \
         SELECT CAST(? AS BIGINT), nth, user_id, home, record, name, email, 'none' FROM activity_attendees WHERE activity = ?",
        params![to, from],
    )
    .map(drop)
}

/// No more is made of series whose planned activities go with a record, or with the records of a table, on which alone they hang.
pub(super) fn close_alone(tx: &mut dyn Transaction, home: &str, record: Option<uuid::Uuid>) -> Result<()> {
    match record {
        Some(record) => tx.execute(
            "UPDATE activity_series SET open = FALSE WHERE id IN (SELECT a.series FROM activity_records r \
             JOIN activities a ON a.id = r.activity WHERE r.home = ? AND r.record = ? AND r.stage = 0 \
             AND a.altered = FALSE AND NOT EXISTS (SELECT 1 FROM activity_records o \
             WHERE o.activity = r.activity AND NOT (o.home = r.home AND o.record = r.record)))",
            params![home, &record],
        ),
        None => tx.execute(
            "UPDATE activity_series SET open = FALSE WHERE id IN (SELECT a.series FROM activity_records r \
             JOIN activities a ON a.id = r.activity WHERE r.home = ? AND r.stage = 0 AND a.altered = FALSE \
             AND NOT EXISTS (SELECT 1 FROM activity_records o WHERE o.activity = r.activity AND o.home <> r.home))",
            params![home],
        ),
    }
    .map(drop)
}
