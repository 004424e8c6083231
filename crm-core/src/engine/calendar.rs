//! The company's calendar (TIME-1): instants are UTC; days, years and schedules are counted in the company's time zone.
//! Pure functions: the zone and the time come from the caller.

use chrono::{Datelike, Months, NaiveTime, TimeDelta, Weekday};

use crate::engine::clock::{Date, Timestamp};
use crate::engine::zone::Zone;

/// The company's calendar date at an instant.
pub(crate) fn company_date(zone: &Zone, at: Timestamp) -> Date {
    zone.local(storable(at)).date()
}

/// The instant at which a company day begins: midnight; in a gap of the zone the first instant after it, in an overlap
/// the first midnight. A day that the zone left out altogether begins, and ends, with the next.
pub(crate) fn day_start(zone: &Zone, date: Date) -> Timestamp {
    zone.instant(date.and_time(NaiveTime::MIN))
}

/// A company year as the instants from which on it runs, and from which on no more.
pub(crate) fn year_bounds(zone: &Zone, year: i64) -> (Timestamp, Timestamp) {
    let year = i32::try_from(year.clamp(1, 9999)).unwrap_or(9999);
    let start = |year| day_start(zone, Date::from_ymd_opt(year, 1, 1).unwrap_or(Date::MAX));
    (start(year), start(year + 1))
}

/// The same day some calendar months ago; where that month is shorter, its last day.
pub(crate) fn months_before(date: Date, months: u32) -> Date {
    date.checked_sub_months(Months::new(months)).unwrap_or(Date::MIN)
}

/// When the weekly scan falls due (CHURN-1): Saturday at 02:00 in the company's time zone. Gives the last such instant
/// at or before `now`.
pub(crate) fn last_saturday_scan(zone: &Zone, now: Timestamp) -> Timestamp {
    saturday_scans(zone, now).0
}

/// The first instant after `now` at which the weekly scan falls due.
pub(crate) fn next_saturday_scan(zone: &Zone, now: Timestamp) -> Timestamp {
    saturday_scans(zone, now).1
}

fn saturday_scans(zone: &Zone, now: Timestamp) -> (Timestamp, Timestamp) {
    weekly(zone, now, Weekday::Sat, TWO_O_CLOCK)
}

/// When duplicates are looked for (DUP-8): Sunday at 01:00 in the company's time zone. Gives the last such instant at or
/// before `now`.
pub(crate) fn last_sunday_scan(zone: &Zone, now: Timestamp) -> Timestamp {
    weekly(zone, now, Weekday::Sun, ONE_O_CLOCK).0
}

/// The first instant after `now` at which duplicates are looked for.
pub(crate) fn next_sunday_scan(zone: &Zone, now: Timestamp) -> Timestamp {
    weekly(zone, now, Weekday::Sun, ONE_O_CLOCK).1
}

/// The due instants of a day of the week on both sides of `now`: `last <= now < next`.
fn weekly(zone: &Zone, now: Timestamp, weekday: Weekday, time: NaiveTime) -> (Timestamp, Timestamp) {
    let now = storable(now);
    let due = |day: Date| zone.instant(day.and_time(time));
    let today = company_date(zone, now);
    let since = i64::from(today.weekday().days_since(weekday));
    let mut day = today - TimeDelta::days(since);
    // Early on that day the last instant is a week back.
    while due(day) > now {
        day -= TimeDelta::days(7);
    }
    // Where the zone repeats a whole day, the day found may be followed by another that is due already.
    while due(day + TimeDelta::days(7)) <= now {
        day += TimeDelta::days(7);
    }
    (due(day), due(day + TimeDelta::days(7)))
}

/// When the nightly work falls due: at 03:00 in the company's time zone. Gives the last such instant at or before `now`.
pub(crate) fn last_night(zone: &Zone, now: Timestamp) -> Timestamp {
    nights(zone, now, THREE_O_CLOCK).0
}

