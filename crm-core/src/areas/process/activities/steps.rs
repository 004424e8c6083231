//! What becomes of an activity: changes, its end, and into whose hands it goes.

use super::given;
use super::reminders;
use super::rules::{derived, guarded, named, tell};
use super::store::{self, Attending, Found, calendar, days};
use super::times::{When, when};
use super::told::{self, Reader};
use super::touch;
use super::types::*;
use super::{reach, series};
use crate::dictionary::Choice;
use crate::dictionary::choose::choose;
use crate::engine::audit::{Action, Change};
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::UserId;
use crate::engine::objects::Bearer;
use crate::engine::record::apply;
use crate::engine::value::ObjectRef;
use crate::objects::RecordKey;
use crate::users::rules::active_user;

/// Writes an activity that differs from what it was, and tells the audit; the acting user is told of it.
pub(super) fn written(cx: &mut Context<'_>, before: Found, after: Activity) -> Result<Activity> {
    let after = write(cx, before, after)?;
    tell(cx, after)
}

/// The same for who is not told of it; it is given as it lies.
pub(super) fn write(cx: &mut Context<'_>, before: Found, mut after: Activity) -> Result<Activity> {
    after.version += 1;
    let derived = derived(cx, &after)?;
    store::update(cx.tx(), before.key, &after, &derived)?;
    store::settle(cx.tx(), before.key, &derived)?;
    // Whoever has it, and whatever it says, it touches its records by its days alone.
    let days = |of: &Activity| (of.status, of.done_at, when!(of));
    if days(&before.activity) != days(&after) {
        touch::settle(cx.tx(), before.key, Vec::new())?;
    }
    let now = cx.now();
    calendar::changed(cx.tx(), before.key, now, when!(before.activity) != when!(after))?;
    let Some(after) = store::get(cx.tx(), after.id, now)? else { return cx.not_found(Entity::ACTIVITY, after.id) };
    reminders::settle(cx, before.key, Some(&before.activity), &after.activity)?;
    let (old, new) = (told::kept(cx, &before.activity)?, told::kept(cx, &after.activity)?);
    let change = Change::new(Entity::ACTIVITY, old.id.into(), Action::Updated, Some(&old), Some(&new));
    // By the record of a defined object is known who is told of the change (TYPE-9).
    let defined = new.main.as_ref().or(old.main.as_ref()).filter(|main| main.object.contains('.'));
    cx.changed_objects([match defined {
        Some(main) => change.of_record(main),
        None => change,
    }]);
    Ok(after.activity)
}

/// The table's row `update`, ACT-1, ACT-11.
pub(super) fn update(
    cx: &mut Context<'_>,
    id: &ActivityId,
    changes: &ActivityUpdate,
    reach: &Option<Reach>,
) -> Result<Activity> {
    let found = guarded(cx, *id, &changes.version)?;
    let updated = match reach.unwrap_or(Reach::This) {
        Reach::This => {
            if changes.recurrence.is_some() {
                cx.violations().add("recurrence", "reaches_further", "changes with the following ones or all", None);
            }
            change(cx, found, changes, Way::Alone)?
        }
        reach => reach::update(cx, found, changes, reach)?,
    };
    tell(cx, updated)
}

/// How one activity of a series is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// By itself.
    Alone,
    /// With others of its series.
    Along,
    /// With others, and what it says of its series is different by now.
    Anew,
}

/// Changes an activity; it is given as it lies.
pub(super) fn change(cx: &mut Context<'_>, found: Found, changes: &ActivityUpdate, way: Way) -> Result<Activity> {
    let before = &found.activity;
    let mut after = before.clone();
    choose(cx, "kind", "activity_kind", &changes.kind)?;
    if let Some(kind) = changes.kind.filter(|kind| *kind != before.kind.id) {
        after.kind = Choice { id: kind, item: String::new() };
    }
    apply!(changes => after; subject, details, place, priority, time_zone, personal);
    if changes.time_zone.is_some() {
        given::time_zone(cx, &changes.time_zone, None)?;
    }
    let present: When = when!(before);
    let when = present.changed_by(&when!(changes));
    when.check(cx.violations());
    when.into(&mut after);
    if let Some(given) = &changes.reminders {
        after.reminders = reminders::given(cx, given);
    }
    let records = match &changes.records {
        Some(named) => records(cx, before, named)?,
        None => None,
    };
    let attendees = match &changes.attendees {
        Some(named) => Some(attendees(cx, before, named)?),
        None => None,
    };
    cx.check_fields()?;
    if let Some((records, without_main)) = &records {
        let lying = |bearer: &Bearer| ObjectRef { object: bearer.home.to_string(), id: bearer.record.id, title: None };
        after.records = records.iter().map(lying).collect();
        after.main = after.records.first().filter(|_| !without_main).cloned();
    }
    let attending =
        |one: &Attendee| (one.user.as_ref().map(|u| u.id), one.contact.clone(), one.name.clone(), one.email.clone());
    let same_attendees = attendees.as_ref().is_none_or(|given| {
        let contact = |(home, id): &(String, _)| ObjectRef { object: home.clone(), id: *id, title: None };
        let given =
            given.iter().map(|one| (one.user, one.contact.as_ref().map(contact), one.name.clone(), one.email.clone()));
        given.eq(before.attendees.iter().map(attending))
    });
    if after == *before && same_attendees && way != Way::Anew {
        return Ok(found.activity);
    }
    if way == Way::Alone {
        series::alter(cx, &found)?;
    }
    let mut ties = Vec::new();
    if let Some((records, without_main)) = &records {
        ties = days::ties(cx.tx(), found.key)?;
        let customers = touch::columns(cx, records)?;
        store::set_records(cx.tx(), found.key, records, &customers, *without_main)?;
    }
    if let Some(attendees) = &attendees {
        store::set_attendees(cx.tx(), found.key, attendees)?;
    }
    let key = found.key;
    let after = write(cx, found, after)?;
    if records.is_some() {
        touch::settle(cx.tx(), key, ties)?;
    }
    Ok(after)
}

