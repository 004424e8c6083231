//! When an activity is, and what follows from it. Pure functions: zones and instants come from the caller.

use chrono::{NaiveDateTime, NaiveTime, TimeDelta};

use super::types::{Activity, ActivityStatus};
use crate::engine::calendar::{company_date, day_start};
use crate::engine::clock::{Date, Timestamp, encode};
use crate::engine::recurrence::Time;
use crate::engine::validate::Violations;
use crate::engine::zone::Zone;

/// From its beginning to its end.
const LONGEST: TimeDelta = TimeDelta::days(31);

/// From its first day to its last.
const DAYS: i64 = 366;

/// So many microseconds more than a day may lie between a day's beginning by the clock of one zone and by that of another.
pub(super) const ABOUT: i64 = 2 * 24 * 3_600 * 1_000_000;

/// So long before the end of an activity it begins at the most, in microseconds, whichever zones these go by.
pub(super) const LATEST: i64 = DAYS * 24 * 3_600 * 1_000_000 + ABOUT;

/// When an activity is: one of four forms is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct When {
    pub(super) due_on: Option<Date>,
    pub(super) due_at: Option<Timestamp>,
    pub(super) starts_at: Option<Timestamp>,
    pub(super) ends_at: Option<Timestamp>,
    pub(super) starts_on: Option<Date>,
    pub(super) ends_on: Option<Date>,
}

/// The time that stands in a record with the six fields.
macro_rules! when {
    ($record:expr) => {
        $crate::activities::times::When {
            due_on: $record.due_on,
            due_at: $record.due_at,
            starts_at: $record.starts_at,
            ends_at: $record.ends_at,
            starts_on: $record.starts_on,
            ends_on: $record.ends_on,
        }
    };
}
pub(super) use when;

impl When {
    /// Which of the forms something is given of.
    fn forms(&self) -> [bool; 4] {
        [
            self.due_on.is_some(),
            self.due_at.is_some(),
            self.starts_at.is_some() || self.ends_at.is_some(),
            self.starts_on.is_some() || self.ends_on.is_some(),
        ]
    }

    /// The time with what is given of another laid over it: within its own form, or as another form in its place.
    pub(super) fn changed_by(&self, given: &When) -> When {
        let forms = given.forms();
        if !forms.contains(&true) {
            return *self;
        }
        let before = if forms == self.forms() { *self } else { When::default() };
        When {
            due_on: given.due_on.or(before.due_on),
            due_at: given.due_at.or(before.due_at),
            starts_at: given.starts_at.or(before.starts_at),
            ends_at: given.ends_at.or(before.ends_at),
            starts_on: given.starts_on.or(before.starts_on),
            ends_on: given.ends_on.or(before.ends_on),
        }
    }

    /// Whether nothing is wrong with it.
    pub(super) fn is_right(&self) -> bool {
        let mut out = Violations::default();
        self.check(&mut out);
        out.is_empty()
    }

    /// Tells what is wrong with it.
    pub(super) fn check(&self, out: &mut Violations) {
        const FORMS: &str = "due_on, due_at, starts_at and ends_at, starts_on and ends_on";
        let whole =
            self.starts_at.is_some() == self.ends_at.is_some() && self.starts_on.is_some() == self.ends_on.is_some();
        if !whole || self.forms().iter().filter(|given| **given).count() != 1 {
            let detail = format!("must be given as exactly one of: {FORMS}");
            return out.add("when", "one_form", detail, Some(FORMS.into()));
        }
        let reversed = "must end behind its beginning";
        if let (Some(starts), Some(ends)) = (self.starts_at, self.ends_at) {
            if ends <= starts {
                out.add("when", "period_reversed", reversed, Some(starts.to_string()));
            } else if ends - starts > LONGEST {
                out.add("when", "too_many_days", "must take 31 days at the most", Some("31".into()));
            }
        }
        if let (Some(starts), Some(ends)) = (self.starts_on, self.ends_on) {
            if ends < starts {
                out.add("when", "period_reversed", reversed, Some(starts.to_string()));
            } else if (ends - starts).num_days() >= DAYS {
                out.add("when", "too_many_days", "must take 366 days at the most", Some("366".into()));
            }
        }
    }

