//! When a rule by time falls due for a record (AUTO-7): so long before or behind a date or an instant of it. Pure functions: the
//! zone comes from the caller.
//!
//! Days and months go on the calendar of the zone and keep the wall clock, a month that is shorter has its last day; hours and
//! minutes go off the clock. A time in a gap of the zone is the first instant behind it, one in an overlap the first of the two.

use chrono::{Datelike, Days, Months, NaiveTime, TimeDelta};

use crate::engine::clock::{self, Date, Timestamp};
use crate::engine::storage::Value;
use crate::engine::zone::Zone;

/// The most days of an offset.
const MOST_DAYS: i64 = 3_650;

/// In what an offset counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Minutes,
    Hours,
    Days,
    Months,
}

/// How long before (negative) or behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine::automation) struct Offset {
    amount: i64,
    unit: Unit,
}

/// What stands against an offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine::automation) enum Unfit {
    /// It is none.
    Format,
    /// It is longer than that many of its unit.
    Beyond(i64),
}

impl Offset {
    /// Reads `3 days`, `-90 minutes`.
    pub(in crate::engine::automation) fn read(text: &str) -> Result<Offset, Unfit> {
        let (number, unit) = text.trim().split_once(' ').ok_or(Unfit::Format)?;
        let digits = number.strip_prefix('-').unwrap_or(number);
        if digits.is_empty() || digits.len() > 9 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Unfit::Format);
        }
        let amount: i64 = number.parse().map_err(|_| Unfit::Format)?;
        let (unit, most) = match unit {
            "minute" | "minutes" => (Unit::Minutes, MOST_DAYS * 24 * 60),
            "hour" | "hours" => (Unit::Hours, MOST_DAYS * 24),
            "day" | "days" => (Unit::Days, MOST_DAYS),
            // As many as surely fit into those days.
            "month" | "months" => (Unit::Months, 119),
            _ => return Err(Unfit::Format),
        };
        if amount.abs() > most { Err(Unfit::Beyond(most)) } else { Ok(Offset { amount, unit }) }
    }

    /// What goes off the clock.
    fn by_clock(self) -> Option<TimeDelta> {
        match self.unit {
            Unit::Minutes => Some(TimeDelta::minutes(self.amount)),
            Unit::Hours => Some(TimeDelta::hours(self.amount)),
            Unit::Days | Unit::Months => None,
        }
    }

    /// What goes on the calendar, so often.
    fn on_calendar(self, day: Date, times: i64) -> Date {
        let amount = self.amount * times;
        let moved = match self.unit {
            Unit::Minutes | Unit::Hours => Some(day),
            Unit::Days if amount < 0 => day.checked_sub_days(Days::new(amount.unsigned_abs())),
            Unit::Days => day.checked_add_days(Days::new(amount.unsigned_abs())),
            Unit::Months => {
                let months = Months::new(u32::try_from(amount.unsigned_abs()).unwrap_or(u32::MAX));
                if amount < 0 { day.checked_sub_months(months) } else { day.checked_add_months(months) }
            }
        };
        // Beyond the calendar it is its end.
        let (first, last) = (day_of(1, 1, 1), day_of(9999, 12, 31));
        moved.unwrap_or(if amount < 0 { first } else { last }).clamp(first, last)
    }

    /// By how much what a month or a zone makes of it may be off, in days.
    fn slack(self) -> Days {
        Days::new(if self.unit == Unit::Months { 5 } else { 2 })
    }
}

fn day_of(year: i32, month: u32, day: u32) -> Date {
    Date::from_ymd_opt(year, month, day).unwrap_or_default()
}

/// What a record has in the field that is counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::engine::automation) enum Base {
    Day(Date),
    Instant(Timestamp),
}

impl Base {
    /// By its number.
    pub(super) fn of(number: i64, days: bool) -> Base {
        match days {
            true => {
                let day = i32::try_from(number).ok().and_then(Date::from_num_days_from_ce_opt);
                Base::Day(day.unwrap_or_default())
            }
            false => Base::Instant(clock::decode(number)),
        }
    }

    /// As a number, by which values of one field are told apart and put in order.
    pub(super) fn number(self) -> i64 {
        match self {
            Base::Day(day) => i64::from(day.num_days_from_ce()),
            Base::Instant(at) => clock::encode(at),
        }
    }

