//! Activities that recur (ACT-8 to ACT-10). A series is a rule on the clock of a zone; its occurrences are activities of their own,
//! which exist for 400 days ahead, and at least the next one. What the next ones are like shows the last of them that is planned
//! and was not changed alone, so nothing of them is kept twice: an open series always has one, since where such a one is done,
//! cancelled, deleted or changed alone and no other is ahead, the next is made before.

use chrono::{NaiveDateTime, TimeDelta};

use super::reminders;
use super::rules::derived;
use super::store::calendar::alike;
use super::store::series::{self as kept, Series, text};
use super::store::{self, Found};
use super::times::{When, when};
use super::told;
use super::touch;
use super::types::*;
use crate::engine::calendar::company_date;
use crate::engine::due::{Item, Kind};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity};
use crate::engine::recurrence::{Clock, Recurrence, Time, Unsupported, parse};
use crate::engine::schedule::Job;

/// So far ahead they exist.
pub(super) const AHEAD: TimeDelta = TimeDelta::days(400);

/// The most that are made for one item of due work.
const SLICE: usize = 100;

impl Job {
    /// The next activities of a series are made.
    pub const OCCURRENCES_MADE: Job = Job::named("occurrences_made");
}

/// The work: of the series with the key.
static DUE: Kind = kind();

/// The work, as its area declares it.
pub(super) const fn kind() -> Kind {
    Kind {
        job: Job::OCCURRENCES_MADE,
        doc: "Making the next activities of a series: all within 400 days, and at least one that is yet to come (ACT-10).",
        serve,
        again: None,
    }
}

/// A series that was checked and may be entered.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) recurrence: String,
    pub(super) time_zone: String,
    pub(super) dates: bool,
    pub(super) starts: NaiveDateTime,
    /// The first time that is made.
    pub(super) first: Time,
}

/// A rule as it is kept.
pub(super) fn written(recurrence: &str) -> String {
    recurrence.trim().to_ascii_uppercase()
}

/// Reads a rule that is given, and tells what of it is not known (ACT-8).
pub(super) fn rule(cx: &mut Context<'_>, recurrence: &str, dates: bool) -> Option<Recurrence> {
    match parse(recurrence, dates) {
        Ok(rule) => Some(rule),
        Err(Unsupported(part)) => {
            cx.violations().add("recurrence", "unsupported", "is no rule that is known", Some(part));
            None
        }
    }
}

/// Nothing is left to be made.
pub(super) fn past(cx: &mut Context<'_>) {
    cx.violations().add("recurrence", "past", "yields nothing that is yet to come", None);
}

/// The rule does not yield the first time.
pub(super) fn not_in_rule(cx: &mut Context<'_>) {
    cx.violations().add("recurrence", "not_in_rule", "does not yield the first time", None);
}

/// Checks how an activity is to recur from its time on; tells what is wrong with it. What is before today is counted, not made.
pub(super) fn entry(
    cx: &mut Context<'_>,
    recurrence: &Option<String>,
    when: &When,
    time_zone: &str,
) -> Result<Option<Entry>> {
    let Some(recurrence) = recurrence.as_deref().map(written) else { return Ok(None) };
    let dates = when.goes_by_days();
    let (Some(rule), Some(clock)) = (rule(cx, &recurrence, dates), Clock::of(time_zone, dates)) else {
        return Ok(None);
    };
    if cx.violations().has("when") {
        return Ok(None);
    }
    let starts = when.local(&clock.zone);
    if !rule.yields(starts.date()) {
        not_in_rule(cx);
        return Ok(None);
    }
    let today = company_date(&clock.zone, cx.now());
    let Some(first) = rule.times_from(starts, &clock, today).next() else {
        past(cx);
        return Ok(None);
    };
    Ok(Some(Entry { recurrence, time_zone: time_zone.to_owned(), dates, starts, first }))
}

/// Enters a series, whose occurrences up to a local time are made or counted; the activity with the key is that of the time, or
/// of its start where that is earlier.
pub(super) fn enter(cx: &mut Context<'_>, activity: i64, entry: &Entry, occurrence: NaiveDateTime) -> Result<Series> {
    // Where the first is there already, those between it and today are counted alone.
    let before_first = entry.first.local - TimeDelta::microseconds(1);
    let mut series = Series {
        key: 0,
        id: SeriesId(cx.new_id()),
        recurrence: entry.recurrence.clone(),
        time_zone: entry.time_zone.clone(),
        starts: entry.starts,
        dates: entry.dates,
        reached: if occurrence == entry.first.local { occurrence } else { occurrence.max(before_first) },
        open: true,
    };
    series.key = kept::insert(cx.tx(), &series)?;
    kept::join(cx.tx(), activity, Some((series.key, text(occurrence, entry.dates))))?;
    Ok(series)
}

/// The rule and the clock of a series that is kept.
pub(super) fn kept_rule(series: &Series) -> Result<(Recurrence, Clock)> {
    let rule = parse(&series.recurrence, series.dates).ok();
    let clock = Clock::of(&series.time_zone, series.dates);
    rule.zip(clock).ok_or_else(|| CrmError::storage("corrupt"))
}

