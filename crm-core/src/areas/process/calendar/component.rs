//! How an activity is written into a calendar file (CAL-3).

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDateTime, SubsecRound, TimeDelta};
use uuid::Uuid;

use crate::activities::{Activity, ActivityStatus, Attendee, Priority, Response};
use crate::engine::clock::{Date, Timestamp};
use crate::engine::ical::{Writer, escape, observances};
use crate::engine::recurrence::{Clock, with_end_at};
use crate::engine::zone::Zone;

/// What wrote the file.
const PRODUCT: &str = "-//crm//crm//EN";

/// The zone whose times are written as instants.
pub(super) const UTC: &str = "UTC";

/// What a component is of a series.
#[derive(Debug, Clone)]
pub(super) enum Of {
    /// None.
    Nothing,
    /// An occurrence of what is not here, as the file said it that it came out of.
    Unknown(String),
    /// All of it, but for what is different.
    Series { recurrence: String, dates: bool, starts: NaiveDateTime, except: Vec<NaiveDateTime> },
    /// An occurrence that is different.
    Occurrence { at: NaiveDateTime, dates: bool, time_zone: String },
}

/// A component to be written.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) uid: String,
    pub(super) of: Of,
    pub(super) revision: i64,
    pub(super) changed_at: Timestamp,
    pub(super) activity: Activity,
}

/// What the components of a file have in common, and the zones that they name.
pub(super) struct Texts {
    /// The values of kinds of activity.
    kinds: BTreeMap<Uuid, String>,
    /// E-mail addresses of users.
    pub(super) addresses: BTreeMap<Uuid, String>,
    /// Minutes from midnight to the start of the caller's day.
    day_starts: i64,
    /// The first and the last time that is written of each zone.
    zones: BTreeMap<String, (NaiveDateTime, NaiveDateTime)>,
}

impl Texts {
    pub(super) fn new(kinds: BTreeMap<Uuid, String>, day_starts: Option<i64>) -> Texts {
        let day_starts = day_starts.unwrap_or(9 * 60);
        Texts { kinds, addresses: BTreeMap::new(), day_starts, zones: BTreeMap::new() }
    }

    /// Components under way.
    pub(super) fn calendar(&self) -> Writer {
        Writer::default()
    }

    /// The file: its zones stand before what names them.
    pub(super) fn finish(self, components: Writer) -> String {
        let mut out = Writer::default();
        out.begin("VCALENDAR");
        out.line("VERSION", &[], "2.0");
        out.line("PRODID", &[], PRODUCT);
        out.line("CALSCALE", &[], "GREGORIAN");
        for (name, (first, last)) in &self.zones {
            if let Ok(zone) = name.parse::<Zone>() {
                observances(&mut out, name, &zone, *first, *last);
            }
        }
        out.finish() + &components.finish() + "END:VCALENDAR\r\n"
    }

    /// Writes a component.
    pub(super) fn write(&mut self, out: &mut Writer, part: &Part) {
        let Part { uid, of, revision, changed_at, activity } = part;
        let name = if is_todo(activity) { "VTODO" } else { "VEVENT" };
        out.begin(name);
        out.text("UID", uid);
        out.line("DTSTAMP", &[], &instant(*changed_at));
        out.line("SEQUENCE", &[], &revision.to_string());
        self.place(out, of);
        let recurs = !matches!(of, Of::Nothing);
        self.when(out, activity, of);
        if let Of::Series { recurrence, dates, except, .. } = of {
            out.line("RRULE", &[], &rule(recurrence, *dates, &activity.time_zone));
            let except: Vec<String> = except.iter().map(|at| local(*at, *dates, &activity.time_zone)).collect();
            if !except.is_empty() {
                self.local_line(out, "EXDATE", (*dates, &activity.time_zone), &except.join(","));
            }
        }
        let body = self.body(activity, recurs);
        body.iter().for_each(|line| line.write(out));
        out.end(name);
    }

    /// Which occurrence it is.
    fn place(&mut self, out: &mut Writer, of: &Of) {
        match of {
            Of::Occurrence { at, dates, time_zone } => {
                let value = local(*at, *dates, time_zone);
                if !dates {
                    self.names(time_zone, *at);
                }
                self.local_line(out, "RECURRENCE-ID", (*dates, time_zone), &value);
            }
            // As it was kept: the zone, where it has one, before the value.
            Of::Unknown(text) => match text.split_once(' ') {
                Some((zone, value)) => {
                    if let Ok(at) = NaiveDateTime::parse_from_str(value, "%Y%m%dT%H%M%S") {
                        self.names(zone, at);
                    }
                    out.line("RECURRENCE-ID", &[("TZID", zone)], value);
                }
                None if text.len() == 8 => out.line("RECURRENCE-ID", &[("VALUE", "DATE")], text),
                None => out.line("RECURRENCE-ID", &[], text),
            },
            Of::Nothing | Of::Series { .. } => {}
        }
    }

