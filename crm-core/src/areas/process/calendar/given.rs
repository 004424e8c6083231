//! What a component of a calendar file says (CAL-4). Pure functions: what they look up is given to them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDateTime, TimeDelta};

use super::component::{DONE, UTC};
use crate::activities::imported::{At, Came, State};
use crate::activities::{NewActivity, NewAttendee, Priority, Response};
use crate::dictionary::DictionaryEntryId;
use crate::engine::clock::Timestamp;
use crate::engine::ical::{Component, Moment, Property, date_time, duration, unescape, zone_name};
use crate::engine::validate::{Field, Violations};
use crate::engine::zone::Zone;

/// The characters of a UID.
const LONGEST_UID: usize = 500;

/// The reminders of an activity, and the furthest, in minutes.
const REMINDERS: usize = 5;
const FURTHEST: i64 = 40_320;

/// What is looked up for a whole file.
#[derive(Debug, Clone)]
pub(super) struct Lookups {
    /// The entries of the kinds of activity, by their values.
    pub(super) kinds: BTreeMap<String, DictionaryEntryId>,
    /// The caller's zone.
    pub(super) zone: String,
    /// Minutes from midnight to the start of the caller's day.
    pub(super) day_starts: i64,
    pub(super) now: Timestamp,
}

/// What a component says; what is wrong with it, and what of it is left out, is told.
pub(super) fn read(
    component: &Component,
    cancels: bool,
    lookups: &Lookups,
    out: &mut Violations,
    notes: &mut Violations,
) -> Came {
    let todo = component.name == "VTODO";
    let uid = component.value("UID").map(|uid| unescape(uid.trim())).unwrap_or_default();
    if uid.is_empty() {
        out.missing("key");
    } else if uid.chars().count() > LONGEST_UID {
        let detail = format!("must have at most {LONGEST_UID} characters");
        out.add("key", "too_long", detail, Some(LONGEST_UID.to_string()));
    }
    let mut new = NewActivity {
        subject: component.text("SUMMARY").unwrap_or_default(),
        details: component.text("DESCRIPTION"),
        place: component.text("LOCATION"),
        priority: component.value("PRIORITY").map(priority),
        personal: Some(component.value("CLASS").is_some_and(is_private)),
        ..NewActivity::default()
    };
    let named = kind(component, lookups);
    match named.or_else(|| lookups.kinds.get(if todo { "task" } else { "meeting" }).copied()) {
        Some(kind) => new.kind = kind,
        None => out.missing("kind"),
    }
    let starts = if todo { to_do(component, lookups, &mut new, out) } else { event(component, lookups, &mut new, out) };
    recurrence(component, &mut new, out);
    let (attendees, responses) = attendees(component);
    new.attendees = Some(attendees);
    new.reminders = Some(reminders(component, lookups, &new, notes));
    let occurrence = component.property("RECURRENCE-ID").and_then(|property| {
        if property.parameter("RANGE").is_some() {
            out.add("recurrence", "unsupported", "reaches further than one", Some("RANGE".into()));
        }
        moment(property, lookups, out).map(|(moment, zone)| At { moment, zone })
    });
    if occurrence.is_some() && new.recurrence.is_some() {
        out.add("recurrence", "unsupported", "recurs within a series", Some("RRULE".into()));
    }
    let mut except = Vec::new();
    for property in component.all("EXDATE") {
        for value in property.value.split(',').filter(|value| !value.trim().is_empty()) {
            let one = Property { value: value.to_owned(), ..property.clone() };
            except.extend(moment(&one, lookups, out).map(|(moment, zone)| At { moment, zone }));
        }
    }
    new.normalise(&[]);
    new.check(&[], "", out);
    Came {
        uid,
        occurrence,
        revision: revision(component, out),
        changed_at: component.property("DTSTAMP").and_then(date_time).and_then(as_instant),
        state: state(component, cancels, lookups, out),
        kind_named: named.is_some(),
        starts,
        new,
        responses,
        except,
    }
}

fn is_private(class: &str) -> bool {
    ["PRIVATE", "CONFIDENTIAL"].iter().any(|private| class.trim().eq_ignore_ascii_case(private))
}

