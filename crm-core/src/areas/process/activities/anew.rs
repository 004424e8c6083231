//! What follows from a person's department, zone and start of the day is put right behind a change of them (ACT-12, ACT-13): in slices,
//! so that who has very much planned keeps nobody waiting. The first is a part of the call, and for most it is the only one; the
//! others are due work, which goes on where they ended. Meanwhile an activity says by the zone itself whether it is overdue, and lists
//! of what is ask each row (`list.rs`); those of a department have what came over so far.

use chrono::TimeDelta;

use super::store::walk::{self as store, Place};
use super::store::{reminders as reminded, set_overdue};
use super::{given, redated, reminders};
use crate::engine::calendar::day_start;
use crate::engine::clock::Timestamp;
use crate::engine::due::{Again, Item, Kind};
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::schedule::Job;
use crate::notifications::digest;

/// Activities that a slice goes over.
const SLICE: i64 = 250;

/// The parts of the work of a person: what goes by their clock, and of which department it is.
const CLOCK: i64 = 0;
const DEPARTMENT: i64 = 1;

/// What stands in the place of a person for all who go by the company's clock.
const COMPANY: i64 = 0;

/// The work: of the person with the key.
static KIND: Kind = kind();

/// The work, as the area declares it.
pub(super) const fn kind() -> Kind {
    Kind {
        job: Job::ACTIVITIES_ANEW,
        doc: "Going on with what follows from another zone, start of the day or department of somebody who has much planned \
              (ACT-12, ACT-13).",
        serve,
        again: Some(Again { next, ahead: TimeDelta::minutes(1) }),
    }
}

/// Whether any of it is yet to be done: then what is kept of some activities is as it was before a change.
pub(super) fn is_pending(cx: &mut Context<'_>) -> Result<bool> {
    KIND.any(cx.tx())
}

/// Whether any of it is yet to be done of a person.
pub(super) fn is_pending_of(cx: &mut Context<'_>, person: i64) -> Result<bool> {
    Ok(!KIND.items(cx.tx(), person)?.is_empty() || !KIND.items(cx.tx(), COMPANY)?.is_empty())
}

/// Behind a change of a person.
pub(crate) fn person_changed(cx: &mut Context<'_>, user: i64, moved: bool, clock: bool) -> Result<()> {
    let now = cx.now();
    if moved {
        begin(cx, user, DEPARTMENT, now)?;
    }
    if clock {
        begin(cx, user, CLOCK, now)?;
    }
    Ok(())
}

/// Behind a change of the company's zone, by which all go who have none of their own.
pub(crate) fn zone_changed(cx: &mut Context<'_>) -> Result<()> {
    let now = cx.now();
    begin(cx, COMPANY, CLOCK, now)?;
    redated::begin(cx)
}

/// Begins a part of a person's, or anew where it is under way; how many rows that went over.
fn begin(cx: &mut Context<'_>, person: i64, part: i64, since: Timestamp) -> Result<i64> {
    store::begin(cx.tx(), person, part, since)?;
    let (rows, more) = slice(cx, person, part)?;
    if more {
        let now = cx.now();
        KIND.set(cx.tx(), person, part, now)?;
    } else {
        KIND.forget_one(cx.tx(), person, part)?;
    }
    Ok(rows)
}

fn serve(cx: &mut Context<'_>, item: &Item) -> Result<()> {
    slice(cx, item.subject, item.part).map(drop)
}

/// At once, as long as it is not done.
fn next(cx: &mut Context<'_>, item: &Item) -> Result<Option<Timestamp>> {
    let now = cx.now();
    Ok(store::place(cx.tx(), item.subject, item.part)?.map(|_| now))
}

/// Goes on; how many rows it went over, and whether there are more.
fn slice(cx: &mut Context<'_>, person: i64, part: i64) -> Result<(i64, bool)> {
    let Some((since, place)) = store::place(cx.tx(), person, part)? else { return Ok((0, false)) };
    let (rows, last) = match (person, part) {
        (COMPANY, _) => each_person(cx, place.activity, since)?,
        (_, DEPARTMENT) => departments(cx, person, place)?,
        _ => clocks(cx, person, place, since)?,
    };
    match last {
        Some(place) => store::go_on(cx.tx(), person, part, place)?,
        None => store::end(cx.tx(), person, part)?,
    }
    Ok((rows, last.is_some()))
}

/// Where to go on behind rows, where there may be more.
fn behind(rows: &[Place]) -> Option<Place> {
    rows.last().copied().filter(|_| rows.len() >= SLICE as usize)
}

/// Of which department a person's activities are.
fn departments(cx: &mut Context<'_>, person: i64, behind_place: Place) -> Result<(i64, Option<Place>)> {
    let rows = store::of_assignee(cx.tx(), person, behind_place, SLICE)?;
    for row in &rows {
        store::set_department(cx.tx(), row.activity, person)?;
    }
    Ok((rows.len() as i64, behind(&rows)))
}

/// From when on what a person has planned is overdue, and when they are reminded of it.
fn clocks(cx: &mut Context<'_>, person: i64, behind_place: Place, since: Timestamp) -> Result<(i64, Option<Place>)> {
    let Some(zone) = store::zone_of(cx.tx(), person)? else { return Ok((0, None)) };
    let zone = given::zone(&zone)?;
    let (mut rows, planned) = (Vec::new(), store::planned(cx.tx(), person, behind_place, SLICE)?);
    for row in planned {
        rows.push(row.place);
        let Some(day) = row.last_day else { continue };
        if row.is_assignee {
            let at = day_start(&zone, day.succ_opt().unwrap_or(day));
            if Some(at) != row.overdue_at {
                set_overdue(cx.tx(), row.place.activity, at)?;
            }
        }
        if row.reminds
            && let Some(of) = reminded::one(cx.tx(), row.place.activity, person)?
        {
            reminders::set(cx, &of, since)?;
        }
    }
    Ok((rows.len() as i64, behind(&rows)))
}

/// Has each of those who go by the company's clock begin: as many as are a slice.
fn each_person(cx: &mut Context<'_>, behind: i64, since: Timestamp) -> Result<(i64, Option<Place>)> {
    let mut rows = 0;
    let people = store::without_zone(cx.tx(), behind, SLICE)?;
    for person in &people {
        digest::settle(cx, *person)?;
        rows += 1 + begin(cx, *person, CLOCK, since)?;
        if rows >= SLICE {
            return Ok((rows, Some(Place { activity: *person, ..Place::default() })));
        }
    }
    Ok((rows, None))
}