    /// As its column has it.
    pub(super) fn value(self) -> Value<'static> {
        match self {
            Base::Day(day) => Value::from(day),
            Base::Instant(at) => Value::from(at),
        }
    }
}

/// How it is counted.
#[derive(Debug, Clone)]
pub(super) struct Counting<'z> {
    pub(super) zone: &'z Zone,
    pub(super) offset: Offset,
    /// Of dates: the time of the company's day.
    pub(super) at: NaiveTime,
}

impl Counting<'_> {
    /// The instant at which a rule falls due for what a record has.
    pub(super) fn due(&self, base: Base) -> Timestamp {
        match (base, self.offset.by_clock()) {
            (Base::Day(day), Some(by)) => moved(self.zone.instant(day.and_time(self.at)), by),
            (Base::Day(day), None) => self.zone.instant(self.offset.on_calendar(day, 1).and_time(self.at)),
            (Base::Instant(at), Some(by)) => moved(at, by),
            (Base::Instant(at), None) => {
                let local = self.zone.local(at);
                self.zone.instant(self.offset.on_calendar(local.date(), 1).and_time(local.time()))
            }
        }
    }

    /// Between what values all those lie that fall due behind `from` and until `to`; some beside them fall due before or later.
    pub(super) fn between(&self, (from, to): (Timestamp, Timestamp), days: bool) -> (Base, Base) {
        match self.offset.by_clock() {
            Some(by) if !days => (Base::Instant(moved(from, -by)), Base::Instant(moved(to, -by))),
            by => {
                let back = |at: Timestamp, later: bool| {
                    let local = self.zone.local(moved(at, -by.unwrap_or_default()));
                    let day = self.offset.on_calendar(local.date(), -1);
                    let slack = self.offset.slack();
                    let day = if later { day.checked_add_days(slack) } else { day.checked_sub_days(slack) };
                    let day = day.unwrap_or(local.date()).clamp(day_of(1, 1, 1), day_of(9999, 12, 31));
                    match days {
                        true => Base::Day(day),
                        false => Base::Instant(self.zone.instant(day.and_time(local.time()))),
                    }
                };
                (back(from, false), back(to, true))
            }
        }
    }

    /// Of dates: the first instant behind another at which a rule falls due for any day.
    pub(super) fn next_of_days(&self, behind: Timestamp) -> Timestamp {
        let by = self.offset.by_clock().unwrap_or_default();
        // What goes on the calendar comes to every day of it, but for months, which leave some out.
        let instant = |day: Date| moved(self.zone.instant(day.and_time(self.at)), by);
        let mut day = self.zone.local(moved(behind, -by)).date();
        day = day.pred_opt().unwrap_or(day);
        while instant(day) <= behind {
            match day.succ_opt() {
                Some(next) => day = next,
                None => break,
            }
        }
        instant(day)
    }
}