/// The first instant after `now` at which the nightly work falls due.
pub(crate) fn next_night(zone: &Zone, now: Timestamp) -> Timestamp {
    nights(zone, now, THREE_O_CLOCK).1
}

/// When open opportunities are scored (SCORE-4): at 02:30 in the company's time zone. Gives the last such instant at or before `now`.
pub(crate) fn last_scoring(zone: &Zone, now: Timestamp) -> Timestamp {
    nights(zone, now, HALF_PAST_TWO).0
}

/// The first instant after `now` at which open opportunities are scored.
pub(crate) fn next_scoring(zone: &Zone, now: Timestamp) -> Timestamp {
    nights(zone, now, HALF_PAST_TWO).1
}

/// The due instants on both sides of `now`: `last <= now < next`.
fn nights(zone: &Zone, now: Timestamp, time: NaiveTime) -> (Timestamp, Timestamp) {
    const DAY: TimeDelta = TimeDelta::days(1);
    let now = storable(now);
    let due = |date: Date| zone.instant(date.and_time(time));
    let mut night = company_date(zone, now);
    while due(night) > now {
        night -= DAY;
    }
    // A day that the zone left out has the first instant behind it.
    let mut next = night + DAY;
    while due(next) <= now {
        (night, next) = (next, next + DAY);
    }
    (due(night), due(next))
}

/// The first instant after `now` at which it is that time by the clock of a zone, on a Monday where that is wanted (NOTIFY-4); in a gap
/// of the zone the first instant after it, in an overlap the first of the two, as CHURN-1 has it.
pub(crate) fn next_at(zone: &Zone, time: NaiveTime, mondays: bool, now: Timestamp) -> Timestamp {
    let now = storable(now);
    // The day before today, since a zone may have played back over midnight.
    let mut day = company_date(zone, now) - TimeDelta::days(1);
    loop {
        let at = zone.instant(day.and_time(time));
        if at > now && (!mondays || day.weekday() == Weekday::Mon) {
            return at;
        }
        day += TimeDelta::days(1);
    }
}

