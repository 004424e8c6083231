//! Time zones: by what names they are known, and how they are told (`VTIMEZONE`).

use chrono::{Datelike, NaiveDateTime, TimeDelta};

use super::Writer;
use crate::engine::zone::{Change, Zone};

/// Names that Windows gives zones, and their IANA names.
const WINDOWS: &str = include_str!("windows_zones.txt");

/// So many years a rule must have held for to be told as one that goes on.
const YEARS: i32 = 20;

/// The IANA name of a zone that is named by it, or as Windows does. Nothing else is guessed.
pub(crate) fn zone_name(named: &str) -> Option<&str> {
    if named.parse::<Zone>().is_ok() {
        return Some(named);
    }
    let lines = WINDOWS.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('\t')).find(|(windows, _)| *windows == named).map(|(_, name)| name)
}

/// Tells a zone as a component, from the year of a local time on; behind the last year named the changes of each year go on, as
/// long as they follow one rule.
pub(crate) fn observances(out: &mut Writer, name: &str, zone: &Zone, first: NaiveDateTime, last: NaiveDateTime) {
    out.begin("VTIMEZONE");
    out.line("TZID", &[], name);
    let begins = first.year() - 1;
    let (before, changes) = zone.changes(begins, last.year().max(first.year()) + YEARS);
    let start = format!("{begins:04}0101T000000");
    observance(out, &before, before.offset, &start, None);
    let mut from = before.offset;
    let mut at = 0;
    while let Some(change) = changes.get(at) {
        // One that comes again each year by the same rule until the end of what is looked at stands for all of those.
        let rule = changes.get(at..).and_then(|rest| yearly(rest, from));
        let start = local(change, from).format("%Y%m%dT%H%M%S").to_string();
        observance(out, change, from, &start, rule.as_deref());
        if rule.is_some() {
            // The other one of the year has its own, and both go on.
            if let Some(other) = changes.get(at + 1) {
                let start = local(other, change.offset).format("%Y%m%dT%H%M%S").to_string();
                let rule = changes.get(at + 1..).and_then(|rest| yearly(rest, change.offset));
                observance(out, other, change.offset, &start, rule.as_deref());
            }
            break;
        }
        from = change.offset;
        at += 1;
    }
    out.end("VTIMEZONE");
}

fn observance(out: &mut Writer, change: &Change, from: i32, start: &str, rule: Option<&str>) {
    let name = if change.summer { "DAYLIGHT" } else { "STANDARD" };
    out.begin(name);
    out.line("DTSTART", &[], start);
    out.line("TZOFFSETFROM", &[], &offset(from));
    out.line("TZOFFSETTO", &[], &offset(change.offset));
    out.line("TZNAME", &[], &change.name);
    if let Some(rule) = rule {
        out.line("RRULE", &[], rule);
    }
    out.end(name);
}

/// An offset, with its seconds where it has any.
fn offset(seconds: i32) -> String {
    let (sign, all) = (if seconds < 0 { '-' } else { '+' }, seconds.unsigned_abs());
    let (hours, minutes, seconds) = (all / 3_600, all / 60 % 60, all % 60);
    let seconds = if seconds == 0 { String::new() } else { format!("{seconds:02}") };
    format!("{sign}{hours:02}{minutes:02}{seconds}")
}

/// What the clock shows when a change comes, before it.
fn local(change: &Change, from: i32) -> NaiveDateTime {
    change.at.naive_utc() + TimeDelta::seconds(i64::from(from))
}

/// The rule by which every other of these changes comes, the first of them too: two a year, each on the same weekday of its month.
fn yearly(changes: &[Change], from: i32) -> Option<String> {
    let (first, second) = (changes.first()?, changes.get(1)?);
    let own: Vec<(NaiveDateTime, i32)> =
        changes.iter().step_by(2).map(|change| (local(change, second.offset), change.offset)).collect();
    let fits = second.offset == from
        && own.len() > usize::try_from(YEARS / 2).ok()?
        && own.windows(2).all(|two| matches!(two, [(a, _), (b, _)] if b.year() == a.year() + 1))
        && own.iter().all(|(_, offset)| *offset == first.offset);
    if !fits {
        return None;
    }
    let (begins, _) = own.first()?;
    let same = |(at, _): &(NaiveDateTime, i32)| {
        (at.month(), at.weekday(), at.time()) == (begins.month(), begins.weekday(), begins.time())
    };
    if !own.iter().all(same) {
        return None;
    }
    let nth = |at: &NaiveDateTime| (at.day() - 1) / 7 + 1;
    let last = own.iter().all(|(at, _)| at.day() + 7 > u32::from(at.date().num_days_in_month()));
    let which = match own.iter().all(|(at, _)| nth(at) == nth(begins)) {
        true if !last => nth(begins).to_string(),
        _ if last => "-1".to_owned(),
        _ => return None,
    };
    let day = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"].get(begins.weekday().num_days_from_monday() as usize)?;
    Some(format!("FREQ=YEARLY;BYMONTH={};BYDAY={which}{day}", begins.month()))
}
