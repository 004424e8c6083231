//! Activities that come out of a calendar file (CAL-4). What is there already is known by its UID among what the caller has, gave or
//! attends; it changes where the file is newer and the table of activities allows it.

mod differs;
mod whole;

use std::collections::BTreeSet;

use chrono::{NaiveDateTime, NaiveTime, SubsecRound};
use uuid::Uuid;

use super::rules::{Ready, checked, insert, named};
use super::series::{self, Entry, kept_rule, written as rule_text};
use super::steps::{Way, cancel_one, change, write};
use super::store::calendar::{self, Marks};
use super::store::series::{self as kept, Series, text};
use super::store::{self, Found};
use super::times::when;
use super::told;
use super::types::*;
use crate::engine::calendar::company_date;
use crate::engine::clock::Timestamp;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity};
use crate::engine::ical::Moment;
use crate::engine::ids::UserId;
use crate::engine::recurrence::{Clock, Time};
use differs::changes;
use whole::whole;

/// A time of a series, as a file says it.
#[derive(Debug, Clone)]
pub(crate) struct At {
    pub(crate) moment: Moment,
    pub(crate) zone: String,
}

impl At {
    /// By the clock of a series.
    fn local(&self, series: &Series, clock: &Clock) -> NaiveDateTime {
        match self.moment {
            // Of a series with times some programs name the day alone.
            Moment::Date(day) if !series.dates => day.and_time(series.starts.time()),
            Moment::Date(day) => day.and_time(NaiveTime::MIN),
            Moment::Local(local) if series.dates => local.date().and_time(NaiveTime::MIN),
            Moment::Local(local) if self.zone == series.time_zone => local,
            Moment::Local(local) => match Clock::of(&self.zone, false) {
                Some(theirs) => clock.zone.local(theirs.time(local).at),
                None => local,
            },
            Moment::At(at) if series.dates => at.date_naive().and_time(NaiveTime::MIN),
            Moment::At(at) => clock.zone.local(at),
        }
    }

    /// As it is kept, where the series is not here: the zone, where it goes by one, and the value.
    fn kept(&self) -> String {
        match self.moment {
            Moment::Date(day) => day.format("%Y%m%d").to_string(),
            Moment::At(at) => at.format("%Y%m%dT%H%M%SZ").to_string(),
            Moment::Local(local) => format!("{} {}", self.zone, local.format("%Y%m%dT%H%M%S")),
        }
    }
}

/// Where an activity stands, as a file says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Planned,
    Done(Timestamp),
    Cancelled,
}

/// What a component says; its fields have been checked.
#[derive(Debug, Clone)]
pub(crate) struct Came {
    pub(crate) uid: String,
    pub(crate) occurrence: Option<At>,
    pub(crate) revision: i64,
    pub(crate) changed_at: Option<Timestamp>,
    pub(crate) state: State,
    /// Whether it names its kind itself.
    pub(crate) kind_named: bool,
    /// When it begins, by the clock on the wall.
    pub(crate) starts: Option<NaiveDateTime>,
    pub(crate) new: NewActivity,
    /// What those said who attend, one each.
    pub(crate) responses: Vec<Response>,
    /// The occurrences that are none.
    pub(crate) except: Vec<At>,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Taken {
    /// So many activities were made.
    Created(usize),
    Updated,
    Unchanged,
}

/// What is kept of the file beside an activity that is new.
pub(super) struct Origin {
    uid: String,
    occurrence: Option<String>,
    revision: i64,
    changed_at: Option<Timestamp>,
    gone: BTreeSet<NaiveDateTime>,
}

impl Origin {
    fn of(came: &Came) -> Origin {
        let Came { uid, revision, changed_at, .. } = came;
        Origin {
            uid: uid.clone(),
            occurrence: None,
            revision: *revision,
            changed_at: *changed_at,
            gone: BTreeSet::new(),
        }
    }

