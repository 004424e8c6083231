//! Reminders (ACT-12): so many minutes before an activity its assignee is told of it, and the users who attend and have not declined.
//! Each of them has one item of due work, at the first of their reminders that is yet to come, so that one who comes or goes, or
//! lives by another clock, leaves those of the others as they are. Nothing of a person's reminders is audited (PROC-11).

use std::collections::BTreeSet;

use chrono::{NaiveTime, TimeDelta};
use serde_json::json;

use super::store::reminders::{self as store, Reminded};
use super::times::{When, when};
use super::types::*;
use crate::engine::clock::Timestamp;
use crate::engine::due::{Again, Item, Kind};
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::UserId;
use crate::engine::objects::expr::minutes;
use crate::engine::objects::shape::Name;
use crate::engine::schedule::Job;
use crate::engine::sorting::Arranged as _;
use crate::engine::telling::{NotificationKind, Telling};
use crate::engine::zone::Zone;
use crate::objects::RecordKey;

/// The most minutes before: 28 days.
const FURTHEST: i64 = 40_320;

/// The minutes of a day of the calendar.
const DAY: i64 = 1_440;

/// A reminder that comes later than this comes no more (PROC-8).
const LATEST: TimeDelta = TimeDelta::hours(24);

/// The work: of the activity with the key, for the person whose key is the item's number.
static KIND: Kind = kind();

/// The work, as the area declares it.
pub(super) const fn kind() -> Kind {
    Kind {
        job: Job::REMINDERS,
        doc: "Reminding the people of an activity of it (ACT-12).",
        serve: remind,
        again: Some(Again { next: next_of, ahead: TimeDelta::days(32) }),
    }
}

/// The reminders that are given, the nearest first, each once; tells what is wrong with them.
pub(super) fn given(cx: &mut Context<'_>, given: &[i64]) -> Vec<i64> {
    for (at, minutes) in given.iter().enumerate() {
        if !(0..=FURTHEST).contains(minutes) {
            cx.violations().out_of_range(&format!("reminders[{at}]"), 0, FURTHEST);
        }
    }
    let given: BTreeSet<i64> = given.iter().copied().into_set();
    given.into_iter().collect()
}

/// By which clock somebody is reminded of what goes by days.
pub(super) struct Clock {
    zone: Zone,
    day_starts: NaiveTime,
}

impl Clock {
    /// Their own clock, or the company's.
    fn of(cx: &mut Context<'_>, zone: Option<&str>, day_starts: &str) -> Result<Clock> {
        let zone = match zone {
            Some(zone) => super::given::zone(zone)?,
            None => cx.company()?.zone.clone(),
        };
        let minutes = u32::from(minutes(day_starts).unwrap_or_default());
        let day_starts = NaiveTime::from_num_seconds_from_midnight_opt(minutes * 60, 0).unwrap_or_default();
        Ok(Clock { zone, day_starts })
    }

    /// The instant so many minutes before. Of a time they go off the clock. Of a day each 1,440 are a day of the calendar, so that the
    /// clock shows the same, and the rest goes off the clock.
    fn instant(&self, when: &When, minutes: i64) -> Timestamp {
        let (starts, rest) = match when.due_on.or(when.starts_on) {
            Some(day) => {
                let day = day.checked_sub_signed(TimeDelta::days(minutes / DAY)).unwrap_or(day);
                (self.zone.instant(day.and_time(self.day_starts)), minutes % DAY)
            }
            None => (when.due_at.or(when.starts_at).unwrap_or_default(), minutes),
        };
        starts.checked_sub_signed(TimeDelta::minutes(rest)).unwrap_or(starts)
    }
}

/// The instants at which somebody is reminded.
fn instants(cx: &mut Context<'_>, reminded: &Reminded) -> Result<Vec<Timestamp>> {
    let clock = Clock::of(cx, reminded.zone.as_deref(), &reminded.day_starts)?;
    Ok(reminded.reminders.iter().map(|minutes| clock.instant(&reminded.when, *minutes)).collect())
}

/// Sets the first reminder of somebody that has not passed at an instant; takes theirs away, where there is none.
pub(super) fn set(cx: &mut Context<'_>, reminded: &Reminded, since: Timestamp) -> Result<()> {
    let next =
        if reminded.attends { instants(cx, reminded)?.into_iter().filter(|at| *at >= since).min() } else { None };
    let (subject, part) = (reminded.activity, reminded.person);
    match next {
        Some(at) => KIND.set(cx.tx(), subject, part, at),
        None => KIND.forget_one(cx.tx(), subject, part),
    }
}

fn reminds(activity: &Activity) -> bool {
    activity.status == ActivityStatus::Planned && !activity.reminders.is_empty()
}

/// Who is reminded of an activity.
fn people(activity: &Activity) -> BTreeSet<UserId> {
    let attends = |one: &&Attendee| one.response != Response::Declined;
    let attending = activity.attendees.iter().filter(attends).filter_map(|one| one.user.as_ref());
    attending.chain([&activity.assignee]).map(|user| user.id).into_set()
}