fn moved(at: Timestamp, by: TimeDelta) -> Timestamp {
    at.checked_add_signed(by).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("an instant")
    }

    fn due(zone: &str, offset: &str, time: &str, base: Base) -> Timestamp {
        let zone = zone.parse().expect("a zone");
        let (offset, at) = (Offset::read(offset).expect("an offset"), time.parse().expect("a time"));
        Counting { zone: &zone, offset, at }.due(base)
    }

    // AUTO-2: offsets as they are written, and how long they may be.
    #[test]
    fn offsets_are_read() {
        for text in ["3 days", "1 day", "-90 minutes", "0 hours", "3650 days", "-87600 hours", "119 months", "-1 month"]
        {
            assert!(Offset::read(text).is_ok(), "{text}");
        }
        for text in ["", "days", "3", "3days", "+3 days", "3 weeks", "3.5 days", "- 3 days", "three days", "3  days"] {
            assert_eq!(Offset::read(text), Err(Unfit::Format), "{text}");
        }
        for (text, most) in [("3651 days", 3_650), ("-87601 hours", 87_600), ("120 months", 119)] {
            assert_eq!(Offset::read(text), Err(Unfit::Beyond(most)), "{text}");
        }
    }

    // AUTO-7: calendar months are clamped; gaps and overlaps of the clock as CHURN-1; days and months keep the wall clock, hours and
    // minutes go off the clock.
    #[test]
    fn an_offset_goes_on_the_calendar_or_off_the_clock() {
        let day = |text: &str| Base::Day(text.parse().expect("a day"));
        let instant = |text: &str| Base::Instant(at(text));
        for (zone, offset, time, base, wanted) in [
            ("Asia/Shanghai", "3 days", "09:00:00", day("2026-03-02"), "2026-03-05T01:00:00Z"),
            ("Asia/Shanghai", "-60 days", "09:00:00", day("2026-03-02"), "2026-01-01T01:00:00Z"),
            ("Asia/Shanghai", "1 month", "09:00:00", day("2026-01-31"), "2026-02-28T01:00:00Z"),
            ("Asia/Shanghai", "1 month", "09:00:00", day("2028-01-31"), "2028-02-29T01:00:00Z"),
            ("Asia/Shanghai", "-6 months", "09:00:00", day("2026-08-31"), "2026-02-28T01:00:00Z"),
            ("Asia/Shanghai", "-90 minutes", "09:00:00", day("2026-03-02"), "2026-03-01T23:30:00Z"),
            // Half past two is left out on that day, and lived twice on the other.
            ("Europe/Berlin", "1 day", "02:30:00", day("2026-03-28"), "2026-03-29T01:00:00Z"),
            ("Europe/Berlin", "1 day", "02:30:00", day("2026-10-24"), "2026-10-25T00:30:00Z"),
            ("Europe/Berlin", "1 day", "09:00:00", instant("2026-03-28T01:30:00Z"), "2026-03-29T01:00:00Z"),
            ("Europe/Berlin", "24 hours", "09:00:00", instant("2026-03-28T01:30:00Z"), "2026-03-29T01:30:00Z"),
            ("Europe/Berlin", "1 day", "09:00:00", instant("2026-03-28T12:00:00Z"), "2026-03-29T11:00:00Z"),
            ("Europe/Berlin", "-1 month", "09:00:00", instant("2026-03-31T12:00:00Z"), "2026-02-28T13:00:00Z"),
            ("UTC", "3650 days", "09:00:00", day("9999-01-01"), "9999-12-31T09:00:00Z"),
        ] {
            assert_eq!(due(zone, offset, time, base), at(wanted), "{zone} {offset} {base:?}");
        }
    }

    fn anything() -> impl Strategy<Value = (&'static str, &'static str, bool, i64, i64)> {
        const ZONES: [&str; 5] = ["Asia/Shanghai", "Europe/Berlin", "Pacific/Apia", "America/Sao_Paulo", "UTC"];
        const OFFSETS: [&str; 8] =
            ["0 days", "3 days", "-60 days", "1 month", "-7 months", "90 minutes", "-50 hours", "13 months"];
        let seconds = at("2008-01-01T00:00:00Z").timestamp()..at("2030-01-01T00:00:00Z").timestamp();
        (
            proptest::sample::select(&ZONES[..]),
            proptest::sample::select(&OFFSETS[..]),
            any::<bool>(),
            seconds.clone(),
            0_i64..40 * 86_400,
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        // AUTO-7: no record that falls due is missed by the range in which it is sought.
        #[test]
        fn what_falls_due_lies_in_the_range((zone, offset, days, from, more) in anything(), back in -86_400_i64*5..86_400*45) {
            let zone: Zone = zone.parse().expect("a zone");
            let offset = Offset::read(offset).expect("an offset");
            let counting = Counting { zone: &zone, offset, at: NaiveTime::from_hms_opt(2, 30, 0).expect("a time") };
            let instant = |seconds| Timestamp::from_timestamp(seconds, 0).expect("in range");
            let (from, to) = (instant(from), instant(from + more));
            let (low, high) = counting.between((from, to), days);
            prop_assert!(low <= high);
            // A value somewhere near.
            let near = from + TimeDelta::seconds(back);
            let local = zone.local(near);
            let day = offset.on_calendar(local.date(), -1);
            let base = if days { Base::Day(day) } else { Base::Instant(zone.instant(day.and_time(local.time()))) };
            let due = counting.due(base);
            if from < due && due <= to {
                prop_assert!(low <= base && base <= high, "{base:?} {due} {low:?} {high:?}");
            }
            // And dates fall due at no other instants than those that are looked at.
            if days && due > from {
                prop_assert!(counting.next_of_days(from) <= due);
            }
        }
    }
}
