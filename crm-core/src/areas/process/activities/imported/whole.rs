//! A series that is here, and comes with a calendar file again.

use chrono::SubsecRound;

use super::super::reach;
use super::super::series::{self, kept_rule, written as rule_text};
use super::super::steps::remove;
use super::super::store::calendar;
use super::super::store::series::{self as kept, Series, text};
use super::super::times::{When, when};
use super::super::told;
use super::super::types::*;
use super::differs::changes;
use super::{Came, State, Taken, is_newer, marks_of, may};
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::recurrence::{Clock, with_end_at};

/// A series that is here: what is planned of it and was not changed alone changes with it.
pub(super) fn whole(cx: &mut Context<'_>, came: &Came, series: Series) -> Result<Taken> {
    let Some(model) = kept::model(cx.tx(), series.key)? else { return Ok(Taken::Unchanged) };
    let Some(found) = told::subject(cx, model)? else { return Ok(Taken::Unchanged) };
    let marks = marks_of(cx, found.key)?;
    if !is_newer(came, &marks) {
        return Ok(Taken::Unchanged);
    }
    if came.state == State::Cancelled {
        if !may(cx, &found, "cancel")? {
            return Ok(Taken::Unchanged);
        }
        reach::cancel(cx, found, &None, Reach::All)?;
        return Ok(Taken::Updated);
    }
    if !may(cx, &found, "update")? {
        return Ok(Taken::Unchanged);
    }
    let (_, clock) = kept_rule(&series)?;
    let mut changed = leave_out(cx, came, &series)?;
    let shown = match kept::model(cx.tx(), series.key)? {
        Some(model) => told::subject(cx, model)?,
        None => None,
    };
    let Some(found) = shown else { return Ok(if changed { Taken::Updated } else { Taken::Unchanged }) };
    let occurrence = found.activity.occurrence.as_deref().map_or(Ok(series.starts), kept::local)?;
    // What the file says of its first time, said of the one that is named.
    let mut said = came.clone();
    let when: When = when!(came.new);
    let zone = came.new.time_zone.clone().unwrap_or_else(|| found.activity.time_zone.clone());
    if let (Some(starts), Some(theirs)) = (came.starts, Clock::of(&zone, when.goes_by_days())) {
        let time = theirs.time(occurrence + (starts - series.starts.trunc_subsecs(0)));
        let moved = when.at(&time);
        said.new = NewActivity {
            due_on: moved.due_on,
            due_at: moved.due_at,
            starts_at: moved.starts_at,
            ends_at: moved.ends_at,
            starts_on: moved.starts_on,
            ends_on: moved.ends_on,
            ..said.new
        };
    }
    let mut changes = changes(cx, &said, &found.activity)?;
    changes.recurrence = match &came.new.recurrence {
        Some(rule) => {
            let same = with_end_at(&series.recurrence, &clock) == rule_text(rule);
            Some(rule.clone()).filter(|_| !same)
        }
        None => None,
    };
    let nothing = ActivityUpdate::default();
    if changes != nothing {
        reach::update(cx, found, &changes, Reach::All)?;
        changed = true;
        // By the times that it has now.
        if let Some(series) = kept::get(cx.tx(), series.key)? {
            leave_out(cx, came, &series)?;
        }
    }
    if !changed {
        return Ok(Taken::Unchanged);
    }
    calendar::mark_series(cx.tx(), series.key, came.revision, came.changed_at)?;
    Ok(Taken::Updated)
}

/// Takes away what the file leaves out of a series; whether that was anything.
fn leave_out(cx: &mut Context<'_>, came: &Came, series: &Series) -> Result<bool> {
    let (_, clock) = kept_rule(series)?;
    let mut changed = false;
    for at in &came.except {
        let local = text(at.local(series, &clock), series.dates);
        let Some((_, id)) = calendar::occurrence(cx.tx(), series, &local)? else { continue };
        let Some(found) = told::subject(cx, id)? else { continue };
        if found.activity.status != ActivityStatus::Planned || found.altered || !may(cx, &found, "delete")? {
            continue;
        }
        series::leaves(cx, &found)?;
        series::gone(cx, &found)?;
        remove(cx, &found)?;
        changed = true;
    }
    Ok(changed)
}
