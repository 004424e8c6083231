//! Activities as a calendar file (CAL-3): which components there are. How one is written is in `component.rs`.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDateTime;

use super::component::{Of, Part, Texts};
use super::store;
use crate::activities::agenda::{self, SERIES_AT_ONCE, Told, Whole};
use crate::activities::{Activity, ActivityStatus, Response};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::Context;
use crate::engine::ids::UserId;
use crate::engine::sorting::Arranged as _;

/// What of series is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// What the caller reads.
    Reader,
    /// What somebody has, or attends and has not declined.
    Own(UserId),
}

impl Whose {
    /// Whether an activity of a series is written; else it is none of its occurrences.
    fn has(self, told: &Told) -> bool {
        let Told { activity, read, .. } = told;
        let own = |id: UserId| {
            let mine = activity.attendees.iter().find(|one| one.user.as_ref().is_some_and(|user| user.id == id));
            activity.assignee.id == id || mine.is_some_and(|one| one.response != Response::Declined)
        };
        let fits = match self {
            Whose::Reader => true,
            Whose::Own(id) => own(id),
        };
        *read && fits && activity.status != ActivityStatus::Cancelled
    }
}

/// Whether these make more components than are written, whatever else their series have.
pub(super) fn is_too_much(found: &[Activity], most: usize) -> bool {
    let series: BTreeSet<_> = found.iter().filter_map(|activity| activity.series.map(|series| series.0)).into_set();
    let alone = found.iter().filter(|activity| activity.series.is_none()).count();
    alone + series.len() > most
}

/// Activities as a file, their series whole; none where that has more components than are written.
pub(super) fn written(cx: &mut Context<'_>, told: Vec<Told>, whose: Whose, most: usize) -> Result<Option<String>> {
    let mut series: Vec<i64> = Vec::new();
    let mut parts: Vec<Part> = Vec::new();
    let mut known = BTreeSet::new();
    for one in told {
        match one.marks.series {
            Some(key) => series.extend(known.insert(key).then_some(key)),
            None => parts.push(alone(one)),
        }
    }
    let mut texts = texts(cx)?;
    let mut written = texts.calendar();
    if parts.len() + series.len() > most {
        return Ok(None);
    }
    addresses(cx, &mut texts, parts.iter().map(|part| &part.activity))?;
    parts.iter().for_each(|part| texts.write(&mut written, part));
    let mut components = parts.len();
    for keys in series.chunks(SERIES_AT_ONCE) {
        let found = agenda::whole(cx, keys)?;
        addresses(cx, &mut texts, found.iter().flat_map(|whole| whole.members.iter().map(|(_, told)| &told.activity)))?;
        for whole in found {
            let parts = of_series(&mut texts, whole, whose)?;
            components += parts.len();
            if components > most {
                return Ok(None);
            }
            parts.iter().for_each(|part| texts.write(&mut written, part));
        }
    }
    Ok(Some(texts.finish(written)))
}

/// What is the same for all of them.
fn texts(cx: &mut Context<'_>) -> Result<Texts> {
    let day_starts = match cx.actor_key() {
        Some(me) => store::day_starts(cx.tx(), me)?,
        None => None,
    };
    Ok(Texts::new(store::kinds(cx.tx())?, day_starts))
}

/// Adds the addresses of users who attend.
fn addresses<'a>(
    cx: &mut Context<'_>,
    texts: &mut Texts,
    activities: impl Iterator<Item = &'a Activity>,
) -> Result<()> {
    let attending = activities.flat_map(|activity| &activity.attendees);
    let users: BTreeSet<_> = attending.filter_map(|one| one.user.as_ref()).map(|user| user.id.0).into_set();
    texts.addresses.extend(agenda::addresses(cx, &users)?);
    Ok(())
}

/// What stands alone.
fn alone(told: Told) -> Part {
    let Told { activity, marks, .. } = told;
    let uid = marks.uid.unwrap_or_else(|| format!("{}@crm", activity.id));
    let of = marks.occurrence.map_or(Of::Nothing, Of::Unknown);
    Part { uid, of, revision: marks.revision, changed_at: marks.changed_at, activity }
}

/// A series, where anything of it shows what its occurrences are like, and what is different of these.
fn of_series(texts: &mut Texts, whole: Whole, whose: Whose) -> Result<Vec<Part>> {
    let uid = whole.uid.clone().unwrap_or_else(|| format!("{}@crm", whole.id));
    let Whole { recurrence, time_zone, starts, dates, gone, members, model, .. } = whole;
    let has: BTreeMap<NaiveDateTime, bool> = members.iter().map(|(at, told)| (*at, whose.has(told))).into_map();
    // Where none that is planned shows it, the last one does that is written.
    let model = match model {
        Some(at) => members.get(at).filter(|(_, told)| whose.has(told)),
        None => members.iter().rev().find(|(_, told)| whose.has(told)),
    };
    let mut parts = Vec::new();
    let master = match model {
        Some((_, told)) => {
            let Some(first) = agenda::time_of(&time_zone, dates, starts) else {
                return Err(CrmError::storage("corrupt"));
            };
            let mut activity = agenda::at_time(&told.activity, &first);
            activity.status = ActivityStatus::Planned;
            activity.done_at = None;
            activity.time_zone.clone_from(&time_zone);
            let left_out = has.iter().filter(|(_, has)| !**has).map(|(at, _)| *at);
            let except = gone.iter().copied().chain(left_out).into_set();
            let of = Of::Series { recurrence, dates, starts, except: except.into_iter().collect() };
            let (revision, changed_at) = (told.marks.revision, told.marks.changed_at);
            Some(Part { uid: uid.clone(), of, revision, changed_at, activity })
        }
        None => None,
    };
    let like = master.as_ref().map(|part| texts.body(&part.activity, true));
    for (at, told) in members {
        if !whose.has(&told) {
            continue;
        }
        let Told { activity, marks, .. } = told;
        if let (Some(part), Some(like)) = (&master, &like)
            && let Some(time) = agenda::time_of(&time_zone, dates, at)
            && agenda::same_time(&activity, &agenda::at_time(&part.activity, &time))
            && (activity.time_zone == time_zone || dates)
            && texts.body(&activity, true) == *like
        {
            continue;
        }
        let of = Of::Occurrence { at, dates, time_zone: time_zone.clone() };
        let uid = uid.clone();
        parts.push(Part { uid, of, revision: marks.revision, changed_at: marks.changed_at, activity });
    }
    Ok(master.into_iter().chain(parts).collect())
}
