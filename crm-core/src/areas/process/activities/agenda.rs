//! Activities as calendars need them (CAL): what lies in a time, whose it is and whether the caller reads it; and series whole.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDateTime;

use super::store;
use super::store::calendar::{self, Marks, Span};
use super::store::series::{self as kept, Series};
use super::times::{ABOUT, LATEST, When, when};
use super::told::Reader;
use super::types::*;
use crate::engine::clock::{Timestamp, encode};
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::recurrence::{Clock, Time};
use crate::engine::sorting::Arranged as _;
use crate::engine::sorting::sort_by;

/// Rows that are looked at for one answer.
const MOST: usize = 20_000;

/// Series that are looked at at once: each has some 400 activities.
pub(crate) const SERIES_AT_ONCE: usize = 16;

/// What somebody has or attends.
pub(crate) struct Entry {
    /// The key of the person.
    pub(crate) person: i64,
    pub(crate) key: i64,
    /// As the caller is told of it; of what they don't read only its time is told.
    pub(crate) activity: Activity,
    pub(crate) read: bool,
}

/// What people have or attend in a time; none where that is more than is looked at. With `busy` what makes them busy alone (CAL-2).
pub(crate) fn entries(
    cx: &mut Context<'_>,
    people: &[i64],
    time: (Timestamp, Timestamp),
    busy: bool,
) -> Result<Option<Vec<Entry>>> {
    lying_in(cx, people, time, busy, MOST)
}

fn lying_in(
    cx: &mut Context<'_>,
    people: &[i64],
    (from, before): (Timestamp, Timestamp),
    busy: bool,
    most: usize,
) -> Result<Option<Vec<Entry>>> {
    let now = cx.now();
    let zone = super::given::time_zone(cx, &None, cx.actor_id())?;
    let zone = super::given::zone(&zone)?;
    let last = zone.local(before - chrono::TimeDelta::microseconds(1)).date();
    let span = Span { from, before, days: (zone.local(from).date(), last), busy };
    let (first, last) = (encode(from).saturating_sub(LATEST), encode(before).saturating_add(ABOUT));
    let mut rows = Vec::new();
    for (stage, turns) in [(0, (first, last)), (1, (-last, -first))] {
        if busy && stage == 1 {
            continue;
        }
        let most = most - rows.len();
        match calendar::between(cx.tx(), people, stage, turns, &span, (now, most))? {
            Some(found) => rows.extend(found),
            None => return Ok(None),
        }
    }
    let mut people = Vec::with_capacity(rows.len());
    let mut keys = Vec::with_capacity(rows.len());
    let mut activities = Vec::with_capacity(rows.len());
    for (person, key, activity) in rows {
        people.push(person);
        keys.push(key);
        activities.push(activity);
    }
    let told = told(cx, &keys, activities)?;
    let entry = |((person, key), (activity, read))| Entry { person, key, activity, read };
    Ok(Some(people.into_iter().zip(keys).zip(told).map(entry).collect()))
}

/// Activities with their records and attendees, as the caller is told of them, and whether they read each.
fn told(cx: &mut Context<'_>, keys: &[i64], mut activities: Vec<Activity>) -> Result<Vec<(Activity, bool)>> {
    // One of several people stands there for each of them, and is filled once.
    let mut first: BTreeMap<i64, usize> = BTreeMap::new();
    let (mut own, mut alone) = (Vec::new(), Vec::new());
    for (key, activity) in keys.iter().zip(&activities) {
        first.entry(*key).or_insert_with(|| {
            own.push(*key);
            alone.push(activity.clone());
            own.len() - 1
        });
    }
    for (keys, activities) in own.chunks(500).zip(alone.chunks_mut(500)) {
        store::fill(cx.tx(), keys, activities, &mut { usize::MAX })?;
    }
    for (key, activity) in keys.iter().zip(&mut activities) {
        if let Some(filled) = first.get(key).and_then(|at| alone.get(*at)) {
            activity.clone_from(filled);
        }
    }
    let mut reader = Reader::of(cx)?;
    reader.learn_mains(cx, activities.iter())?;
    let mut read = Vec::with_capacity(activities.len());
    for activity in &activities {
        read.push(reader.reads(cx, activity)?);
    }
    let most = activities.len();
    let told = reader.tell_each(cx, activities, most)?;
    Ok(told.into_iter().flatten().zip(read).collect())
}

/// An activity with what calendars are told of it beside its fields.
pub(crate) struct Told {
    pub(crate) activity: Activity,
    pub(crate) marks: Marks,
    pub(crate) read: bool,
}

/// The same of a series, whole.
pub(crate) struct Whole {
    pub(crate) id: SeriesId,
    pub(crate) uid: Option<String>,
    pub(crate) recurrence: String,
    pub(crate) time_zone: String,
    pub(crate) starts: NaiveDateTime,
    pub(crate) dates: bool,
    /// The occurrences that were deleted.
    pub(crate) gone: BTreeSet<NaiveDateTime>,
    /// Its activities, in the order of their occurrences, each with that.
    pub(crate) members: Vec<(NaiveDateTime, Told)>,
    /// The last that shows what the next ones are like, where there is one: its place among them.
    pub(crate) model: Option<usize>,
}