/// Who attends from now on: those that are named, and behind them contacts of before that the acting user does not read.
fn attendees(cx: &mut Context<'_>, before: &Activity, named: &[NewAttendee]) -> Result<Vec<Attending>> {
    let mut given = given::attendees(cx, named, &before.attendees)?;
    let mut reader = Reader::of(cx)?;
    for one in &before.attendees {
        let Some(contact) = &one.contact else { continue };
        let named = |one: &Attending| one.contact.as_ref().is_some_and(|(_, id)| *id == contact.id);
        if given.iter().any(named) || reader.reads_record(cx, contact)? {
            continue;
        }
        let contact = Some((contact.object.clone(), contact.id));
        given.push(Attending { user: None, contact, name: None, email: None, response: one.response });
    }
    at_most(cx, "attendees", given.len(), MAX_ATTENDEES);
    Ok(given)
}

/// Tells where too many are left, together with those that the acting user does not read.
fn at_most(cx: &mut Context<'_>, field: &str, are: usize, most: u32) {
    if are > most as usize && !cx.violations().has(field) {
        let detail = format!("must be at most {most}, those that you don't read included");
        cx.violations().add(field, "too_many", detail, Some(most.to_string()));
    }
}

/// The records that an activity hangs on from now on: those that are named, and behind them, a main one before them, those of
/// before that the acting user does not read. Whether it is without a main one. None where what was read is sent back: then all
/// stays as it is, and where the main one is gone no other takes its place (PROC-3).
fn records(cx: &mut Context<'_>, before: &Activity, named: &[RecordKey]) -> Result<Option<(Vec<Bearer>, bool)>> {
    let mut reader = Reader::of(cx)?;
    let told = reader.records_of(cx, before)?;
    if told
        .iter()
        .map(|record| (record.object.as_str(), record.id))
        .eq(named.iter().map(|record| (record.object.as_str(), record.id)))
    {
        return Ok(None);
    }
    let mut given = given::records(cx, "records", named)?;
    let mut hidden_main = false;
    for record in &before.records {
        if reader.reads_record(cx, record)? {
            continue;
        }
        let bearer = Bearer { home: record.object.as_str().into(), record: record.clone() };
        if before.main.as_ref() == Some(record) {
            hidden_main = true;
            given.insert(0, bearer);
        } else {
            given.push(bearer);
        }
    }
    at_most(cx, "records", given.len(), MAX_RECORDS);
    // What is named begins with the main one; those that are not seen take no place that was left.
    let without_main = named.is_empty() && !hidden_main && !given.is_empty();
    let anew = given.first().map(|bearer| (bearer.home.to_string(), bearer.record.id));
    let known = before.main.as_ref().map(|main| (main.object.clone(), main.id));
    if !hidden_main
        && anew != known
        && !without_main
        && let Some(bearer) = given.first()
    {
        let main = RecordKey { object: bearer.record.object.clone(), id: bearer.record.id };
        given::assignee_reads(cx, before.assignee.id, &main)?;
    }
    Ok(Some((given, without_main)))
}

/// The table's row `cancel`.
pub(super) fn cancel(
    cx: &mut Context<'_>,
    id: &ActivityId,
    reason: &Option<String>,
    reach: &Option<Reach>,
    version: &Option<i64>,
) -> Result<Activity> {
    let found = guarded(cx, *id, version)?;
    cx.check_fields()?;
    let cancelled = match reach.unwrap_or(Reach::This) {
        Reach::This => {
            series::leaves(cx, &found)?;
            cancel_one(cx, found, reason)?
        }
        reach => reach::cancel(cx, found, reason, reach)?,
    };
    tell(cx, cancelled)
}

