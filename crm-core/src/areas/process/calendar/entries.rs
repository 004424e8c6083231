//! What stands in people's calendars (CAL-1), and what makes them busy (CAL-2).

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::store;
use super::types::*;
use crate::activities::agenda::{self, Entry};
use crate::activities::{Activity, ActivityId, ActivityStatus};
use crate::departments::DepartmentId;
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::people::{People, PeopleKind};
use crate::engine::sorting::sort_by;
use crate::users::UserRef;
use crate::users::rules::active_user;

/// What of people is not here: what they are to a record.
fn beside(cx: &mut Context<'_>, people: &People) {
    let of_users = people.kind == PeopleKind::Users;
    let given = [
        ("users", people.users.is_some() && !of_users),
        ("department", people.department.is_some() && of_users),
        ("role", people.role.is_some()),
        ("near", people.near.is_some()),
        ("field", people.field.is_some()),
        ("expression", people.expression.is_some()),
        ("level", people.level.is_some()),
    ];
    for (field, given) in given {
        if given {
            let detail = format!("is not of the kind {}", people.kind);
            cx.violations().add(&format!("people.{field}"), "not_here", detail, None);
        }
    }
}

/// Who is meant, each once, by their keys; what is wrong is told.
fn people(cx: &mut Context<'_>, people: &People) -> Result<Vec<(i64, UserRef)>> {
    let mut found: Vec<(i64, UserRef)> = Vec::new();
    match people.kind {
        PeopleKind::Users => {
            beside(cx, people);
            let users = people.users.as_deref().unwrap_or_default();
            if users.is_empty() {
                cx.violations().missing_once("people.users");
            }
            for (at, user) in users.iter().enumerate() {
                let key = active_user(cx, &format!("people.users[{at}]"), &Some(*user))?;
                let Some(key) = key.filter(|key| !found.iter().any(|(known, _)| known == key)) else { continue };
                if let Some(user) = store::user(cx.tx(), key)? {
                    found.push((key, user));
                }
            }
        }
        PeopleKind::Department => {
            beside(cx, people);
            match people.department {
                Some(id) => match store::department(cx.tx(), DepartmentId(id.0))? {
                    Some(key) => found = store::of_department(cx.tx(), key, i64::from(MAX_PEOPLE) + 1)?,
                    None => cx.violations().add("people.department", "unknown_record", "is not a department", None),
                },
                None => cx.violations().missing("people.department"),
            }
        }
        _ => cx.violations().add("people.kind", "not_supported", "must be users or department", None),
    }
    if found.len() > MAX_PEOPLE as usize {
        let detail = format!("are more than {MAX_PEOPLE}");
        cx.violations().add("people", "too_many", detail, Some(MAX_PEOPLE.to_string()));
    }
    Ok(found)
}

/// CAL-1, CAL-2.
pub(super) fn entries(
    cx: &mut Context<'_>,
    named: &People,
    at_from: &Timestamp,
    at_before: &Timestamp,
    busy: &bool,
    excluding: &Option<ActivityId>,
) -> Result<Vec<CalendarEntry>> {
    let people = people(cx, named)?;
    if at_before <= at_from {
        cx.violations().add("at_before", "period_reversed", "must be behind its beginning", Some(at_from.to_string()));
    } else if *at_before - *at_from > TimeDelta::days(MAX_DAYS) {
        let detail = format!("must be at most {MAX_DAYS} days behind the beginning");
        cx.violations().add("at_before", "too_many_days", detail, Some(MAX_DAYS.to_string()));
    }
    cx.check_fields()?;
    let keys: Vec<i64> = people.iter().map(|(key, _)| *key).collect();
    let called: BTreeMap<i64, (usize, UserRef)> =
        people.into_iter().enumerate().map(|(nth, (key, user))| (key, (nth, user))).collect();
    let found = agenda::entries(cx, &keys, (*at_from, *at_before), *busy)?;
    let mut entries = Vec::new();
    let mut enough = found.is_some();
    for entry in found.unwrap_or_default() {
        if excluding.is_some_and(|id| id == entry.activity.id) {
            continue;
        }
        let Some((nth, person)) = called.get(&entry.person) else { continue };
        entries.extend(told(person, entry).map(|(turn, entry)| ((turn, *nth), entry)));
        enough = entries.len() <= MAX_ENTRIES;
        if !enough {
            break;
        }
    }
    if !enough {
        let detail = format!("are more than {MAX_ENTRIES}: ask for fewer people or days");
        cx.violations().add("people", "too_many", detail, Some(MAX_ENTRIES.to_string()));
        cx.check_fields()?;
    }
    sort_by(&mut entries, |(one, _), (other, _)| one.cmp(other));
    Ok(entries.into_iter().map(|(_, entry)| entry).collect())
}

/// By what entries are sorted: an instant, or the beginning of a day, and the number of the activity.
type Turn = (Timestamp, bool, i64);

/// An entry as it is told; none where the caller does not read it, and nobody is busy by it.
fn told(person: &UserRef, entry: Entry) -> Option<(Turn, CalendarEntry)> {
    let Entry { activity, read, .. } = entry;
    let busy = activity.status == ActivityStatus::Planned && activity.starts_at.is_some();
    if !read && !busy {
        return None;
    }
    let Activity { id, due_on, due_at, starts_at, ends_at, starts_on, ends_on, .. } = activity;
    let day = due_on.or(starts_on).map(|day| day.and_time(chrono::NaiveTime::MIN).and_utc());
    // Among what is not read nothing tells one from another.
    let number = if read { activity.number } else { 0 };
    let turn = (starts_at.or(due_at).or(day).unwrap_or_default(), !read, number);
    let mine = activity.attendees.iter().find(|one| one.user.as_ref().is_some_and(|user| user.id == person.id));
    let response = mine.map(|one| one.response);
    let full = CalendarEntry {
        person: person.clone(),
        busy,
        activity: Some(id),
        kind: Some(activity.kind),
        subject: Some(activity.subject),
        place: activity.place,
        priority: Some(activity.priority),
        status: Some(activity.status),
        overdue: Some(activity.overdue),
        personal: Some(activity.personal),
        assignee: Some(activity.assignee),
        response,
        main: activity.main,
        series: activity.series,
        due_on,
        due_at,
        starts_at,
        ends_at,
        starts_on,
        ends_on,
    };
    if read {
        return Some((turn, full));
    }
    let bare = CalendarEntry {
        person: person.clone(),
        busy,
        activity: None,
        kind: None,
        subject: None,
        place: None,
        priority: None,
        status: None,
        overdue: None,
        personal: None,
        assignee: None,
        response: None,
        main: None,
        series: None,
        due_on: None,
        due_at: None,
        starts_at,
        ends_at,
        starts_on: None,
        ends_on: None,
    };
    Some((turn, bare))
}