/// What somebody has or attends in a time, and has not declined, the earliest first, so many of them. The caller is that one.
pub(crate) fn first(
    cx: &mut Context<'_>,
    person: i64,
    time: (Timestamp, Timestamp),
    most: usize,
) -> Result<Vec<(i64, Activity)>> {
    let mut found = lying_in(cx, &[person], time, false, usize::MAX)?.unwrap_or_default();
    let begins = |one: &Entry| {
        let day = one.activity.due_on.or(one.activity.starts_on);
        let day = day.map(|day| day.and_time(chrono::NaiveTime::MIN).and_utc());
        (one.activity.starts_at.or(one.activity.due_at).or(day), one.key)
    };
    sort_by(&mut found, |one, other| begins(one).cmp(&begins(other)));
    found.truncate(most);
    Ok(found.into_iter().map(|one| (one.key, one.activity)).collect())
}

/// Activities with their keys.
pub(crate) fn keyed(cx: &mut Context<'_>, activities: Vec<Activity>) -> Result<Vec<(i64, Activity)>> {
    let ids: Vec<_> = activities.iter().map(|activity| activity.id.0).collect();
    let keys = calendar::keys(cx.tx(), &ids)?;
    let keyed = |activity: Activity| Some((*keys.get(&activity.id.0)?, activity));
    Ok(activities.into_iter().filter_map(keyed).collect())
}

/// Adds what calendars are told of activities beside their fields.
pub(crate) fn marked(cx: &mut Context<'_>, entries: Vec<(i64, Activity)>) -> Result<Vec<Told>> {
    let keys: BTreeSet<i64> = entries.iter().map(|(key, _)| *key).into_set();
    let mut marks = calendar::marks(cx.tx(), &keys.into_iter().collect::<Vec<_>>())?;
    let told = |(key, activity)| Some(Told { activity, marks: marks.remove(&key)?, read: true });
    Ok(entries.into_iter().filter_map(told).collect())
}

/// Series by their keys, at most [`SERIES_AT_ONCE`] of them.
pub(crate) fn whole(cx: &mut Context<'_>, keys: &[i64]) -> Result<Vec<Whole>> {
    let now = cx.now();
    let rows = calendar::members(cx.tx(), keys, now)?;
    let (mut of, mut own, mut activities) = (Vec::new(), Vec::new(), Vec::new());
    for (series, key, activity) in rows {
        of.push(series);
        own.push(key);
        activities.push(activity);
    }
    let told = told(cx, &own, activities)?;
    let mut marks = calendar::marks(cx.tx(), &own)?;
    let mut members: BTreeMap<i64, Vec<(NaiveDateTime, Told)>> = BTreeMap::new();
    for ((series, key), (activity, read)) in of.into_iter().zip(own).zip(told) {
        let (Some(marks), Some(occurrence)) = (marks.remove(&key), activity.occurrence.as_deref()) else { continue };
        let occurrence = kept::local(occurrence)?;
        members.entry(series).or_default().push((occurrence, Told { activity, marks, read }));
    }
    let mut found = Vec::with_capacity(keys.len());
    for key in keys {
        let Some(Series { id, recurrence, time_zone, starts, dates, .. }) = kept::get(cx.tx(), *key)? else { continue };
        let members = members.remove(key).unwrap_or_default();
        let shows = |(_, told): &(_, Told)| told.activity.status == ActivityStatus::Planned && !told.marks.altered;
        let model = members.iter().rposition(shows);
        let (uid, gone) = (calendar::uid_of_series(cx.tx(), *key)?, kept::gone(cx.tx(), *key)?);
        found.push(Whole { id, uid, recurrence, time_zone, starts, dates, gone, members, model });
    }
    Ok(found)
}

/// E-mail addresses of users.
pub(crate) fn addresses(cx: &mut Context<'_>, users: &BTreeSet<uuid::Uuid>) -> Result<BTreeMap<uuid::Uuid, String>> {
    calendar::addresses(cx.tx(), &users.iter().copied().collect::<Vec<_>>())
}

/// The activity at another time of its series, as long.
pub(crate) fn at_time(activity: &Activity, time: &Time) -> Activity {
    let mut other = activity.clone();
    when!(activity).at(time).into(&mut other);
    other
}

/// A local time of a series with its instant.
pub(crate) fn time_of(zone: &str, dates: bool, local: NaiveDateTime) -> Option<Time> {
    Clock::of(zone, dates).map(|clock| clock.time(local))
}

/// Whether two activities are at the same time.
pub(crate) fn same_time(one: &Activity, other: &Activity) -> bool {
    let (one, other): (When, When) = (when!(one), when!(other));
    one == other
}