fn as_instant(moment: Moment) -> Option<Timestamp> {
    if let Moment::At(at) = moment { Some(at) } else { None }
}

/// The kind that the categories name.
fn kind(component: &Component, lookups: &Lookups) -> Option<DictionaryEntryId> {
    let mut named = component.all("CATEGORIES").flat_map(|property| property.value.split(','));
    named.find_map(|value| lookups.kinds.get(unescape(value.trim()).as_str()).copied())
}

fn priority(value: &str) -> Priority {
    match value.trim() {
        "1" => Priority::Urgent,
        "2" | "3" | "4" => Priority::High,
        "6" | "7" | "8" | "9" => Priority::Low,
        _ => Priority::Normal,
    }
}

fn revision(component: &Component, out: &mut Violations) -> i64 {
    let Some(text) = component.value("SEQUENCE") else { return 0 };
    let number = text.trim().parse::<i64>().ok().filter(|number| (0..=i64::from(i32::MAX)).contains(number));
    if number.is_none() {
        out.add("key", "wrong_type", "has a SEQUENCE that is no number", None);
    }
    number.unwrap_or_default()
}

/// Where it stands.
fn state(component: &Component, cancels: bool, lookups: &Lookups, out: &mut Violations) -> State {
    let is = |wanted: &str| component.value("STATUS").is_some_and(|status| status.trim().eq_ignore_ascii_case(wanted));
    if cancels || is("CANCELLED") {
        return State::Cancelled;
    }
    let completed = component.property("COMPLETED").filter(|_| component.name == "VTODO");
    let Some(property) = component.property(DONE).or(completed) else {
        let stamp = component.property("DTSTAMP").and_then(date_time).and_then(as_instant);
        let at = stamp.map_or(lookups.now, |at| at.min(lookups.now));
        return if is("COMPLETED") && component.name == "VTODO" { State::Done(at) } else { State::Planned };
    };
    match date_time(property).and_then(as_instant) {
        Some(at) if at > lookups.now => {
            out.add("done_at", "in_future", "must not be later than now", None);
            State::Planned
        }
        Some(at) => State::Done(at),
        None => {
            out.add("done_at", "wrong_type", "is no instant", None);
            State::Planned
        }
    }
}

/// When a property is, with the zone that it goes by; what is wrong is told.
fn moment(property: &Property, lookups: &Lookups, out: &mut Violations) -> Option<(Moment, String)> {
    let Some(moment) = date_time(property) else {
        out.add("when", "wrong_type", format!("{} is no date and no time", property.name), None);
        return None;
    };
    let zone = match (moment, property.parameter("TZID")) {
        (Moment::Local(_), Some(named)) => match zone_name(named) {
            Some(zone) => zone.to_owned(),
            None => {
                if !out.has("time_zone") {
                    let named: String = named.chars().take(100).collect();
                    out.add("time_zone", "unknown_time_zone", "is not a time zone that is known", Some(named));
                }
                return None;
            }
        },
        (Moment::At(_), _) => UTC.to_owned(),
        _ => lookups.zone.clone(),
    };
    Some((moment, zone))
}

/// The instant of a time by a zone; of a date none.
fn instant(moment: Moment, zone: &str) -> Option<Timestamp> {
    match moment {
        Moment::At(at) => Some(at),
        Moment::Local(local) => zone.parse::<Zone>().ok().map(|zone| zone.instant_by_offset_before(local)),
        Moment::Date(_) => None,
    }
}

/// A duration behind a time by the clock of a zone: its days are days of the calendar.
fn behind(local: NaiveDateTime, zone: &str, lasts: TimeDelta, by_days: bool) -> Option<Timestamp> {
    let zone: Zone = zone.parse().ok()?;
    let days = if by_days { TimeDelta::days(lasts.num_days()) } else { TimeDelta::zero() };
    zone.instant_by_offset_before(local.checked_add_signed(days)?).checked_add_signed(lasts - days)
}

