//! The parts of a period: days of the company's calendar, and the instants at which they begin.

use chrono::{Datelike, Days, Months};

use super::super::work_types::WorkInterval;
use crate::engine::calendar::day_start;
use crate::engine::clock::{Date, Timestamp};
use crate::engine::zone::Zone;

/// The parts of a period, in order.
#[derive(Debug)]
pub(super) struct Spans {
    /// The first day of each.
    days: Vec<Date>,
    /// When each begins.
    begins: Vec<Timestamp>,
    /// The last day of the period, and when the day behind it begins.
    last: Date,
    ends: Timestamp,
}

impl Spans {
    /// A period, both days included; its first and last parts are cut by it.
    pub(super) fn of(zone: &Zone, (from, to): (Date, Date), interval: Option<WorkInterval>) -> Spans {
        let mut days = vec![from];
        let mut first = from;
        while let Some(next) = interval.and_then(|interval| behind(first, interval)).filter(|next| *next <= to) {
            days.push(next);
            first = next;
        }
        let begins = days.iter().map(|day| day_start(zone, *day)).collect();
        Spans { days, begins, last: to, ends: day_start(zone, to.succ_opt().unwrap_or(to)) }
    }

    pub(super) fn len(&self) -> usize {
        self.days.len()
    }

    /// The first day of each part.
    pub(super) fn days(&self) -> &[Date] {
        &self.days
    }

    /// The first and the last day.
    pub(super) fn dates(&self) -> (Date, Date) {
        (self.days.first().copied().unwrap_or(self.last), self.last)
    }

    /// From when on it runs, and from when on no more.
    pub(super) fn instants(&self) -> (Timestamp, Timestamp) {
        (self.begins.first().copied().unwrap_or(self.ends), self.ends)
    }

    /// The part in which a day of the period lies.
    pub(super) fn of_day(&self, day: Date) -> usize {
        self.days.partition_point(|first| *first <= day).saturating_sub(1)
    }

    /// The part in which an instant of the period lies.
    pub(super) fn of_instant(&self, at: Timestamp) -> usize {
        self.begins.partition_point(|begins| *begins <= at).saturating_sub(1)
    }
}

/// The first day of the part behind the one that a day lies in.
fn behind(day: Date, interval: WorkInterval) -> Option<Date> {
    match interval {
        WorkInterval::Day => day.succ_opt(),
        WorkInterval::Week => day.checked_add_days(Days::new(7 - u64::from(day.weekday().num_days_from_monday()))),
        WorkInterval::Month => day.with_day(1)?.checked_add_months(Months::new(1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> Date {
        text.parse().expect("a date")
    }

    // WORK-6.
    #[test]
    fn a_period_is_cut_into_days_weeks_and_months() {
        let zone: Zone = "Asia/Shanghai".parse().expect("a zone");
        let period = (on("2026-02-27"), on("2026-03-09"));
        for (interval, days) in [
            (None, vec!["2026-02-27"]),
            (Some(WorkInterval::Week), vec!["2026-02-27", "2026-03-02", "2026-03-09"]),
            (Some(WorkInterval::Month), vec!["2026-02-27", "2026-03-01"]),
        ] {
            let spans = Spans::of(&zone, period, interval);
            let days: Vec<Date> = days.into_iter().map(on).collect();
            assert_eq!(spans.days(), days, "{interval:?}");
            let mut day = period.0;
            while day <= period.1 {
                let at = day_start(&zone, day);
                assert_eq!(spans.of_day(day), spans.of_instant(at), "{day}");
                day = day.succ_opt().expect("a day");
            }
        }
        assert_eq!(Spans::of(&zone, period, Some(WorkInterval::Day)).len(), 11);
    }
}