    /// Whether it goes by days.
    pub(super) fn goes_by_days(&self) -> bool {
        self.due_on.is_some() || self.starts_on.is_some()
    }

    /// When it begins by the clock on the wall of a zone; a day with its first hour.
    pub(super) fn local(&self, zone: &Zone) -> NaiveDateTime {
        let day = self.due_on.or(self.starts_on).map(|day| day.and_time(NaiveTime::MIN));
        day.unwrap_or_else(|| zone.local(self.begins(zone)))
    }

    /// The same, as long, at another time.
    pub(super) fn at(&self, time: &Time) -> When {
        let (day, at) = (time.local.date(), time.at);
        let ends_at = self.starts_at.zip(self.ends_at).map(|(starts, ends)| at + (ends - starts));
        let ends_on = self.starts_on.zip(self.ends_on).map(|(starts, ends)| day + (ends - starts));
        When {
            due_on: self.due_on.and(Some(day)),
            due_at: self.due_at.and(Some(at)),
            starts_at: self.starts_at.and(Some(at)),
            ends_at,
            starts_on: self.starts_on.and(Some(day)),
            ends_on,
        }
    }

    /// Writes it into the record.
    pub(super) fn into(self, activity: &mut Activity) {
        let When { due_on, due_at, starts_at, ends_at, starts_on, ends_on } = self;
        (activity.due_on, activity.due_at) = (due_on, due_at);
        (activity.starts_at, activity.ends_at) = (starts_at, ends_at);
        (activity.starts_on, activity.ends_on) = (starts_on, ends_on);
    }

    /// The instant that it begins at, by the clock of a zone.
    fn begins(&self, zone: &Zone) -> Timestamp {
        let day = self.due_on.or(self.starts_on).map(|day| day_start(zone, day));
        self.due_at.or(self.starts_at).or(day).unwrap_or_default()
    }

    /// The instant behind it, by the clock of a zone.
    pub(super) fn until(&self, zone: &Zone) -> Timestamp {
        let day = self.due_on.or(self.ends_on).map(|day| day_start(zone, day.succ_opt().unwrap_or(day)));
        self.due_at.or(self.ends_at).or(day).unwrap_or_default()
    }
}

/// Whether an activity is overdue (ACT-13): by the instant that is kept, or by the clock of its assignee, where that is about now. So it is
/// right while the instants are brought to another zone (`anew.rs`).
pub(super) fn is_overdue(activity: &Activity, kept: Option<Timestamp>, zone: &str, now: Timestamp) -> bool {
    let Some(kept) = kept else { return false };
    let about_now = (encode(kept) - encode(now)).abs() <= ABOUT;
    match (activity.due_on.or(activity.ends_on).filter(|_| about_now), zone.parse::<Zone>()) {
        (Some(_), Ok(zone)) => when!(activity).until(&zone) <= now,
        _ => kept <= now,
    }
}

impl When {
    /// The company's first and last day.
    fn days(&self, company: &Zone) -> (Date, Date) {
        let day = self.due_on.or(self.starts_on).zip(self.due_on.or(self.ends_on));
        day.unwrap_or_else(|| {
            let begins = self.due_at.or(self.starts_at).unwrap_or_default();
            Span { begins, ends: self.due_at.or(self.ends_at).unwrap_or(begins), days: None }.on(company)
        })
    }
}

/// What follows from an activity's time and state, and is kept beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Derived {
    pub(super) begins_at: Timestamp,
    pub(super) until_at: Timestamp,
    /// From when on it is overdue.
    pub(super) overdue_at: Option<Timestamp>,
    pub(super) stage: i64,
    pub(super) turn: i64,
    /// The company's first and last day of what is planned, the day on which it was done; of a cancelled one none (ACT-14).
    pub(super) days: Option<(Date, Date)>,
}

/// When an activity is that goes by instants, with the days on which it is now.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub(super) begins: Timestamp,
    pub(super) ends: Timestamp,
    pub(super) days: Option<(Date, Date)>,
}

impl Span {
    /// The first and the last day by the company's clock; what ends at midnight ends with the day before.
    pub(super) fn on(&self, company: &Zone) -> (Date, Date) {
        let last = if self.ends > self.begins { self.ends - TimeDelta::microseconds(1) } else { self.ends };
        (company_date(company, self.begins), company_date(company, last))
    }
}