    /// Writes it beside an activity, or the series that begins with it.
    pub(super) fn write(&self, cx: &mut Context<'_>, key: i64, series: Option<&Series>) -> Result<()> {
        calendar::mark(cx.tx(), key, self.revision, self.changed_at)?;
        match series {
            Some(series) => {
                calendar::name_series(cx.tx(), series.key, &self.uid)?;
                kept::set_gone(cx.tx(), series, &self.gone)
            }
            None => calendar::name(cx.tx(), key, &self.uid, self.occurrence.as_deref()),
        }
    }
}

/// The zone by which somebody's times go.
pub(crate) fn zone_of(cx: &mut Context<'_>, user: UserId) -> Result<String> {
    super::given::time_zone(cx, &None, Some(user))
}

/// Takes a component; `room` is how many activities it may make.
pub(crate) fn take(cx: &mut Context<'_>, came: &Came, room: usize) -> Result<Taken> {
    let Some(me) = cx.actor_key() else { return Err(CrmError::bug("an import by nobody")) };
    let id = came.uid.strip_suffix("@crm").and_then(|id| id.parse::<Uuid>().ok());
    let known = (came.uid.as_str(), id);
    let series = calendar::series(cx.tx(), me, known)?;
    if let Some(key) = series {
        let Some(series) = kept::get(cx.tx(), key)? else { return Err(CrmError::storage("corrupt")) };
        return match &came.occurrence {
            Some(at) => occurrence(cx, came, series, at),
            None => whole(cx, came, series),
        };
    }
    let at = came.occurrence.as_ref().map(At::kept);
    match calendar::single(cx.tx(), me, known, at.as_deref())? {
        Some(found) => update(cx, came, found),
        None if came.new.recurrence.is_some() => begin(cx, came, room),
        None => {
            room_for(cx, 1, room)?;
            create(cx, came, Origin { occurrence: at, ..Origin::of(came) }).map(|_| Taken::Created(1))
        }
    }
}

fn room_for(cx: &mut Context<'_>, wanted: usize, room: usize) -> Result<()> {
    if wanted > room {
        let detail = "makes more activities than one file may";
        cx.violations().add("recurrence", "too_many", detail, Some(room.to_string()));
    }
    cx.check_fields()
}

/// What is written of a component that is new.
fn ready(cx: &mut Context<'_>, came: &Came, origin: Origin) -> Result<Ready> {
    let id = ActivityId(cx.new_id());
    let new = NewActivity { recurrence: None, ..came.new.clone() };
    let mut ready = checked(cx, id, &new)?;
    for (attendee, response) in ready.attendees.iter_mut().zip(&came.responses) {
        attendee.response = *response;
    }
    let me = cx.actor_id().map(named);
    match came.state {
        State::Planned => {}
        State::Done(at) => {
            ready.activity.status = ActivityStatus::Done;
            (ready.activity.done_at, ready.activity.done_by) = (Some(at), me);
        }
        State::Cancelled => ready.activity.status = ActivityStatus::Cancelled,
    }
    ready.origin = Some(origin);
    Ok(ready)
}

/// Writes an activity that is new.
fn create(cx: &mut Context<'_>, came: &Came, origin: Origin) -> Result<ActivityId> {
    let ready = ready(cx, came, origin)?;
    Ok(insert(cx, &ready)?.id)
}

/// Enters a series. Of one that is over its last occurrence is made, so that it is there.
fn begin(cx: &mut Context<'_>, came: &Came, room: usize) -> Result<Taken> {
    let mut origin = Origin::of(came);
    let mut made = Came { state: State::Planned, ..came.clone() };
    made.new.recurrence = None;
    let mut ready = ready(cx, &made, Origin::of(came))?;
    let when = when!(ready.activity);
    let recurrence = rule_text(came.new.recurrence.as_deref().unwrap_or_default());
    let time_zone = ready.activity.time_zone.clone();
    let rule = series::rule(cx, &recurrence, when.goes_by_days());
    cx.check_fields()?;
    let (Some(rule), Some(clock)) = (rule, Clock::of(&time_zone, when.goes_by_days())) else {
        return Err(CrmError::bug("a rule that was let in"));
    };
    let starts = came.starts.unwrap_or_else(|| when.local(&clock.zone));
    if !rule.yields(starts.date()) {
        series::not_in_rule(cx);
        cx.check_fields()?;
    }
    let dates = clock.dates;
    let frame = Series {
        key: 0,
        id: SeriesId(Uuid::nil()),
        recurrence: recurrence.clone(),
        time_zone: time_zone.clone(),
        starts,
        dates,
        reached: starts,
        open: true,
    };
    origin.gone = came.except.iter().map(|at| at.local(&frame, &clock)).collect();
    let (now, today) = (cx.now(), company_date(&clock.zone, cx.now()));
    let is_one = |time: &Time| !origin.gone.contains(&time.local);
    let ahead: Vec<Time> = {
        let mut times = rule.times_from(starts, &clock, today).filter(is_one);
        let first = times.next();
        first.into_iter().chain(times.take_while(|time| time.at <= now + series::AHEAD)).collect()
    };
    let first = match ahead.first() {
        Some(first) => Some(*first),
        None => rule.times(starts, &clock).filter(is_one).last(),
    };
    let Some(first) = first else {
        series::past(cx);
        cx.check_fields()?;
        return Err(CrmError::bug("a series without a time"));
    };
    room_for(cx, ahead.len().max(1), room)?;
    if came.state == State::Cancelled {
        // Nothing of it is to come.
        return Ok(Taken::Unchanged);
    }
    when.at(&first).into(&mut ready.activity);
    ready.series = Some(Entry { recurrence, time_zone, dates, starts, first });
    ready.origin = Some(origin);
    insert(cx, &ready)?;
    Ok(Taken::Created(ahead.len().max(1)))
}

/// Whether the acting user may do that with the activity now, by the table of activities.
fn may(cx: &mut Context<'_>, found: &Found, verb: &str) -> Result<bool> {
    let standing = cx.standing_of_call();
    let asked = cx.in_stead_of(Entity::ACTIVITY.as_str(), verb).and_then(|()| cx.guard(found, &None));
    cx.stand_again(standing);
    match asked {
        Ok(()) => Ok(true),
        Err(failure) if failure.is_failure() => Err(failure),
        Err(_) => Ok(false),
    }
}

/// Whether the file is newer than what is there.
fn is_newer(came: &Came, marks: &Marks) -> bool {
    let kept = marks.changed_at.trunc_subsecs(0);
    came.revision > marks.revision
        || (came.revision == marks.revision && came.changed_at.is_some_and(|changed_at| changed_at > kept))
}

fn marks_of(cx: &mut Context<'_>, key: i64) -> Result<Marks> {
    calendar::marks(cx.tx(), &[key])?.remove(&key).ok_or_else(|| CrmError::storage("corrupt"))
}

/// An occurrence of a series that is here: it changes alone.
fn occurrence(cx: &mut Context<'_>, came: &Came, series: Series, at: &At) -> Result<Taken> {
    let (rule, clock) = kept_rule(&series)?;
    let local = at.local(&series, &clock);
    let kept_text = text(local, series.dates);
    if let Some((_, id)) = calendar::occurrence(cx.tx(), &series, &kept_text)? {
        return update(cx, came, id);
    }
    let yields = rule.times_from(series.starts, &clock, local.date()).next();
    let yields = yields.is_some_and(|time| time.local.trunc_subsecs(0) == local);
    if came.state == State::Cancelled || !yields || kept::gone(cx.tx(), series.key)?.contains(&local) {
        // It is none any more, or was none ever.
        return Ok(Taken::Unchanged);
    }
    let ready = ready(cx, came, Origin::of(came))?;
    let id = insert(cx, &ready)?.id;
    let now = cx.now();
    let Some(found) = store::get(cx.tx(), id, now)? else { return cx.not_found(Entity::ACTIVITY, id) };
    kept::join(cx.tx(), found.key, Some((series.key, kept_text)))?;
    kept::alter(cx.tx(), found.key)?;
    calendar::unname(cx.tx(), found.key)?;
    Ok(Taken::Created(1))
}

/// One that is here: it changes where the file is newer, and who imports it may. What of a series was not changed alone knows nothing
/// of what the file says of it, however new that is.
fn update(cx: &mut Context<'_>, came: &Came, id: ActivityId) -> Result<Taken> {
    let Some(found) = told::subject(cx, id)? else { return Ok(Taken::Unchanged) };
    let (key, marks) = (found.key, marks_of(cx, found.key)?);
    let is_like_others = found.series.is_some() && !found.altered;
    if !(is_like_others || is_newer(came, &marks)) || found.activity.status != ActivityStatus::Planned {
        return Ok(Taken::Unchanged);
    }
    let mut changed = false;
    if came.state == State::Cancelled {
        if may(cx, &found, "cancel")? {
            series::leaves(cx, &found)?;
            cancel_one(cx, found, &None)?;
            changed = true;
        }
    } else {
        if may(cx, &found, "update")? {
            let version = found.activity.version;
            let changes = changes(cx, came, &found.activity)?;
            let after = change(cx, found, &changes, Way::Alone)?;
            changed = after.version != version;
            changed |= responses(cx, came, id)?;
        }
        changed |= complete(cx, came, id)?;
    }
    if !changed {
        return Ok(Taken::Unchanged);
    }
    calendar::mark(cx.tx(), key, came.revision, came.changed_at)?;
    Ok(Taken::Updated)
}

/// Completes one that the file says to be done; nobody asks for a result here.
fn complete(cx: &mut Context<'_>, came: &Came, id: ActivityId) -> Result<bool> {
    let State::Done(at) = came.state else { return Ok(false) };
    let Some(found) = told::subject(cx, id)? else { return Ok(false) };
    if !may(cx, &found, "complete")? {
        return Ok(false);
    }
    series::leaves(cx, &found)?;
    let mut after = found.activity.clone();
    after.status = ActivityStatus::Done;
    (after.done_at, after.done_by) = (Some(at), cx.actor_id().map(named));
    write(cx, found, after)?;
    Ok(true)
}

/// Writes what those said who are not users, where that differs; users say it themselves.
fn responses(cx: &mut Context<'_>, came: &Came, id: ActivityId) -> Result<bool> {
    let Some(found) = told::subject(cx, id)? else { return Ok(false) };
    let mut after = found.activity.clone();
    let (key, said) = (found.key, came.new.attendees.iter().flatten().zip(&came.responses));
    for (attendee, response) in said {
        let same = |one: &&mut Attendee| one.email.is_some() && one.email == attendee.email;
        if let Some(one) = after.attendees.iter_mut().find(same) {
            one.response = *response;
        }
    }
    if after.attendees == found.activity.attendees {
        return Ok(false);
    }
    for (nth, one) in (0_i64..).zip(&after.attendees) {
        calendar::respond(cx.tx(), key, nth, one.response)?;
    }
    write(cx, found, after)?;
    Ok(true)
}