    /// When it is.
    fn when(&mut self, out: &mut Writer, activity: &Activity, of: &Of) {
        let zone = activity.time_zone.as_str();
        // A to-do that recurs begins when it is due.
        let due = if matches!(of, Of::Nothing) { "DUE" } else { "DTSTART" };
        if let Some(day) = activity.due_on {
            date_line(out, due, day);
        }
        if let Some(at) = activity.due_at {
            self.begins(out, due, zone, at, of);
        }
        if let (Some(starts), Some(ends)) = (activity.starts_at, activity.ends_at) {
            let starts = starts.trunc_subsecs(0);
            // What takes less than a second takes one.
            let ends = ends.trunc_subsecs(0).max(starts + TimeDelta::seconds(1));
            self.begins(out, "DTSTART", zone, starts, of);
            self.timed(out, "DTEND", zone, ends);
        }
        if let (Some(first), Some(last)) = (activity.starts_on, activity.ends_on) {
            date_line(out, "DTSTART", first);
            match last.succ_opt().filter(|behind| behind.year() <= 9_999) {
                Some(behind) => date_line(out, "DTEND", behind),
                None => out.line("DURATION", &[], &format!("P{}D", (last - first).num_days() + 1)),
            }
        }
    }

    /// The first time: of a series by the clock on its wall.
    fn begins(&mut self, out: &mut Writer, name: &str, zone: &str, at: Timestamp, of: &Of) {
        match of {
            Of::Series { starts, dates, .. } => {
                self.names(zone, *starts);
                self.local_line(out, name, (*dates, zone), &local(*starts, *dates, zone));
            }
            _ => self.timed(out, name, zone, at),
        }
    }

    /// An instant by the clock of a zone, where that says it alone.
    fn timed(&mut self, out: &mut Writer, name: &str, zone_name: &str, at: Timestamp) {
        let at = at.trunc_subsecs(0);
        let by_clock = zone_name.parse::<Zone>().ok().filter(|_| zone_name != UTC).and_then(|zone| {
            let local = zone.local(at).trunc_subsecs(0);
            // In an overlap a clock means the first of the two.
            (zone.instant_by_offset_before(local) == at && (1..=9_999).contains(&local.year())).then_some(local)
        });
        match by_clock {
            Some(time) => {
                self.names(zone_name, time);
                out.line(name, &[("TZID", zone_name)], &local(time, false, zone_name));
            }
            None => out.line(name, &[], &instant(at)),
        }
    }

    /// Times by the clock of a zone, or dates.
    fn local_line(&mut self, out: &mut Writer, name: &str, (dates, zone): (bool, &str), value: &str) {
        match (dates, zone) {
            (true, _) => out.line(name, &[("VALUE", "DATE")], value),
            (false, UTC) => out.line(name, &[], value),
            (false, zone) => out.line(name, &[("TZID", zone)], value),
        }
    }

    /// Notes that a zone is named with this time.
    fn names(&mut self, zone: &str, at: NaiveDateTime) {
        if zone == UTC {
            return;
        }
        let known = self.zones.entry(zone.to_owned()).or_insert((at, at));
        *known = (known.0.min(at), known.1.max(at));
    }

    /// What is told of it beside its name and time; `recurs` where it is of a series.
    pub(super) fn body(&self, activity: &Activity, recurs: bool) -> Vec<Line> {
        let mut out = vec![Line::text("SUMMARY", &activity.subject)];
        out.extend(activity.details.as_deref().map(|text| Line::text("DESCRIPTION", text)));
        out.extend(activity.place.as_deref().map(|text| Line::text("LOCATION", text)));
        out.extend(self.kinds.get(&activity.kind.id.0).map(|value| Line::text("CATEGORIES", value)));
        out.push(Line::value("PRIORITY", priority(activity.priority)));
        if activity.personal {
            out.push(Line::value("CLASS", "PRIVATE"));
        }
        let todo = is_todo(activity);
        let done = activity.done_at.filter(|_| activity.status == ActivityStatus::Done);
        out.push(Line::value("STATUS", status(activity.status, todo)));
        out.extend(done.map(|at| Line::value(if todo { "COMPLETED" } else { DONE }, &instant(at))));
        out.extend(activity.attendees.iter().filter_map(|one| self.attendee(one)));
        for minutes in &activity.reminders {
            let by_days = activity.due_on.is_some() || activity.starts_on.is_some();
            let ahead = if by_days { self.day_starts - minutes } else { -minutes };
            let at_end = todo && !recurs;
            out.extend([Line::value("BEGIN", "VALARM"), Line::value("ACTION", "DISPLAY")]);
            out.push(Line::text("DESCRIPTION", &activity.subject));
            let parameters = if at_end { vec![("RELATED", "END".to_owned())] } else { Vec::new() };
            out.push(Line { name: "TRIGGER", parameters, value: minutes_text(ahead) });
            out.push(Line::value("END", "VALARM"));
        }
        out
    }