const THREE_O_CLOCK: NaiveTime = match NaiveTime::from_hms_opt(3, 0, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

const ONE_O_CLOCK: NaiveTime = match NaiveTime::from_hms_opt(1, 0, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

const TWO_O_CLOCK: NaiveTime = match NaiveTime::from_hms_opt(2, 0, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

const HALF_PAST_TWO: NaiveTime = match NaiveTime::from_hms_opt(2, 30, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

/// Brings an instant into the years that dates can be stored in, so that a clock gone mad can't overflow the calendar.
fn storable(at: Timestamp) -> Timestamp {
    const YEAR: TimeDelta = TimeDelta::days(366);
    let first = Date::from_ymd_opt(1, 1, 1).unwrap_or(Date::MIN).and_time(NaiveTime::MIN).and_utc();
    let last = Date::from_ymd_opt(9999, 12, 31).unwrap_or(Date::MAX).and_time(NaiveTime::MIN).and_utc();
    at.clamp(first + YEAR, last - YEAR)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("an instant")
    }

    fn date(text: &str) -> Date {
        text.parse().expect("a date")
    }

    fn zone(name: &str) -> Zone {
        name.parse().expect("a zone")
    }

    #[test]
    fn six_months_before_clamps_to_the_end_of_the_month() {
        for (today, before) in [
            // CHURN: six months before 31 August is the last day of February.
            ("2026-08-31", "2026-02-28"),
            ("2026-08-30", "2026-02-28"),
            ("2026-08-29", "2026-02-28"),
            ("2026-08-28", "2026-02-28"),
            ("2028-08-31", "2028-02-29"),
            ("2028-08-29", "2028-02-29"),
            ("2028-08-28", "2028-02-28"),
            ("2000-08-31", "2000-02-29"),
            ("1900-08-31", "1900-02-28"),
            ("2028-02-29", "2027-08-29"),
            ("2026-12-31", "2026-06-30"),
            ("2026-10-31", "2026-04-30"),
            ("2026-05-31", "2025-11-30"),
            ("2026-03-31", "2025-09-30"),
            ("2026-07-31", "2026-01-31"),
            ("2026-01-01", "2025-07-01"),
            ("2026-01-31", "2025-07-31"),
        ] {
            assert_eq!(months_before(date(today), 6), date(before), "six months before {today}");
        }
    }

    #[test]
    fn a_date_is_the_companys() {
        // TIME-1: the same instant, other days.
        let instant = at("2026-12-31T20:00:00Z");
        assert_eq!(company_date(&zone("Asia/Shanghai"), instant), date("2027-01-01"));
        assert_eq!(company_date(&zone("America/New_York"), instant), date("2026-12-31"));
        assert_eq!(company_date(&zone("UTC"), instant), date("2026-12-31"));
    }

    #[test]
    fn a_day_begins_at_midnight_or_behind_a_gap() {
        for (zone, day, start) in [
            ("Asia/Shanghai", "2026-03-02", "2026-03-01T16:00:00Z"),
            ("Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z"),
            // Midnight itself is skipped: the first instant after the gap.
            ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z"),
            ("Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00Z"),
            // Midnight comes twice: the first.
            ("America/Havana", "2025-11-02", "2025-11-02T04:00:00Z"),
            ("America/St_Johns", "2006-10-29", "2006-10-29T02:30:00Z"),
            // A day that does not exist begins with the next one.
            ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z"),
            ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z"),
        ] {
            assert_eq!(day_start(&self::zone(zone), date(day)), at(start), "{zone} {day}");
        }
    }

    #[test]
    fn a_year_is_the_companys() {
        // TIME-1
        assert_eq!(year_bounds(&zone("Asia/Shanghai"), 2026), (at("2025-12-31T16:00:00Z"), at("2026-12-31T16:00:00Z")));
        assert_eq!(year_bounds(&zone("UTC"), 2024), (at("2024-01-01T00:00:00Z"), at("2025-01-01T00:00:00Z")));
        // Out of range it is the nearest year there is, not a crash.
        assert_eq!(year_bounds(&zone("UTC"), i64::MAX), year_bounds(&zone("UTC"), 9999));
        assert_eq!(year_bounds(&zone("UTC"), i64::MIN), year_bounds(&zone("UTC"), 1));
    }

    #[test]
    fn the_scan_is_due_on_saturday_at_two() {
        for (zone, now, last, next) in [
            // A plain week.
            ("Asia/Shanghai", "2026-03-02T01:00:00Z", "2026-02-27T18:00:00Z", "2026-03-06T18:00:00Z"),
            // The very instant counts as reached; the microsecond before does not.
            ("Asia/Shanghai", "2026-03-06T18:00:00Z", "2026-03-06T18:00:00Z", "2026-03-13T18:00:00Z"),
            ("Asia/Shanghai", "2026-03-06T17:59:59.999999Z", "2026-02-27T18:00:00Z", "2026-03-06T18:00:00Z"),
            // CHURN-1: Gaza went from 02:00 to 03:00 on Saturday 2023-04-29: the first instant after the gap, 00:00Z.
            ("Asia/Gaza", "2023-04-29T00:00:00Z", "2023-04-29T00:00:00Z", "2023-05-05T23:00:00Z"),
            ("Asia/Gaza", "2023-04-28T23:59:59Z", "2023-04-22T00:00:00Z", "2023-04-29T00:00:00Z"),
            // CHURN-1: and from 02:00 back to 01:00 on Saturday 2023-10-28: the first 02:00 is the only one.
            ("Asia/Gaza", "2023-10-28T00:00:00Z", "2023-10-28T00:00:00Z", "2023-11-04T00:00:00Z"),
            // CHURN-1: Casablanca lived 02:00 to 03:00 twice on Saturday 2014-06-28: the first 02:00 …
            ("Africa/Casablanca", "2014-06-28T00:59:59Z", "2014-06-21T01:00:00Z", "2014-06-28T01:00:00Z"),
            ("Africa/Casablanca", "2014-06-28T01:00:00Z", "2014-06-28T01:00:00Z", "2014-07-05T02:00:00Z"),
            // … and not the second one again.
            ("Africa/Casablanca", "2014-06-28T02:30:00Z", "2014-06-28T01:00:00Z", "2014-07-05T02:00:00Z"),
            // CHURN-1: a Saturday that Kwajalein left out altogether: the first instant after it.
            ("Pacific/Kwajalein", "1993-08-21T13:00:00Z", "1993-08-21T12:00:00Z", "1993-08-27T14:00:00Z"),
            // Summer time that begins on Sunday moves the instant, not the hour.
            ("Europe/Berlin", "2026-03-30T00:00:00Z", "2026-03-28T01:00:00Z", "2026-04-04T00:00:00Z"),
        ] {
            let there = self::zone(zone);
            assert_eq!(last_saturday_scan(&there, at(now)), at(last), "{zone}: last before {now}");
            assert_eq!(next_saturday_scan(&there, at(now)), at(next), "{zone}: next after {now}");
        }
    }

    // NOTIFY-4: a time of the clock, every day or on Mondays; gaps and overlaps as CHURN-1.
    #[test]
    fn a_time_of_the_clock_comes_again() {
        let time = |text: &str| text.parse::<NaiveTime>().expect("a time");
        for (zone, at_time, mondays, now, next) in [
            ("Asia/Shanghai", "08:00:00", false, "2026-03-02T01:00:00Z", "2026-03-03T00:00:00Z"),
            ("Asia/Shanghai", "08:00:00", false, "2026-03-01T23:59:59Z", "2026-03-02T00:00:00Z"),
            ("Asia/Shanghai", "08:00:00", false, "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z"),
            // A Monday.
            ("Asia/Shanghai", "08:00:00", true, "2026-03-02T00:00:00Z", "2026-03-09T00:00:00Z"),
            ("Asia/Shanghai", "08:00:00", true, "2026-03-08T23:00:00Z", "2026-03-09T00:00:00Z"),
            // 02:30 was skipped: the first instant after the gap; and lived twice: the first.
            ("Europe/Berlin", "02:30:00", false, "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z"),
            ("Europe/Berlin", "02:30:00", false, "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"),
            ("Europe/Berlin", "02:30:00", false, "2026-10-25T00:00:00Z", "2026-10-25T00:30:00Z"),
            ("Europe/Berlin", "02:30:00", false, "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"),
        ] {
            assert_eq!(next_at(&self::zone(zone), time(at_time), mondays, at(now)), at(next), "{zone} {now}");
        }
    }

    #[test]
    fn no_clock_overflows_the_calendar() {
        for now in [Timestamp::MIN_UTC, Timestamp::MAX_UTC] {
            for zone in ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"].map(zone) {
                assert!(last_saturday_scan(&zone, now) < next_saturday_scan(&zone, now));
                next_at(&zone, TWO_O_CLOCK, true, now);
                company_date(&zone, now);
            }
        }
        assert_eq!(months_before(Date::MIN, 6), Date::MIN);
        day_start(&zone("Pacific/Kiritimati"), date("0001-01-01"));
        day_start(&zone("Pacific/Pago_Pago"), date("9999-12-31"));
    }

    /// The most that any zone played back: Kwajalein, a whole day.
    const PLAYED_BACK: TimeDelta = TimeDelta::hours(25);

    /// Any zone, and instants from 1900 to 2100.
    fn zone_and_instant() -> impl Strategy<Value = (Zone, Timestamp)> {
        let seconds = at("1900-01-01T00:00:00Z").timestamp()..at("2100-01-01T00:00:00Z").timestamp();
        let names: Vec<String> = jiff::tz::db().available().map(|name| name.to_string()).collect();
        assert!(names.len() > 500, "{names:?}");
        (proptest::sample::select(names), seconds)
            .prop_map(|(name, seconds)| (zone(&name), Timestamp::from_timestamp(seconds, 0).expect("in range")))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        // CHURN-1: wherever and whenever, one scan a week, on Saturday at two or right behind a gap.
        #[test]
        fn scans_lie_on_both_sides_of_now((zone, now) in zone_and_instant()) {
            let (last, next) = (last_saturday_scan(&zone, now), next_saturday_scan(&zone, now));
            prop_assert!(last <= now && now < next);
            prop_assert_eq!(last_saturday_scan(&zone, next), next);
            prop_assert_eq!(next_saturday_scan(&zone, last), next);
            prop_assert_eq!(last_saturday_scan(&zone, next - TimeDelta::microseconds(1)), last);
            let week = (next - last).num_hours();
            prop_assert!((7 * 24 - 26..=7 * 24 + 26).contains(&week), "{} hours", week);
            let local = zone.local(next);
            let wanted = local.date().and_time(TWO_O_CLOCK);
            if local != wanted || local.weekday() != Weekday::Sat {
                // Only a gap moves it: the local time jumps over the wanted one here.
                let before = zone.local(next - TimeDelta::seconds(1));
                prop_assert!(local - before > TimeDelta::seconds(1), "{zone:?}: {next} is {local}");
            }
        }

        // LOGIN-2: likewise one a night, at three or right behind a gap.
        #[test]
        fn nights_lie_on_both_sides_of_now((zone, now) in zone_and_instant()) {
            let (last, next) = (last_night(&zone, now), next_night(&zone, now));
            prop_assert!(last <= now && now < next);
            prop_assert_eq!(last_night(&zone, next), next);
            prop_assert_eq!(next_night(&zone, last), next);
            prop_assert!((1..=50).contains(&(next - last).num_hours()), "{last} {next}");
            let local = zone.local(next);
            if local.time() != THREE_O_CLOCK {
                let before = zone.local(next - TimeDelta::seconds(1));
                prop_assert!(local - before > TimeDelta::seconds(1), "{zone:?}: {next} is {local}");
            }
        }

        // TIME-1: a day is where its instants are, but for the time that a zone plays back over midnight.
        #[test]
        fn a_day_holds_its_instants((zone, now) in zone_and_instant()) {
            let today = company_date(&zone, now);
            let start = day_start(&zone, today);
            prop_assert!(start <= now, "{zone:?}: {today} begins at {start}, after {now}");
            prop_assert_eq!(company_date(&zone, start), today);
            let end = day_start(&zone, today + TimeDelta::days(1));
            prop_assert!(now < end || now - end < PLAYED_BACK);
            let before = company_date(&zone, start - TimeDelta::microseconds(1));
            prop_assert!(before < today);
        }

        #[test]
        fn years_follow_one_another((zone, now) in zone_and_instant()) {
            let year = i64::from(company_date(&zone, now).year());
            let (from, to) = year_bounds(&zone, year);
            prop_assert!(from <= now && (now < to || now - to < PLAYED_BACK));
            prop_assert_eq!(year_bounds(&zone, year + 1).0, to);
        }

        // CHURN: the day of the month stays, or becomes the last one of a shorter month.
        #[test]
        fn months_before_keeps_the_day_or_takes_the_last(days in 0_i64..300_000, months in 0_u32..600) {
            let today = date("1700-01-01") + TimeDelta::days(days);
            let before = months_before(today, months);
            let count = |d: Date| i64::from(d.year()) * 12 + i64::from(d.month0());
            prop_assert_eq!(count(today) - count(before), i64::from(months));
            let last = (before + TimeDelta::days(1)).day() == 1;
            prop_assert!(before.day() == today.day() || last && before.day() < today.day());
        }
    }
}
