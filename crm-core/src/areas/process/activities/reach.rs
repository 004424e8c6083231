//! Changes of one activity that reach others of its series (ACT-11): those behind it, which become a series of their own, or all
//! that are planned and were not changed alone. Done and cancelled ones never change.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDateTime, TimeDelta};

use super::rules::guarded;
use super::series::{self, AHEAD, kept_rule};
use super::steps::{Way, cancel_one, change, remove};
use super::store::series::{self as kept, Member, Series, text};
use super::store::{self, Found};
use super::times::{When, when};
use super::types::*;
use crate::engine::calendar::company_date;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity};
use crate::engine::recurrence::{self, Clock, End, Recurrence, Time};
use crate::engine::sorting::Arranged as _;

/// An activity by its id, as it lies by now.
fn again(cx: &mut Context<'_>, id: ActivityId) -> Result<Found> {
    let now = cx.now();
    match store::get(cx.tx(), id, now)? {
        Some(found) => Ok(found),
        None => cx.not_found(Entity::ACTIVITY, id),
    }
}

/// The series of an activity. Where that was changed alone, others are dealt with by other people, perhaps: who calls must be
/// one of them.
fn series_of(cx: &mut Context<'_>, found: &Found) -> Result<Option<Series>> {
    let Some(key) = found.series else { return Ok(None) };
    if found.altered
        && let Some(other) = kept::model(cx.tx(), key)?
    {
        guarded(cx, other, &None)?;
    }
    kept::get(cx.tx(), key)
}

/// The activities of the series that the call reaches, but for the one that it names.
fn others(members: &[Member], named: i64) -> impl Iterator<Item = &Member> {
    members.iter().filter(move |member| member.along && member.key != named)
}

/// Has a series end before one of its occurrences, and another one begin with that: the same rule, less the times before it. Where
/// there are none it is the series itself.
fn from(cx: &mut Context<'_>, mut series: Series, occurrence: NaiveDateTime) -> Result<Series> {
    let (rule, clock) = kept_rule(&series)?;
    let before: Vec<Time> = rule.times(series.starts, &clock).take_while(|time| time.local < occurrence).collect();
    let Some(last) = before.last() else { return Ok(series) };
    let mut following = Series {
        id: SeriesId(cx.new_id()),
        recurrence: recurrence::less(&series.recurrence, &rule, u32::try_from(before.len()).unwrap_or(u32::MAX)),
        starts: occurrence,
        ..series.clone()
    };
    following.key = kept::insert(cx.tx(), &following)?;
    kept::pass_on(cx.tx(), series.key, following.key, &text(occurrence, series.dates))?;
    series.recurrence = recurrence::ending(&series.recurrence, last.local.date());
    series.reached = last.local;
    series::close(cx, &mut series)?;
    Ok(following)
}

/// The table's row `update`, with others; the activity is given as it lies.
pub(super) fn update(cx: &mut Context<'_>, found: Found, changes: &ActivityUpdate, reach: Reach) -> Result<Activity> {
    let fields = ActivityUpdate { recurrence: None, ..changes.clone() };
    let Some(mut series) = series_of(cx, &found)? else { return begin(cx, found, changes, &fields) };
    let before = &found.activity;
    let when = when!(before).changed_by(&when!(changes));
    let zone = changes.time_zone.as_ref().unwrap_or(&before.time_zone);
    let rule = match &changes.recurrence {
        Some(given) => series::rule(cx, given, when.goes_by_days()).map(|rule| (series::written(given), rule)),
        None => None,
    };
    let occurrence = before.occurrence.as_deref().map_or(Ok(series.starts), kept::local)?;
    let clocks = Clock::of(zone, when.goes_by_days()).zip(Clock::of(&before.time_zone, false));
    let (Some((clock, own)), true) = (clocks, when.is_right() && cx.violations().is_empty()) else {
        // It tells what is wrong.
        return change(cx, found, &fields, Way::Along);
    };
    let timed = when != when!(before) || *zone != before.time_zone;
    if reach == Reach::Following {
        series = from(cx, series, occurrence)?;
    }
    if rule.is_none() && !timed {
        return fields_alone(cx, found, &fields, &series);
    }
    let stood = if found.altered { when!(before).local(&own.zone) } else { occurrence };
    let stands = if timed { when.local(&clock.zone) } else { stood };
    let moved = Moved { by: stands - stood, zone: zone.clone(), clock, rule };
    reconcile(cx, found, &fields, series, moved)
}