/// When an event is; by the clock on the wall, where it begins.
fn event(
    component: &Component,
    lookups: &Lookups,
    new: &mut NewActivity,
    out: &mut Violations,
) -> Option<NaiveDateTime> {
    let Some(starts) = component.property("DTSTART") else {
        out.missing("when");
        return None;
    };
    let (starts, zone) = moment(starts, lookups, out)?;
    let lasts = lasts(component, out);
    let ends = match component.property("DTEND") {
        Some(ends) => Some(moment(ends, lookups, out)?),
        None => None,
    };
    if let Moment::Date(first) = starts {
        let days = match (ends, lasts) {
            (Some((Moment::Date(behind), _)), _) => (behind - first).num_days(),
            (Some(_), _) => {
                out.add("when", "wrong_type", "ends at a time, and begins with a day", None);
                return None;
            }
            (None, Some((lasts, _))) => lasts.num_days(),
            (None, None) => 1,
        };
        let last = first.checked_add_signed(TimeDelta::days(days.max(1) - 1)).filter(|last| last.year() <= 9_999);
        (new.starts_on, new.ends_on) = (Some(first), last);
        return Some(first.and_time(chrono::NaiveTime::MIN));
    }
    let begins = instant(starts, &zone)?;
    let local = local_of(starts, &zone)?;
    let ends = match (ends, lasts) {
        (Some((Moment::Date(_), _)), _) => {
            out.add("when", "wrong_type", "ends with a day, and begins at a time", None);
            return None;
        }
        (Some((ends, zone)), _) => instant(ends, &zone)?,
        (None, Some((lasts, by_days))) => behind(local, &zone, lasts, by_days)?,
        (None, None) => begins,
    };
    // Without an end, or of no length, it lasts half an hour.
    let ends = if ends == begins { begins + TimeDelta::minutes(30) } else { ends };
    (new.starts_at, new.ends_at, new.time_zone) = (Some(begins), Some(ends), Some(zone));
    Some(local)
}

/// A duration, and whether its days are days of the calendar.
fn lasts(component: &Component, out: &mut Violations) -> Option<(TimeDelta, bool)> {
    let text = component.value("DURATION")?;
    let lasts = duration(text).filter(|lasts| *lasts >= TimeDelta::zero() && *lasts <= TimeDelta::days(10_000));
    if lasts.is_none() {
        out.add("when", "wrong_type", "lasts for no duration", None);
    }
    lasts.map(|lasts| (lasts, text.contains(['D', 'W'])))
}

/// A time by the clock on the wall of its zone.
fn local_of(moment: Moment, zone: &str) -> Option<NaiveDateTime> {
    Some(match moment {
        Moment::Date(day) => day.and_time(chrono::NaiveTime::MIN),
        Moment::Local(local) => local,
        Moment::At(at) => zone.parse::<Zone>().ok()?.local(at),
    })
}

/// When a to-do is due.
fn to_do(
    component: &Component,
    lookups: &Lookups,
    new: &mut NewActivity,
    out: &mut Violations,
) -> Option<NaiveDateTime> {
    let starts = match component.property("DTSTART") {
        Some(starts) => Some(moment(starts, lookups, out)?),
        None => None,
    };
    let due = match component.property("DUE") {
        Some(due) => Some(moment(due, lookups, out)?),
        None => None,
    };
    let lasts = lasts(component, out).filter(|_| due.is_none());
    if let (Some((starts, one)), Some((due, other))) = (&starts, &due)
        && component.property("RRULE").is_some()
        && local_of(*starts, one).map(|at| at.date()) != local_of(*due, other).map(|at| at.date())
    {
        // By which of the two it recurs is not known.
        out.add("recurrence", "unsupported", "is due on another day than it begins", Some("DUE".into()));
    }
    let (due, zone) = match (due, starts, lasts) {
        (Some(due), ..) => due,
        (None, Some((Moment::Date(day), zone)), Some((lasts, _))) => {
            let last = day.checked_add_signed(TimeDelta::days((lasts.num_days() - 1).max(0)))?;
            (Moment::Date(last), zone)
        }
        (None, Some((starts, zone)), Some((lasts, by_days))) => {
            let at = behind(local_of(starts, &zone)?, &zone, lasts, by_days)?;
            (Moment::Local(zone.parse::<Zone>().ok()?.local(at)), zone)
        }
        (None, Some(starts), None) => starts,
        (None, None, _) => {
            out.missing("when");
            return None;
        }
    };
    if let Moment::Date(day) = due {
        new.due_on = Some(day);
    } else {
        new.due_at = instant(due, &zone);
    }
    let local = local_of(due, &zone);
    new.time_zone = new.due_at.and(Some(zone));
    local
}

