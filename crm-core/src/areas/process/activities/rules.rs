//! What is checked and done: planning activities, and reading them. What becomes of them is in `steps.rs`.

use super::anew;
pub(super) use super::ending::complete;
use super::given;
use super::imported::Origin;
use super::list::Asked;
pub(super) use super::many::create_many;
use super::reminders;
use super::seek::Sought;
use super::series;
pub(super) use super::steps::{cancel, delegate, delete, hand_back, reopen, respond, update};
use super::store::{self, Attending, Found};
use super::times::{Derived, When, when};
use super::told::{self, Reader};
use super::touch;
use super::types::*;
use crate::dictionary::Choice;
use crate::dictionary::choose::choose;
use crate::engine::calendar::day_start;
use crate::engine::clock::Date;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Created, Entity};
use crate::engine::hanging::Concern;
use crate::engine::ids::UserId;
use crate::engine::objects::Bearer;
use crate::engine::page::PageRequest;
use crate::objects::RecordKey;
use crate::users::UserRef;
use crate::users::rules::active_user;

/// The activity, where it is there for the acting user; its records are as they lie.
pub(super) fn load(cx: &mut Context<'_>, id: ActivityId) -> Result<Found> {
    match told::subject(cx, id)? {
        Some(found) => Ok(found),
        None => cx.not_found(Entity::ACTIVITY, id),
    }
}

/// The activity, once the acting user may do this with it now.
pub(super) fn guarded(cx: &mut Context<'_>, id: ActivityId, version: &Option<i64>) -> Result<Found> {
    let found = load(cx, id)?;
    cx.guard(&found, version)?;
    Ok(found)
}

/// The activity as the acting user is told of it.
pub(super) fn tell(cx: &mut Context<'_>, activity: Activity) -> Result<Activity> {
    Reader::of(cx)?.tell(cx, activity)
}

/// What follows from an activity's time and state.
pub(super) fn derived(cx: &mut Context<'_>, activity: &Activity) -> Result<Derived> {
    let assignees = given::time_zone(cx, &None, Some(activity.assignee.id))?;
    let (own, assignees) = (given::zone(&activity.time_zone)?, given::zone(&assignees)?);
    Ok(Derived::of(activity, &own, &assignees, &cx.company()?.zone))
}

/// A user as they are named until the record is read again.
pub(super) fn named(id: UserId) -> UserRef {
    UserRef { id, display_name: String::new() }
}

/// An activity that was checked and may be written.
pub(super) struct Ready {
    pub(super) activity: Activity,
    records: Vec<Bearer>,
    pub(super) attendees: Vec<Attending>,
    /// The series that begins with it.
    pub(super) series: Option<series::Entry>,
    /// What is kept of the file that it came out of.
    pub(super) origin: Option<Origin>,
}

/// Checks what is given for an activity.
pub(super) fn checked(cx: &mut Context<'_>, id: ActivityId, new: &NewActivity) -> Result<Ready> {
    choose(cx, "kind", "activity_kind", &Some(new.kind))?;
    let mut when: When = when!(new);
    when.check(cx.violations());
    let records = given::records(cx, "records", new.records.as_deref().unwrap_or_default())?;
    let assignee = new.assignee.or(cx.actor_id());
    match new.assignee {
        Some(_) => drop(active_user(cx, "assignee", &new.assignee)?),
        None if assignee.is_none() => cx.violations().missing("assignee"),
        None => {}
    }
    if let (Some(assignee), Some(main)) = (assignee, records.first()) {
        let main = RecordKey { object: main.record.object.clone(), id: main.record.id };
        given::assignee_reads(cx, assignee, &main)?;
    }
    let time_zone = given::time_zone(cx, &new.time_zone, assignee)?;
    let attendees = given::attendees(cx, new.attendees.as_deref().unwrap_or_default(), &[])?;
    let series = series::entry(cx, &new.recurrence, &when, &time_zone)?;
    if let Some(entry) = &series {
        when = when.at(&entry.first);
    }
    let reminders = reminders::given(cx, new.reminders.as_deref().unwrap_or_default());
    cx.check_fields()?;
    let assignee = assignee.ok_or_else(|| CrmError::bug("nobody to do it"))?;
    let creator = cx.actor_id();
    // ACT-6: where a person creates it for another, they give it.
    let giver = creator.filter(|creator| *creator != assignee);
    let mut activity = Activity {
        id,
        version: 1,
        number: cx.next_number(Entity::ACTIVITY)?,
        kind: Choice { id: new.kind, item: String::new() },
        subject: new.subject.clone(),
        details: new.details.clone(),
        place: new.place.clone(),
        priority: new.priority.unwrap_or(Priority::Normal),
        status: ActivityStatus::Planned,
        due_on: None,
        due_at: None,
        starts_at: None,
        ends_at: None,
        starts_on: None,
        ends_on: None,
        time_zone,
        overdue: false,
        assignee: named(assignee),
        giver: giver.map(named),
        creator: creator.map(named),
        created_at: cx.now(),
        attendees: Vec::new(),
        main: None,
        records: Vec::new(),
        reminders,
        personal: new.personal == Some(true),
        done_at: None,
        done_by: None,
        result: None,
        reason: None,
        comment: None,
        interaction: None,
        recurrence: None,
        series: None,
        occurrence: None,
    };
    when.into(&mut activity);
    Ok(Ready { activity, records, attendees, series, origin: None })
}