/// What changes is the same for all, and not when they are.
fn fields_alone(cx: &mut Context<'_>, named: Found, fields: &ActivityUpdate, series: &Series) -> Result<Activity> {
    let (key, id) = (named.key, named.activity.id);
    // What is of another series by now says so, too.
    let way = match named.activity.series == Some(series.id) {
        true => Way::Along,
        false => Way::Anew,
    };
    change(cx, named, fields, way)?;
    let members = kept::members(cx.tx(), series.key)?;
    let fields = ActivityUpdate { version: None, ..fields.clone() };
    for member in others(&members, key) {
        let other = again(cx, member.id)?;
        change(cx, other, &fields, way)?;
    }
    if way == Way::Anew {
        take_up(cx, series.clone(), id)?;
    }
    Ok(again(cx, id)?.activity)
}

/// Makes what a series lacks that has just begun; nothing where nobody can show what that is like.
fn take_up(cx: &mut Context<'_>, mut series: Series, named: ActivityId) -> Result<()> {
    let model = kept::model(cx.tx(), series.key)?.unwrap_or(named);
    if series.open { series::extend(cx, &mut series, model, None, usize::MAX) } else { Ok(()) }
}

/// An activity that was of no series begins one.
fn begin(cx: &mut Context<'_>, found: Found, changes: &ActivityUpdate, fields: &ActivityUpdate) -> Result<Activity> {
    let when: When = when!(found.activity).changed_by(&when!(changes));
    let zone = changes.time_zone.clone().unwrap_or_else(|| found.activity.time_zone.clone());
    let entry = match when.is_right() {
        true => series::entry(cx, &changes.recurrence, &when, &zone)?,
        false => None,
    };
    let Some(entry) = entry.filter(|_| cx.violations().is_empty()) else {
        return change(cx, found, fields, Way::Along);
    };
    let id = found.activity.id;
    let mut series = series::enter(cx, found.key, &entry, entry.starts)?;
    change(cx, found, fields, Way::Anew)?;
    series::extend(cx, &mut series, id, None, usize::MAX)?;
    Ok(again(cx, id)?.activity)
}

/// How a series moves.
struct Moved {
    /// By as much on the clock.
    by: TimeDelta,
    zone: String,
    clock: Clock,
    /// Another rule, where one is given, as it is kept.
    rule: Option<(String, Recurrence)>,
}

/// The rule by which a series goes from now on, with its start; none where something is wrong with it, which is told.
fn anew(cx: &mut Context<'_>, series: &Series, moved: &Moved) -> Result<Option<(String, Recurrence, NaiveDateTime)>> {
    let starts = series.starts + moved.by;
    if let Some((text, rule)) = &moved.rule {
        // It may begin later than the series did: with the first time that it yields.
        let first = rule.times(starts, &moved.clock).next();
        if first.is_none() {
            series::past(cx);
        }
        return Ok(first.map(|first| (text.clone(), rule.clone(), first.local)));
    }
    let (rule, clock) = kept_rule(series)?;
    let days = (starts.date() - series.starts.date()).num_days();
    let end = match rule.end {
        End::Day(day) => End::Day(day + TimeDelta::days(days)),
        End::At(at) if moved.clock.dates => End::Day((clock.zone.local(at) + moved.by).date()),
        End::At(at) => End::At(moved.clock.time(clock.zone.local(at) + moved.by).at),
        end => end,
    };
    let text = recurrence::moved(&series.recurrence, &rule, end, days);
    let Some(rule) = series::rule(cx, &text, moved.clock.dates) else { return Ok(None) };
    if !rule.yields(starts.date()) {
        series::not_in_rule(cx);
        return Ok(None);
    }
    Ok(Some((text, rule, starts)))
}

