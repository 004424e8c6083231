//! Time zones: the tz database, compiled in.

use std::str::FromStr;

use chrono::{Datelike, NaiveDateTime, NaiveTime, TimeDelta, Timelike};
use jiff::civil;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};

use crate::engine::clock::{Date, Timestamp};

/// A time zone by its IANA name.
#[derive(Debug, Clone)]
pub(crate) struct Zone(TimeZone);

/// A change of what local time is ahead of UTC by.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    pub(crate) at: Timestamp,
    /// By so many seconds from then on.
    pub(crate) offset: i32,
    /// Whether that is summer time.
    pub(crate) summer: bool,
    /// What it is called for short.
    pub(crate) name: String,
}

impl FromStr for Zone {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        let zone = TimeZone::get(name).map_err(drop)?;
        // Names have one spelling, though the database takes capitals and small letters for the same.
        if zone.iana_name() == Some(name) && !zone.is_unknown() { Ok(Zone(zone)) } else { Err(()) }
    }
}

impl Zone {
    /// What clocks on the wall show at an instant.
    pub(crate) fn local(&self, at: Timestamp) -> NaiveDateTime {
        at.naive_utc() + difference(self.0.to_offset(theirs(at)))
    }

    /// The instant of a local time; in a gap of the zone the first instant after it, in an overlap the first of the two.
    pub(crate) fn instant(&self, local: NaiveDateTime) -> Timestamp {
        let at = |offset| (local - difference(offset)).and_utc();
        match self.0.to_ambiguous_timestamp(civil_time(local)).offset() {
            AmbiguousOffset::Unambiguous { offset } => at(offset),
            AmbiguousOffset::Fold { before, .. } => at(before),
            // By the clock of before the gap it is as long after the gap's instant as it lies inside.
            AmbiguousOffset::Gap { before, .. } => self.last_change(at(before)),
        }
    }

    /// The instant of a local time; in a gap of the zone by the offset before it, so that it is as long after the gap's beginning
    /// as it lies inside, in an overlap the first of the two (ACT-9).
    pub(crate) fn instant_by_offset_before(&self, local: NaiveDateTime) -> Timestamp {
        let offset = match self.0.to_ambiguous_timestamp(civil_time(local)).offset() {
            AmbiguousOffset::Unambiguous { offset } => offset,
            AmbiguousOffset::Fold { before, .. } | AmbiguousOffset::Gap { before, .. } => before,
        };
        (local - difference(offset)).and_utc()
    }

    /// What local time is ahead of UTC by, in microseconds: at first, and from each change on until the year 2200, by the
    /// instant in microseconds. Rules of summer time would go on for ever.
    pub(crate) fn offsets(&self) -> (i64, Vec<(i64, i64)>) {
        const MICROS: i64 = 1_000_000;
        const YEAR_2200: i64 = 7_258_118_400;
        let micros = |offset: Offset| i64::from(offset.seconds()) * MICROS;
        let first = micros(self.0.to_offset(jiff::Timestamp::MIN));
        let mut changes = Vec::new();
        for change in self.0.following(jiff::Timestamp::MIN) {
            if change.timestamp().as_second() >= YEAR_2200 {
                break;
            }
            changes.push((change.timestamp().as_second() * MICROS, micros(change.offset())));
        }
        (first, changes)
    }

    /// How it is at the beginning of a year, and how it changes from then on, until another one ends.
    pub(crate) fn changes(&self, first: i32, last: i32) -> (Change, Vec<Change>) {
        let begins = |year: i32| Date::from_ymd_opt(year, 1, 1).unwrap_or_default().and_time(NaiveTime::MIN).and_utc();
        let (begin, end) = (begins(first), begins(last.saturating_add(1)));
        let info = self.0.to_offset_info(theirs(begin));
        let before = Change {
            at: begin,
            offset: info.offset().seconds(),
            summer: info.dst().is_dst(),
            name: info.abbreviation().to_owned(),
        };
        let mut changes = Vec::new();
        for change in self.0.following(theirs(begin)) {
            let at = Timestamp::from_timestamp(change.timestamp().as_second(), 0).unwrap_or(end);
            if at >= end {
                break;
            }
            let (offset, name) = (change.offset().seconds(), change.abbreviation().to_owned());
            changes.push(Change { at, offset, summer: change.dst().is_dst(), name });
        }
        (before, changes)
    }

    /// The last instant, at or before this one, at which the zone changed its offset.
    fn last_change(&self, at: Timestamp) -> Timestamp {
        let change = self.0.preceding(theirs(at + TimeDelta::seconds(1))).next();
        change.and_then(|change| Timestamp::from_timestamp(change.timestamp().as_second(), 0)).unwrap_or(at)
    }
}

fn difference(offset: Offset) -> TimeDelta {
    TimeDelta::seconds(i64::from(offset.seconds()))
}

/// An instant in the library of the zones, which change on whole seconds; beyond what it knows the nearest it does.
fn theirs(at: Timestamp) -> jiff::Timestamp {
    let (first, last) = (jiff::Timestamp::MIN, jiff::Timestamp::MAX);
    jiff::Timestamp::from_second(at.timestamp().clamp(first.as_second(), last.as_second())).unwrap_or(last)
}

/// A local time in the library of the zones; beyond the years that it knows the nearest one.
fn civil_time(local: NaiveDateTime) -> civil::DateTime {
    let nearest = if local.year() < 0 { civil::DateTime::MIN } else { civil::DateTime::MAX };
    // Each but the year is far below 100.
    let small = |number: u32| i8::try_from(number).unwrap_or(0);
    let Ok(year) = i16::try_from(local.year()) else { return nearest };
    civil::DateTime::new(
        year,
        small(local.month()),
        small(local.day()),
        small(local.hour()),
        small(local.minute()),
        small(local.second()),
        0,
    )
    .unwrap_or(nearest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_database_in_their_spelling() {
        for name in ["Asia/Shanghai", "Europe/Berlin", "America/Argentina/Buenos_Aires", "UTC", "Etc/GMT-14"] {
            assert!(name.parse::<Zone>().is_ok(), "{name}");
        }
        for name in ["", "asia/shanghai", "Asia/Nowhere", "Etc/Unknown", "+08:00", "CST-8", "../UTC", "Asia/Shanghai\0"]
        {
            assert!(name.parse::<Zone>().is_err(), "{name}");
        }
    }

    #[test]
    fn there_and_back_is_the_same_instant() {
        let zone: Zone = "America/New_York".parse().expect("a zone");
        for text in ["1850-01-01T00:00:00Z", "2026-07-01T12:00:00.5Z", "2500-01-01T00:00:00Z", "9999-12-31T23:00:00Z"] {
            let at: Timestamp = text.parse().expect("an instant");
            assert_eq!(zone.instant(zone.local(at)), at, "{text}");
        }
    }
}