/// Writes that an activity is cancelled; it is given as it lies.
pub(super) fn cancel_one(cx: &mut Context<'_>, found: Found, reason: &Option<String>) -> Result<Activity> {
    let mut after = found.activity.clone();
    after.status = ActivityStatus::Cancelled;
    after.reason.clone_from(reason);
    write(cx, found, after)
}

/// The table's row `reopen`: what was said of its end goes.
pub(super) fn reopen(cx: &mut Context<'_>, id: &ActivityId, version: &Option<i64>) -> Result<Activity> {
    let found = guarded(cx, *id, version)?;
    cx.check_fields()?;
    let mut after = found.activity.clone();
    after.status = ActivityStatus::Planned;
    (after.done_at, after.done_by, after.result, after.reason) = (None, None, None, None);
    written(cx, found, after)
}

/// Gives an activity to somebody, who must read its main record (ACT-1).
fn give(cx: &mut Context<'_>, found: Found, to: UserId, comment: &Option<String>) -> Result<Activity> {
    let before = &found.activity;
    if let Some(main) = before.main.as_ref().filter(|_| to != before.assignee.id) {
        let object = cx.object_at(&main.object)?.map_or_else(String::new, |object| object.to_string());
        given::assignee_reads(cx, to, &RecordKey { object, id: main.id })?;
    }
    cx.check_fields()?;
    let mut after = before.clone();
    if to != before.assignee.id {
        after.assignee = named(to);
        let gives = cx.actor_id().filter(|actor| *actor != to).map(named);
        after.giver = before.giver.clone().or(gives);
    }
    after.comment.clone_from(comment);
    if after == *before {
        return tell(cx, found.activity);
    }
    series::alter(cx, &found)?;
    written(cx, found, after)
}

/// ACT-6.
pub(super) fn delegate(
    cx: &mut Context<'_>,
    id: &ActivityId,
    assignee: &UserId,
    comment: &Option<String>,
    version: &Option<i64>,
) -> Result<Activity> {
    let found = guarded(cx, *id, version)?;
    if *assignee != found.activity.assignee.id {
        active_user(cx, "assignee", &Some(*assignee))?;
    }
    give(cx, found, *assignee, comment)
}

/// ACT-6. Who gave it may read its main record no more, and has it back all the same.
pub(super) fn hand_back(
    cx: &mut Context<'_>,
    id: &ActivityId,
    comment: &str,
    version: &Option<i64>,
) -> Result<Activity> {
    let found = guarded(cx, *id, version)?;
    cx.check_fields()?;
    let mut after = found.activity.clone();
    if let Some(giver) = &found.activity.giver {
        after.assignee = giver.clone();
    }
    after.comment = Some(comment.to_owned());
    series::alter(cx, &found)?;
    written(cx, found, after)
}

/// The table's row `respond`.
pub(super) fn respond(
    cx: &mut Context<'_>,
    id: &ActivityId,
    response: &Response,
    version: &Option<i64>,
) -> Result<Activity> {
    let found = guarded(cx, *id, version)?;
    cx.check_fields()?;
    let me = cx.actor_id();
    let mine = |one: &&Attendee| one.user.as_ref().map(|user| user.id) == me;
    let said = found.activity.attendees.iter().find(mine).map(|one| one.response);
    let (Some(user), true) = (cx.actor_key(), said != Some(*response)) else { return tell(cx, found.activity) };
    store::respond(cx.tx(), found.key, user, *response)?;
    let after = found.activity.clone();
    written(cx, found, after)
}

/// The table's row `delete`.
pub(super) fn delete(cx: &mut Context<'_>, id: &ActivityId, version: &Option<i64>) -> Result<()> {
    let found = guarded(cx, *id, version)?;
    cx.check_fields()?;
    series::leaves(cx, &found)?;
    series::gone(cx, &found)?;
    remove(cx, &found)
}

/// Deletes an activity, and tells the audit.
pub(super) fn remove(cx: &mut Context<'_>, found: &Found) -> Result<()> {
    let kept = told::kept(cx, &found.activity)?;
    cx.deleted(Entity::ACTIVITY, found.activity.id, &kept)?;
    if !found.activity.reminders.is_empty() {
        reminders::forget(cx, found.key)?;
    }
    let ties = days::ties(cx.tx(), found.key)?;
    store::delete(cx.tx(), found.key)?;
    touch::anew(cx.tx(), ties)
}

/// PROC-3: a planned activity that is no affair of theirs alone is somebody else's from now on. The caller has checked that it
/// may be. Whether the successor reads the main record is not asked: with the leaver's other records it passes in the same call.
pub(crate) fn hand_over(cx: &mut Context<'_>, id: ActivityId, to: UserId) -> Result<()> {
    let now = cx.now();
    let Some(found) = store::get(cx.tx(), id, now)? else { return cx.not_found(Entity::ACTIVITY, id) };
    let mut after = found.activity.clone();
    after.assignee = named(to);
    write(cx, found, after).map(drop)
}