/// How it recurs.
fn recurrence(component: &Component, new: &mut NewActivity, out: &mut Violations) {
    for unknown in ["RDATE", "EXRULE"] {
        if component.property(unknown).is_some() {
            out.add("recurrence", "unsupported", "is no rule that is known", Some(unknown.into()));
        }
    }
    let mut rules = component.all("RRULE");
    new.recurrence = rules.next().map(|property| property.value.trim().to_owned());
    if rules.next().is_some() {
        out.add("recurrence", "unsupported", "has several rules", Some("RRULE".into()));
    }
}

/// Who attends, by name and address, each once, and what they said.
fn attendees(component: &Component) -> (Vec<NewAttendee>, Vec<Response>) {
    let (mut attendees, mut responses, mut known) = (Vec::new(), Vec::new(), BTreeSet::new());
    for property in component.all("ATTENDEE") {
        let value = property.value.trim();
        let is_mail = value.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("mailto:"));
        let address = if is_mail { value.get(7..).unwrap_or_default() } else { value };
        let address = address.trim();
        if address.is_empty() || !known.insert(address.to_owned()) {
            continue;
        }
        let name = property.parameter("CN").map(str::trim).filter(|name| !name.is_empty());
        let name = name.map_or_else(|| address.to_owned(), |name| name.replace('\n', " "));
        attendees.push(NewAttendee { name: Some(name), email: Some(address.to_owned()), ..NewAttendee::default() });
        responses.push(match property.parameter("PARTSTAT").unwrap_or_default().to_ascii_uppercase().as_str() {
            "ACCEPTED" => Response::Accepted,
            "DECLINED" => Response::Declined,
            "TENTATIVE" => Response::Tentative,
            _ => Response::None,
        });
    }
    (attendees, responses)
}

/// How many minutes before it reminds of itself; what can't be told so is left out, and noted.
fn reminders(component: &Component, lookups: &Lookups, new: &NewActivity, notes: &mut Violations) -> Vec<i64> {
    let mut found = BTreeSet::new();
    for alarm in component.components.iter().filter(|inner| inner.name == "VALARM") {
        let minutes = alarm.property("TRIGGER").and_then(|trigger| before(trigger, lookups, new));
        match minutes.filter(|minutes| (0..=FURTHEST).contains(minutes)) {
            Some(minutes) => drop(found.insert(minutes)),
            None => notes.out_of_range("reminders", 0, FURTHEST),
        }
    }
    if found.len() > REMINDERS {
        let detail = format!("are more than {REMINDERS}: the nearest are taken");
        notes.add("reminders", "too_many", detail, Some(REMINDERS.to_string()));
    }
    found.into_iter().take(REMINDERS).collect()
}

/// The whole minutes that an alarm comes before.
fn before(trigger: &Property, lookups: &Lookups, new: &NewActivity) -> Option<i64> {
    let at_end = trigger.parameter("RELATED").is_some_and(|related| related.eq_ignore_ascii_case("END"));
    let whole = |ahead: TimeDelta| (ahead.num_seconds() % 60 == 0).then(|| ahead.num_minutes());
    if let Some(behind) = duration(&trigger.value) {
        let last = new.starts_on.zip(new.ends_on).map(|(first, last)| last - first + TimeDelta::days(1));
        let length = new.starts_at.zip(new.ends_at).map(|(starts, ends)| ends - starts).or(last);
        let behind = if at_end { behind + length.unwrap_or_else(TimeDelta::zero) } else { behind };
        let by_days = new.due_on.is_some() || new.starts_on.is_some();
        // Of a day they go off the start of the caller's day, an alarm off midnight.
        let from = if by_days { TimeDelta::minutes(lookups.day_starts) } else { TimeDelta::zero() };
        return whole(from - behind);
    }
    let Some(Moment::At(at)) = date_time(trigger) else { return None };
    new.starts_at.or(new.due_at).and_then(|begins| whole(begins - at))
}