/// Moves a series and gives it its rule: of those that are planned and were not changed alone, what the rule yields stays, others
/// go, and missing ones are made; of the rest, what it does not yield leaves the series.
fn reconcile(
    cx: &mut Context<'_>,
    named: Found,
    fields: &ActivityUpdate,
    mut series: Series,
    moved: Moved,
) -> Result<Activity> {
    let Some((recurrence, rule, starts)) = anew(cx, &series, &moved)? else {
        return change(cx, named, fields, Way::Along);
    };
    let (now, clock) = (cx.now(), &moved.clock);
    let today = company_date(&clock.zone, now);
    let members = kept::members(cx.tx(), series.key)?;
    let gone: BTreeSet<_> =
        kept::gone(cx.tx(), series.key)?.into_iter().map(|occurrence| occurrence + moved.by).collect();
    let at = |member: &Member| member.occurrence + moved.by;
    let earliest = members.first().map_or(today, |first| at(first).date().min(today));
    let latest = members.last().map(at);
    let yields: BTreeMap<NaiveDateTime, Time> = rule
        .times_from(starts, clock, earliest)
        .take_while(|time| time.at <= now + AHEAD || latest.is_some_and(|latest| time.local <= latest))
        .map(|time| (time.local, time))
        .into_map();
    series = Series {
        recurrence,
        time_zone: moved.zone.clone(),
        starts,
        dates: clock.dates,
        // From today on what is missing is made.
        reached: (today - Days::new(1)).and_time(starts.time()),
        open: true,
        ..series
    };
    kept::write(cx.tx(), &series)?;
    kept::set_gone(cx.tx(), &series, &gone)?;
    let (mut staying, mut going) = (Vec::new(), Vec::new());
    for member in &members {
        let time = yields.get(&at(member));
        kept::join(cx.tx(), member.key, time.map(|time| (series.key, text(time.local, series.dates))))?;
        match time {
            Some(time) if member.along => staying.push((member, time)),
            None if member.along => going.push(member),
            _ => {}
        }
    }
    let (key, id, altered) = (named.key, named.activity.id, named.altered);
    change(cx, named, fields, Way::Anew)?;
    let when = when!(again(cx, id)?.activity);
    for (member, time) in staying.iter().filter(|(member, _)| member.key != key) {
        let other = again(cx, member.id)?;
        change(cx, other, &at_time(fields, &when.at(time)), Way::Anew)?;
    }
    // What is made is like one that was changed.
    let like = match staying.first() {
        _ if !altered => id,
        Some((member, _)) => member.id,
        None => id,
    };
    series::extend(cx, &mut series, like, None, usize::MAX)?;
    for member in &going {
        let other = again(cx, member.id)?;
        remove(cx, &other)?;
    }
    answer(cx, &series, id, going.iter().any(|member| member.key == key))
}

/// The one that was named or, where it went, the first planned.
fn answer(cx: &mut Context<'_>, series: &Series, named: ActivityId, went: bool) -> Result<Activity> {
    if !went {
        return Ok(again(cx, named)?.activity);
    }
    match kept::first_planned(cx.tx(), series.key)? {
        Some(first) => Ok(again(cx, first)?.activity),
        None => {
            series::past(cx);
            cx.check_fields()?;
            Err(CrmError::bug("nothing is planned of a series"))
        }
    }
}

/// The changes of another one of the series, which is at this time.
fn at_time(fields: &ActivityUpdate, when: &When) -> ActivityUpdate {
    let When { due_on, due_at, starts_at, ends_at, starts_on, ends_on } = *when;
    ActivityUpdate { version: None, due_on, due_at, starts_at, ends_at, starts_on, ends_on, ..fields.clone() }
}

/// The table's row `cancel`, with others: no more are made. The activity is given as it lies.
pub(super) fn cancel(cx: &mut Context<'_>, found: Found, reason: &Option<String>, reach: Reach) -> Result<Activity> {
    let Some(mut series) = series_of(cx, &found)? else { return cancel_one(cx, found, reason) };
    let (key, id) = (found.key, found.activity.id);
    if reach == Reach::Following {
        let occurrence = found.activity.occurrence.as_deref().map_or(Ok(series.starts), kept::local)?;
        series = from(cx, series, occurrence)?;
    }
    series.recurrence = recurrence::ending(&series.recurrence, series.reached.date());
    series::close(cx, &mut series)?;
    let members = kept::members(cx.tx(), series.key)?;
    cancel_one(cx, found, reason)?;
    for member in others(&members, key) {
        let other = again(cx, member.id)?;
        cancel_one(cx, other, reason)?;
    }
    Ok(again(cx, id)?.activity)
}