/// What a change of an activity does to the reminders of its people. What moves, or is planned anew, reminds them anew; who stays
/// among them otherwise keeps what is theirs.
pub(super) fn settle(cx: &mut Context<'_>, key: i64, before: Option<&Activity>, after: &Activity) -> Result<()> {
    let before = before.filter(|before| reminds(before));
    if !reminds(after) {
        return if before.is_some() { forget(cx, key) } else { Ok(()) };
    }
    let moved = before.is_none_or(|before| when!(before) != when!(after));
    let same = before.is_some_and(|before| !moved && before.reminders == after.reminders);
    let known = before.map(people).unwrap_or_default();
    if same && known == people(after) {
        return Ok(());
    }
    let now = cx.now();
    let mut items = if before.is_some() { KIND.items(cx.tx(), key)? } else { Default::default() };
    for reminded in store::of_activity(cx.tx(), key)? {
        let item = items.remove(&reminded.person);
        let stays = !moved && known.contains(&reminded.id);
        // What is due, and was not told yet, is told as it was set.
        if !(stays && (same || item.is_some_and(|at| at <= now))) {
            set(cx, &reminded, now)?;
        }
    }
    for person in items.into_keys() {
        KIND.forget_one(cx.tx(), key, person)?;
    }
    Ok(())
}

/// Takes away the reminders of an activity.
pub(super) fn forget(cx: &mut Context<'_>, key: i64) -> Result<()> {
    KIND.forget(cx.tx(), key)
}

/// Reminds somebody, where one of theirs has come since the item fell due. Who is not active is not told.
fn remind(cx: &mut Context<'_>, item: &Item) -> Result<()> {
    let Some(reminded) = store::one(cx.tx(), item.subject, item.part)? else { return Ok(()) };
    if !reminded.attends || !reminded.active {
        return Ok(());
    }
    let now = cx.now();
    let (first, last) = (item.due_at.max(now - LATEST), now);
    if !instants(cx, &reminded)?.iter().any(|at| (first..=last).contains(at)) {
        return Ok(());
    }
    let record = RecordKey { object: Entity::ACTIVITY.to_string(), id: reminded.uid.into() };
    let record = Some((Name::new_static("activities"), record));
    let detail = Some(json!({"subject": reminded.subject}).to_string());
    // Its people read it.
    let of = Telling::new((reminded.person, reminded.id), NotificationKind::Reminded);
    cx.tell(Telling { record, detail, proved: true, ..of });
    Ok(())
}

/// The next of their reminders.
fn next_of(cx: &mut Context<'_>, item: &Item) -> Result<Option<Timestamp>> {
    let now = cx.now();
    match store::one(cx.tx(), item.subject, item.part)? {
        Some(reminded) if reminded.attends => Ok(instants(cx, &reminded)?.into_iter().filter(|at| *at > now).min()),
        _ => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // ACT-12: each 1,440 minutes are a day of the calendar, so the clock shows the same; the rest goes off the clock.
    #[test]
    fn days_are_those_of_the_calendar() {
        let clock = |zone: &str, starts: &str| Clock {
            zone: zone.parse().expect("a zone"),
            day_starts: starts.parse().expect("a time"),
        };
        let day = |day: &str| When { due_on: day.parse().ok(), ..When::default() };
        for (zone, starts, on, minutes, at) in [
            ("Asia/Shanghai", "09:00:00", "2026-03-02", 0, "2026-03-02T01:00:00Z"),
            ("Asia/Shanghai", "09:00:00", "2026-03-02", 1_440, "2026-03-01T01:00:00Z"),
            ("Asia/Shanghai", "09:00:00", "2026-03-02", 1_500, "2026-03-01T00:00:00Z"),
            ("Asia/Shanghai", "09:00:00", "2026-03-02", 40_320, "2026-02-02T01:00:00Z"),
            // Summer time began on 29 March: the day before was an hour longer away, the clock shows 09:00.
            ("Europe/Berlin", "09:00:00", "2026-03-29", 1_440, "2026-03-28T08:00:00Z"),
            ("Europe/Berlin", "09:00:00", "2026-03-29", 0, "2026-03-29T07:00:00Z"),
            ("Europe/Berlin", "09:00:00", "2026-03-29", 480, "2026-03-28T23:00:00Z"),
            // A start of the day in the gap is the first instant behind it.
            ("Europe/Berlin", "02:30:00", "2026-03-29", 0, "2026-03-29T01:00:00Z"),
            ("Europe/Berlin", "02:30:00", "2026-03-30", 1_440, "2026-03-29T01:00:00Z"),
        ] {
            let found = clock(zone, starts).instant(&day(on), minutes);
            assert_eq!(found, at.parse::<Timestamp>().expect("an instant"), "{zone} {on} {minutes}");
        }
        let timed = When { starts_at: "2026-03-29T01:30:00Z".parse().ok(), ..When::default() };
        let found = clock("Europe/Berlin", "09:00:00").instant(&timed, 1_440);
        assert_eq!(found, "2026-03-28T01:30:00Z".parse::<Timestamp>().expect("an instant"));
    }
}
