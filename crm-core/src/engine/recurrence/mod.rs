//! Recurrence (ACT-8, ACT-9): the rules of RFC 5545 that the engine knows, and the times that they yield. A rule is expanded by
//! days on the calendar of a zone (`days.rs`); each day has the wall clock of the first time, and that becomes an instant: in a gap
//! of the zone by the offset before it, in an overlap the first of the two. None is dropped for summer time; one that meets the
//! one before it at the same instant, since the zone left out a whole day, is left out and not counted.
//!
//! Pure functions: zones and times come from the caller. Forms with dates know no zone but for the instant at which a day begins.

mod days;
mod parse;
#[cfg(test)]
mod tests;
mod text;

pub use parse::parse;
pub(crate) use text::{ending, less, moved, with_end_at};

use chrono::{NaiveDateTime, Weekday};

use crate::engine::clock::{Date, Timestamp};
use crate::engine::zone::Zone;

use days::Days;

/// How often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Frequency {
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// Where it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Never,
    /// Behind so many times.
    Count(u32),
    /// With this day of the zone.
    Day(Date),
    /// At this instant, which it may still meet.
    At(Timestamp),
}

/// A rule.
#[derive(Debug, Clone)]
pub struct Recurrence {
    frequency: Frequency,
    interval: i32,
    pub(crate) end: End,
    /// Days of the week, each with which of them in the month, from its end where that is negative; 0 for all.
    days: Vec<(i32, Weekday)>,
    /// Days of the month, from its end where negative.
    month_days: Vec<i32>,
    months: Vec<u32>,
    /// Which of a period's days, from their end where negative.
    positions: Vec<i32>,
    week_begins: Weekday,
}

/// What is not known of a rule, by the name of its part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsupported(pub String);

/// A time that a rule yields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Time {
    /// By the clock on the wall.
    pub local: NaiveDateTime,
    /// The instant; of a date the beginning of that day.
    pub at: Timestamp,
}

/// On what clock a rule goes.
#[derive(Debug, Clone)]
pub struct Clock {
    pub(crate) zone: Zone,
    /// Whether its times are dates.
    pub(crate) dates: bool,
}

impl Clock {
    /// The clock of a zone by its name.
    pub fn of(zone: &str, dates: bool) -> Option<Clock> {
        Some(Clock { zone: zone.parse().ok()?, dates })
    }

    /// A local time with its instant.
    pub(crate) fn time(&self, local: NaiveDateTime) -> Time {
        let at = if self.dates { self.zone.instant(local) } else { self.zone.instant_by_offset_before(local) };
        Time { local, at }
    }
}

impl Recurrence {
    /// The times from the first one on, in their order; of the first it is not asked whether the rule yields it.
    pub fn times<'r>(&'r self, first: NaiveDateTime, clock: &'r Clock) -> Times<'r> {
        Times { rule: self, clock, first, days: Days::of(self, first.date()), last: None, left: self.counted() }
    }

    /// The times behind a day, without a walk over all before it where nothing counts them.
    pub(crate) fn times_from<'r>(
        &'r self,
        first: NaiveDateTime,
        clock: &'r Clock,
        day: Date,
    ) -> impl Iterator<Item = Time> + use<'r> {
        let mut times = self.times(first, clock);
        if times.left.is_none() {
            // A day more, since a time may meet the one before it.
            times.days.skip_to(day.pred_opt().unwrap_or(day));
        }
        times.skip_while(move |time| time.local.date() < day)
    }

    /// Whether the rule yields the day on which it begins.
    pub(crate) fn yields(&self, first: Date) -> bool {
        Days::of(self, first).begins_with_first()
    }

    fn counted(&self) -> Option<u32> {
        match self.end {
            End::Count(count) => Some(count),
            _ => None,
        }
    }
}

/// The times of a rule, in their order.
#[derive(Debug)]
pub struct Times<'r> {
    rule: &'r Recurrence,
    clock: &'r Clock,
    first: NaiveDateTime,
    days: Days<'r>,
    last: Option<Timestamp>,
    left: Option<u32>,
}

impl Iterator for Times<'_> {
    type Item = Time;

    fn next(&mut self) -> Option<Time> {
        if self.left == Some(0) {
            return None;
        }
        loop {
            let time = self.clock.time(self.days.next()?.and_time(self.first.time()));
            let over = match self.rule.end {
                End::Day(day) => time.local.date() > day,
                End::At(at) => time.at > at,
                End::Never | End::Count(_) => false,
            };
            if over {
                return None;
            }
            if !self.clock.dates && self.last == Some(time.at) {
                continue;
            }
            self.last = Some(time.at);
            self.left = self.left.map(|left| left - 1);
            return Some(time);
        }
    }
}