/// Writes an activity that was checked, and tells the audit; it is given as it lies.
pub(super) fn insert(cx: &mut Context<'_>, ready: &Ready) -> Result<Activity> {
    let Ready { activity, records, attendees, series, origin } = ready;
    let derived = derived(cx, activity)?;
    let key = store::insert(cx.tx(), activity, &derived)?;
    let customers = touch::columns(cx, records)?;
    store::set_records(cx.tx(), key, records, &customers, false)?;
    store::set_attendees(cx.tx(), key, attendees)?;
    store::settle(cx.tx(), key, &derived)?;
    let series = match series {
        Some(entry) => Some(series::enter(cx, key, entry, entry.first.local)?),
        None => None,
    };
    if let Some(origin) = origin {
        origin.write(cx, key, series.as_ref())?;
    }
    reminders::settle(cx, key, None, activity)?;
    if !records.is_empty() {
        touch::settle(cx.tx(), key, Vec::new())?;
    }
    let made = load(cx, activity.id)?.activity;
    let kept = told::kept(cx, &made)?;
    cx.created(Entity::ACTIVITY, activity.id, &kept)?;
    if let Some(mut series) = series {
        series::extend(cx, &mut series, made.id, None, usize::MAX)?;
    }
    Ok(made)
}

/// ACT-1.
pub(super) fn create(cx: &mut Context<'_>, new: &NewActivity, id: &Option<ActivityId>) -> Result<Activity> {
    let id = match cx.create_once(Entity::ACTIVITY, id.map(Into::into), new)? {
        Created::New(id) => ActivityId(id),
        Created::Before(id) => {
            let there = load(cx, ActivityId(id))?.activity;
            return tell(cx, there);
        }
    };
    let made = made(cx, id, new)?;
    tell(cx, made)
}

/// Plans an activity that is new, under an id of the engine's.
pub(super) fn create_one(cx: &mut Context<'_>, new: &NewActivity) -> Result<Activity> {
    let id = ActivityId(cx.new_id());
    made(cx, id, new)
}

/// Plans a new activity, as the acting user is told of it.
pub(crate) fn planned(cx: &mut Context<'_>, new: &NewActivity) -> Result<Activity> {
    let made = create_one(cx, new)?;
    tell(cx, made)
}

/// Checks and writes a new activity; it is given as it lies.
pub(super) fn made(cx: &mut Context<'_>, id: ActivityId, new: &NewActivity) -> Result<Activity> {
    let ready = checked(cx, id, new)?;
    insert(cx, &ready)
}

/// ACT-3.
pub(super) fn get(cx: &mut Context<'_>, id: &ActivityId) -> Result<Activity> {
    let found = guarded(cx, *id, &None)?;
    tell(cx, found.activity)
}

/// Whether the acting user's level reaches what somebody has to do (BENCH-1).
pub(crate) fn reaches(cx: &mut Context<'_>, person: UserId) -> Result<bool> {
    Ok(Reader::of(cx)?.reads_of(person))
}

/// ACT-17.
pub(crate) fn list(
    cx: &mut Context<'_>,
    filter: &Option<ActivityFilter>,
    page: &Option<PageRequest>,
) -> Result<ActivityPage> {
    let filter = filter.clone().unwrap_or_default();
    let record = filter.record.as_ref().map(|record| cx.bearer(record, Concern::Activities)).transpose()?;
    cx.check_fields()?;
    let mut reader = Reader::of(cx)?;
    let me = cx.actor_id();
    let alone = filter.person.is_none() && record.is_none() && filter.team.is_none();
    let person = filter.person.or(me.filter(|_| alone));
    // Who asks for their own reads all of it.
    let own = person.is_some() && person == me;
    let (from, to) = match (filter.day_from, filter.day_to) {
        (None, None) => (None, None),
        (from, to) => {
            let zone = &cx.company()?.zone;
            let end = |day: Date| day_start(zone, day.succ_opt().unwrap_or(day));
            (from.map(|from| (from, day_start(zone, from))), to.map(|to| (to, end(to))))
        }
    };
    let asked = Asked {
        filter: &filter,
        person,
        record: record.as_ref(),
        from,
        to,
        now: cx.now(),
        // What is kept of some may be as it was before a change of their assignee's zone.
        anew: filter.overdue.is_some() && anew::is_pending(cx)?,
        reader: reader.key().filter(|_| !own).map(|key| (key, reader.reads_some())),
    };
    // Of whoever reads all that others have to do the statement says what they read, of others it leaves that open.
    let sieved = asked.anew || asked.reader.is_some() && !reader.reads_all();
    Sought { asked: &asked, reader: &mut reader, sieved }.page(cx, page)
}