impl Derived {
    /// By the activity's own zone and that of its assignee (ACT-13).
    pub(super) fn of(activity: &Activity, own: &Zone, assignees: &Zone, company: &Zone) -> Derived {
        let when = when!(activity);
        let planned = activity.status == ActivityStatus::Planned;
        let (begins_at, until_at) = (when.begins(own), when.until(own));
        let at = encode(begins_at);
        Derived {
            begins_at,
            until_at,
            overdue_at: planned.then(|| when.until(assignees)),
            stage: i64::from(!planned),
            turn: if planned { at } else { -at },
            days: match activity.status {
                ActivityStatus::Planned => Some(when.days(company)),
                ActivityStatus::Done => activity.done_at.map(|at| company_date(company, at)).map(|day| (day, day)),
                ActivityStatus::Cancelled => None,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(when: &When) -> Vec<String> {
        let mut out = Violations::default();
        when.check(&mut out);
        out.into_fields().into_iter().map(|found| format!("{}:{}", found.field, found.code)).collect()
    }

    fn at(text: &str) -> Option<Timestamp> {
        text.parse().ok()
    }

    fn on(text: &str) -> Option<Date> {
        text.parse().ok()
    }

    #[test]
    fn exactly_one_form_and_that_whole() {
        let due = When { due_on: on("2026-03-02"), ..When::default() };
        assert!(wrong(&due).is_empty());
        assert_eq!(wrong(&When::default()), ["when:one_form"]);
        assert_eq!(wrong(&When { due_at: at("2026-03-02T01:00:00Z"), ..due }), ["when:one_form"]);
        assert_eq!(wrong(&When { starts_at: at("2026-03-02T01:00:00Z"), ..When::default() }), ["when:one_form"]);
        let timed = |starts, ends| When { starts_at: at(starts), ends_at: at(ends), ..When::default() };
        assert!(wrong(&timed("2026-03-02T01:00:00Z", "2026-04-02T01:00:00Z")).is_empty());
        let longer = timed("2026-03-02T01:00:00Z", "2026-04-02T01:00:00.000001Z");
        assert_eq!(wrong(&longer), ["when:too_many_days"]);
        assert_eq!(wrong(&timed("2026-03-02T01:00:00Z", "2026-03-02T01:00:00Z")), ["when:period_reversed"]);
        let days = |starts, ends| When { starts_on: on(starts), ends_on: on(ends), ..When::default() };
        assert!(wrong(&days("2026-03-02", "2026-03-02")).is_empty());
        assert!(wrong(&days("2026-01-01", "2027-01-01")).is_empty());
        assert_eq!(wrong(&days("2026-01-01", "2027-01-02")), ["when:too_many_days"]);
        assert_eq!(wrong(&days("2026-03-02", "2026-03-01")), ["when:period_reversed"]);
    }

    #[test]
    fn what_is_given_goes_into_its_form_or_takes_its_place() {
        let timed =
            When { starts_at: at("2026-03-02T01:00:00Z"), ends_at: at("2026-03-02T02:00:00Z"), ..When::default() };
        let later = When { ends_at: at("2026-03-02T03:00:00Z"), ..When::default() };
        assert_eq!(timed.changed_by(&later), When { ends_at: later.ends_at, ..timed });
        let due = When { due_on: on("2026-03-02"), ..When::default() };
        assert_eq!(timed.changed_by(&due), due);
        assert_eq!(timed.changed_by(&When::default()), timed);
    }

    #[test]
    fn a_last_day_ends_with_the_clock_of_the_zone() {
        let due = When { due_on: on("2026-03-02"), ..When::default() };
        let zone = |name: &str| name.parse::<Zone>().expect("a zone");
        assert_eq!(Some(due.until(&zone("Asia/Shanghai"))), at("2026-03-02T16:00:00Z"));
        assert_eq!(Some(due.until(&zone("America/New_York"))), at("2026-03-03T05:00:00Z"));
        assert_eq!(Some(due.begins(&zone("Asia/Shanghai"))), at("2026-03-01T16:00:00Z"));
    }
}