    /// Somebody who attends; nobody where the reader does not read who that is.
    fn attendee(&self, one: &Attendee) -> Option<Line> {
        let urn = |id: &Uuid| format!("urn:uuid:{id}");
        let mail = |email: &str| if is_address(email) { email.to_owned() } else { format!("mailto:{email}") };
        let (name, value) = match (&one.user, &one.contact, &one.email) {
            (Some(user), ..) => {
                let address = self.addresses.get(&user.id.0);
                (Some(user.display_name.clone()), address.map_or_else(|| urn(&user.id.0), |email| mail(email)))
            }
            (_, Some(contact), _) => (contact.title.clone(), urn(&contact.id.0)),
            // Who has no other name than their address came without one.
            (.., Some(email)) => (one.name.clone().filter(|name| name != email), mail(email)),
            _ => return None,
        };
        let mut parameters: Vec<(&str, String)> = name.map(|name| ("CN", name)).into_iter().collect();
        parameters.push(("PARTSTAT", response(one.response).to_owned()));
        Some(Line { name: "ATTENDEE", parameters, value })
    }
}

/// The property that says when an event was done, which has no such state.
pub(super) const DONE: &str = "X-CRM-DONE";

/// A line of a component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    name: &'static str,
    parameters: Vec<(&'static str, String)>,
    value: String,
}

impl Line {
    fn value(name: &'static str, value: &str) -> Line {
        Line { name, parameters: Vec::new(), value: value.to_owned() }
    }

    fn text(name: &'static str, text: &str) -> Line {
        Line::value(name, &escape(text))
    }

    fn write(&self, out: &mut Writer) {
        let parameters: Vec<(&str, &str)> =
            self.parameters.iter().map(|(name, value)| (*name, value.as_str())).collect();
        out.line(self.name, &parameters, &self.value);
    }
}

/// Whether an address says by itself what it is: a mail's does not.
pub(super) fn is_address(text: &str) -> bool {
    let scheme = text.split_once(':').map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}

/// Whether an activity is to be done until some time, and not at one.
fn is_todo(activity: &Activity) -> bool {
    activity.due_on.is_some() || activity.due_at.is_some()
}

fn date_line(out: &mut Writer, name: &str, day: Date) {
    out.line(name, &[("VALUE", "DATE")], &day.format("%Y%m%d").to_string());
}

/// An instant.
pub(super) fn instant(at: Timestamp) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

/// A local time, or a date; of UTC an instant.
fn local(at: NaiveDateTime, dates: bool, zone: &str) -> String {
    let format = match (dates, zone) {
        (true, _) => "%Y%m%d",
        (false, UTC) => "%Y%m%dT%H%M%SZ",
        (false, _) => "%Y%m%dT%H%M%S",
    };
    at.format(format).to_string()
}

/// A rule as RFC 5545 has it: where its times are instants, so is its end.
fn rule(recurrence: &str, dates: bool, zone: &str) -> String {
    Clock::of(zone, dates).map_or_else(|| recurrence.to_owned(), |clock| with_end_at(recurrence, &clock))
}

/// Minutes as a duration.
fn minutes_text(minutes: i64) -> String {
    let sign = if minutes < 0 { "-" } else { "" };
    format!("{sign}PT{}M", minutes.abs())
}

fn priority(of: Priority) -> &'static str {
    match of {
        Priority::Urgent => "1",
        Priority::High => "3",
        Priority::Normal => "5",
        Priority::Low => "9",
    }
}

fn status(of: ActivityStatus, todo: bool) -> &'static str {
    match (of, todo) {
        (ActivityStatus::Cancelled, _) => "CANCELLED",
        (ActivityStatus::Done, true) => "COMPLETED",
        (ActivityStatus::Planned, true) => "NEEDS-ACTION",
        (_, false) => "CONFIRMED",
    }
}

fn response(of: Response) -> &'static str {
    match of {
        Response::None => "NEEDS-ACTION",
        Response::Accepted => "ACCEPTED",
        Response::Declined => "DECLINED",
        Response::Tentative => "TENTATIVE",
    }
}
