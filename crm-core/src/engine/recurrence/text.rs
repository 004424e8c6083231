//! Rules written anew: with another end, or moved by days. All else stays as it was written.

use chrono::{NaiveTime, TimeDelta, Weekday};

use super::{Clock, End, Frequency, Recurrence};
use crate::engine::clock::Date;

/// Days of the week as rules have them, from Monday on.
pub(super) const WEEKDAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// The rule with this part in the place of those of these names; behind the others where there was none.
fn with(text: &str, names: &[&str], part: &str) -> String {
    let named = |part: &str| part.split_once('=').is_some_and(|(name, _)| names.contains(&name));
    let mut parts: Vec<&str> = text.split(';').filter(|part| !named(part)).collect();
    parts.push(part);
    parts.join(";")
}

/// The rule, which ends with a day.
pub(crate) fn ending(text: &str, day: Date) -> String {
    with(text, &["COUNT", "UNTIL"], &format!("UNTIL={}", day.format("%Y%m%d")))
}

/// The rule without the first so many times.
pub(crate) fn less(text: &str, rule: &Recurrence, before: u32) -> String {
    match rule.end {
        End::Count(count) => with(text, &["COUNT"], &format!("COUNT={}", count.saturating_sub(before).max(1))),
        _ => text.to_owned(),
    }
}

/// The rule moved by days, as far as one can write that: its end, and in weeks the days of the week.
pub(crate) fn moved(text: &str, rule: &Recurrence, end: End, days: i64) -> String {
    let mut text = match end {
        End::Day(day) => ending(text, day),
        End::At(at) => with(text, &["UNTIL"], &format!("UNTIL={}", at.format("%Y%m%dT%H%M%SZ"))),
        End::Never | End::Count(_) => text.to_owned(),
    };
    if rule.frequency == Frequency::Weekly && !rule.days.is_empty() && days % 7 != 0 {
        let later = |day: Weekday| {
            let at = i64::from(day.num_days_from_monday()) + days.rem_euclid(7);
            usize::try_from(at % 7).ok().and_then(|at| WEEKDAYS.get(at)).copied().unwrap_or("MO")
        };
        let names: Vec<&str> = rule.days.iter().map(|(_, day)| later(*day)).collect();
        text = with(&text, &["BYDAY"], &format!("BYDAY={}", names.join(",")));
        // Where it counts which days are of one week, the week moves with them.
        if rule.interval > 1 || !rule.positions.is_empty() {
            text = with(&text, &["WKST"], &format!("WKST={}", later(rule.week_begins)));
        }
    }
    text
}

/// The rule as it is told to others: an end that is a day, where times are instants, is the last second of that day.
pub(crate) fn with_end_at(text: &str, clock: &Clock) -> String {
    let until = text.split(';').find_map(|part| part.strip_prefix("UNTIL=")).filter(|until| until.len() == 8);
    let day = until.and_then(|day| Date::parse_from_str(day, "%Y%m%d").ok()).filter(|_| !clock.dates);
    match day.and_then(|day| day.succ_opt()) {
        Some(behind) => {
            let last = clock.zone.instant(behind.and_time(NaiveTime::MIN)) - TimeDelta::seconds(1);
            with(text, &["UNTIL"], &format!("UNTIL={}", last.format("%Y%m%dT%H%M%SZ")))
        }
        None => text.to_owned(),
    }
}
