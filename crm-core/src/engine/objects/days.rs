//! The moment at which a filter is asked, and what days are against instants (FILT-5): a day is the local one of the
//! company's zone, from its first instant up to the next day's.

use chrono::{Days, TimeDelta};
use uuid::Uuid;

use crate::engine::calendar;
use crate::engine::clock::{self, Date, Timestamp};
use crate::engine::zone::Zone;

/// How far `{today: n}` goes either way.
pub const MOST_DAYS: i64 = 3_650;

/// How far `{now: h}` goes either way.
pub const MOST_HOURS: i64 = 87_600;

/// When, where and by whom something is asked.
#[derive(Debug, Clone)]
pub struct Moment {
    zone: Zone,
    now: Timestamp,
    today: Date,
    me: Option<Uuid>,
}

/// A stretch of time in microseconds, its end not in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first microsecond in it.
    pub from: i64,
    /// The first one behind it.
    pub to: i64,
}

impl Moment {
    /// The instant in the company's zone, which is given by its name, with the user who asks; `None` where there is no
    /// such zone.
    pub fn new(zone: &str, now: Timestamp, me: Option<Uuid>) -> Option<Moment> {
        Some(Moment::at(zone.parse().ok()?, now, me))
    }

    /// What expressions see of it.
    pub(crate) fn seen(&self) -> super::expr::Context {
        super::expr::Context::within(&self.zone, self.now, self.me.map(crate::engine::ids::RecordId))
    }

    pub(crate) fn at(zone: Zone, now: Timestamp, me: Option<Uuid>) -> Moment {
        let today = calendar::company_date(&zone, now);
        Moment { zone, now, today, me }
    }

    /// Who asks; the system is nobody.
    /// The day of an instant in the company's zone.
    pub(super) fn day_of(&self, instant: Timestamp) -> Date {
        calendar::company_date(&self.zone, instant)
    }

    pub(super) fn me(&self) -> Option<Uuid> {
        self.me
    }

    /// So many days from the company's date. Beyond the calendar it is its end.
    pub(super) fn day(&self, from_today: i64) -> Date {
        let days = Days::new(from_today.unsigned_abs());
        let (first, last) = ends();
        if from_today < 0 {
            self.today.checked_sub_days(days).unwrap_or(first).max(first)
        } else {
            self.today.checked_add_days(days).unwrap_or(last).min(last)
        }
    }

    /// So many hours from the instant, in microseconds.
    pub(super) fn hour(&self, from_now: i64) -> i64 {
        let hours = TimeDelta::try_hours(from_now).unwrap_or_default();
        clock::encode(self.now.checked_add_signed(hours).unwrap_or(self.now))
    }

    /// What clocks of the zone on the wall are ahead by, in microseconds: at first, and from each of its changes on, which
    /// are instants in microseconds.
    pub(super) fn offsets(&self) -> (i64, Vec<(i64, i64)>) {
        self.zone.offsets()
    }

    /// A day of the company's zone. One that the zone left out is empty, and stands where the next begins.
    pub(super) fn span(&self, day: Date) -> Span {
        let start = |day| clock::encode(calendar::day_start(&self.zone, day));
        let from = start(day);
        Span { from, to: day.succ_opt().map_or(i64::MAX, start).max(from) }
    }
}

impl Span {
    /// A single instant.
    pub(super) fn of(at: i64) -> Span {
        Span { from: at, to: at.saturating_add(1) }
    }

    /// Whether the instant is in it.
    pub(super) fn holds(self, at: i64) -> bool {
        (self.from..self.to).contains(&at)
    }
}

/// The first and the last day that can be kept.
fn ends() -> (Date, Date) {
    (Date::from_ymd_opt(1, 1, 1).unwrap_or(Date::MIN), Date::from_ymd_opt(9999, 12, 31).unwrap_or(Date::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(zone: &str, now: &str) -> Moment {
        Moment::new(zone, now.parse().expect("an instant"), None).expect("a zone")
    }

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    // FILT-5: days are the company's, and as long as its clocks make them.
    #[test]
    fn a_day_is_as_long_as_the_zone_makes_it() {
        const HOUR: i64 = 3_600_000_000;
        for (zone, date, hours) in [
            ("Asia/Shanghai", "2026-03-05", 24),
            ("Europe/Berlin", "2026-03-29", 23),
            ("Europe/Berlin", "2026-10-25", 25),
            ("America/Sao_Paulo", "2018-11-04", 23),
            // Samoa left this day out.
            ("Pacific/Apia", "2011-12-30", 0),
            ("UTC", "0001-01-01", 24),
            ("UTC", "9999-12-31", 24),
        ] {
            let span = moment(zone, "2026-03-05T02:00:00Z").span(day(date));
            assert_eq!(span.to - span.from, hours * HOUR, "{zone} {date}");
            assert_eq!(span.holds(span.from), hours > 0, "{zone} {date}");
            assert!(!span.holds(span.to), "{zone} {date}");
        }
    }

    // FILT-5: the date changes with the company's midnight, and no count leaves the calendar.
    #[test]
    fn today_is_the_companys() {
        let late = moment("Asia/Shanghai", "2026-03-04T16:00:00Z");
        assert_eq!(
            (late.day(0), late.day(1), late.day(-64)),
            (day("2026-03-05"), day("2026-03-06"), day("2025-12-31"))
        );
        assert_eq!(moment("Asia/Shanghai", "2026-03-04T15:59:59Z").day(0), day("2026-03-04"));
        assert_eq!(late.hour(-10) + 10 * 3_600_000_000, late.hour(0));
        assert_eq!((late.day(i64::MIN), late.day(i64::MAX)), (day("0001-01-01"), day("9999-12-31")));
        assert_eq!(late.hour(i64::MAX), late.hour(0));
        assert!(Moment::new("Asia/Nowhere", clock::decode(0), None).is_none());
    }
}