/// Makes what a series lacks, at most so many: all that is due within 400 days, and at least one that is yet to come, other than
/// the activity with the key `but`. They are like the model.
pub(super) fn extend(
    cx: &mut Context<'_>,
    series: &mut Series,
    model: ActivityId,
    but: Option<i64>,
    most: usize,
) -> Result<()> {
    let now = cx.now();
    let (rule, clock) = kept_rule(series)?;
    let Some(model) = store::get(cx.tx(), model, now)? else { return Err(CrmError::bug("a series without a model")) };
    let gone = kept::gone(cx.tx(), series.key)?;
    let (mut left, mut next) = (most, None);
    for time in rule.times_from(series.starts, &clock, series.reached.date()) {
        if time.local <= series.reached {
            continue;
        }
        if left == 0 || (time.at > now + AHEAD && kept::ahead(cx.tx(), series.key, but, now)?) {
            next = Some(time);
            break;
        }
        if !gone.contains(&time.local) && !kept::has(cx.tx(), series, time.local)? {
            make(cx, series, &model, &time)?;
            left -= 1;
        }
        series.reached = time.local;
    }
    series.open = next.is_some();
    kept::write(cx.tx(), series)?;
    let Some(next) = next else { return DUE.forget(cx.tx(), series.key) };
    let comes_near = next.at - AHEAD;
    let at = match left {
        // Others write before it goes on.
        0 => comes_near,
        _ => comes_near.min(clock.time(series.reached).at.max(now + TimeDelta::hours(1))),
    };
    DUE.set(cx.tx(), series.key, 0, at)
}

/// Makes an activity of a series, like another one of it.
fn make(cx: &mut Context<'_>, series: &Series, model: &Found, time: &Time) -> Result<()> {
    let mut activity = Activity {
        id: ActivityId(cx.new_id()),
        version: 1,
        number: cx.next_number(Entity::ACTIVITY)?,
        status: ActivityStatus::Planned,
        created_at: cx.now(),
        done_at: None,
        done_by: None,
        result: None,
        reason: None,
        comment: None,
        interaction: None,
        ..model.activity.clone()
    };
    when!(model.activity).at(time).into(&mut activity);
    let derived = derived(cx, &activity)?;
    let key = store::insert(cx.tx(), &activity, &derived)?;
    kept::copy(cx.tx(), model.key, key)?;
    alike(cx.tx(), model.key, key)?;
    store::settle(cx.tx(), key, &derived)?;
    reminders::settle(cx, key, None, &activity)?;
    touch::settle(cx.tx(), key, Vec::new())?;
    kept::join(cx.tx(), key, Some((series.key, text(time.local, series.dates))))?;
    let now = cx.now();
    let Some(made) = store::get(cx.tx(), activity.id, now)? else { return cx.not_found(Entity::ACTIVITY, activity.id) };
    let made = told::kept(cx, &made.activity)?;
    // People hear of the first one.
    cx.untold.insert(made.id.into());
    cx.created(Entity::ACTIVITY, made.id, &made)
}

/// Sees to it that another one of the series is ahead, before this one shows no more what they are like.
pub(super) fn leaves(cx: &mut Context<'_>, found: &Found) -> Result<()> {
    let Some(key) = found.series.filter(|_| !found.altered && found.activity.status == ActivityStatus::Planned) else {
        return Ok(());
    };
    let now = cx.now();
    match kept::get(cx.tx(), key)?.filter(|series| series.open) {
        Some(mut series) if !kept::ahead(cx.tx(), key, Some(found.key), now)? => {
            extend(cx, &mut series, found.activity.id, Some(found.key), usize::MAX)
        }
        _ => Ok(()),
    }
}

/// Notes that an activity is changed alone, so that later changes of its series pass it by (ACT-11).
pub(super) fn alter(cx: &mut Context<'_>, found: &Found) -> Result<()> {
    leaves(cx, found)?;
    if found.series.is_some() { kept::alter(cx.tx(), found.key) } else { Ok(()) }
}

/// Notes that an activity is deleted, so that it is not made again (ACT-10).
pub(super) fn gone(cx: &mut Context<'_>, found: &Found) -> Result<()> {
    match found.series.zip(found.activity.occurrence.as_deref()) {
        Some((series, occurrence)) => kept::add_gone(cx.tx(), series, occurrence),
        None => Ok(()),
    }
}

/// Nothing more is made of a series.
pub(super) fn close(cx: &mut Context<'_>, series: &mut Series) -> Result<()> {
    series.open = false;
    kept::write(cx.tx(), series)?;
    DUE.forget(cx.tx(), series.key)
}

fn serve(cx: &mut Context<'_>, item: &Item) -> Result<()> {
    let Some(mut series) = kept::get(cx.tx(), item.subject)?.filter(|series| series.open) else { return Ok(()) };
    match kept::model(cx.tx(), series.key)? {
        Some(model) => extend(cx, &mut series, model, None, SLICE),
        None => close(cx, &mut series),
    }
}
