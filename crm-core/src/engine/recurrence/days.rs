//! The days that a rule yields, period by period: in each the days that its parts let through, of which positions choose.

use chrono::{Datelike, TimeDelta};

use super::{Frequency, Recurrence};
use crate::engine::clock::Date;

/// The last year of the calendar.
const LAST_YEAR: i32 = 9999;

/// The days of a rule from its first one on.
#[derive(Debug)]
pub(super) struct Days<'r> {
    rule: &'r Recurrence,
    first: Date,
    /// How many periods behind that of the first day comes next; each is the rule's interval long.
    period: i32,
    /// The days of the periods before it that are not given yet, the last of them first.
    found: Vec<Date>,
}

impl<'r> Days<'r> {
    pub(super) fn of(rule: &'r Recurrence, first: Date) -> Days<'r> {
        Days { rule, first, period: 0, found: Vec::new() }
    }

    /// Whether the first day is the first that the rule yields.
    pub(super) fn begins_with_first(mut self) -> bool {
        self.fill().is_some() && self.found.last() == Some(&self.first)
    }

    /// Leaves out the periods that end before a day.
    pub(super) fn skip_to(&mut self, day: Date) {
        let days = (day - self.first).num_days().max(0);
        let months =
            12 * i64::from(day.year() - self.first.year()) + i64::from(day.month()) - i64::from(self.first.month());
        let periods = match self.rule.frequency {
            Frequency::Daily => days,
            Frequency::Weekly => days / 7,
            Frequency::Monthly => months,
            Frequency::Yearly => i64::from(day.year() - self.first.year()),
        };
        let periods = periods / i64::from(self.rule.interval) - 1;
        self.period = self.period.max(i32::try_from(periods).unwrap_or(0));
    }

    /// Finds the days of the next period; none behind the end of the calendar.
    fn fill(&mut self) -> Option<()> {
        let (rule, first) = (self.rule, self.first);
        let ahead = i64::from(self.period) * i64::from(rule.interval);
        self.period += 1;
        let mut days = Vec::new();
        match rule.frequency {
            Frequency::Daily => {
                let day = within(first.checked_add_signed(TimeDelta::days(ahead))?)?;
                days.extend(Some(day).filter(|day| rule.lets(*day) && rule.lets_month(day.month())));
            }
            Frequency::Weekly => {
                let since = i64::from(first.weekday().days_since(rule.week_begins));
                let begins = first.checked_add_signed(TimeDelta::days(7 * ahead - since))?;
                within(begins)?;
                for day in begins.iter_days().take(7) {
                    let fits = match rule.days.is_empty() {
                        true => day.weekday() == first.weekday(),
                        false => rule.lets(day),
                    };
                    days.extend(Some(day).filter(|day| fits && rule.lets_month(day.month())));
                }
            }
            Frequency::Monthly => {
                let months = 12 * i64::from(first.year()) + i64::from(first.month0()) + ahead;
                let year = i32::try_from(months.div_euclid(12)).ok().filter(|year| *year <= LAST_YEAR)?;
                let month = u32::try_from(months.rem_euclid(12)).ok()? + 1;
                if rule.lets_month(month) {
                    self.month(year, month, &mut days);
                }
            }
            Frequency::Yearly => {
                let year = i32::try_from(i64::from(first.year()) + ahead).ok().filter(|year| *year <= LAST_YEAR)?;
                let whole = !rule.months.is_empty() || !rule.days.is_empty() || !rule.month_days.is_empty();
                for month in 1..=12 {
                    if if whole { rule.lets_month(month) } else { month == first.month() } {
                        self.month(year, month, &mut days);
                    }
                }
            }
        }
        if !rule.positions.is_empty() {
            let count = i32::try_from(days.len()).unwrap_or(i32::MAX);
            let mut nth = 0;
            days.retain(|_| {
                nth += 1;
                rule.positions.contains(&nth) || rule.positions.contains(&(nth - count - 1))
            });
        }
        days.retain(|day| *day >= first && day.year() <= LAST_YEAR);
        days.reverse();
        self.found = days;
        Some(())
    }

    /// The days of a month that the rule lets through; that of the first day where it says nothing of them.
    fn month(&self, year: i32, month: u32, days: &mut Vec<Date>) {
        let rule = self.rule;
        let Some(begins) = Date::from_ymd_opt(year, month, 1) else { return };
        let by_first = rule.days.is_empty() && rule.month_days.is_empty();
        let fits = |day: &Date| if by_first { day.day() == self.first.day() } else { rule.lets(*day) };
        days.extend(begins.iter_days().take(31).take_while(|day| day.month() == month).filter(fits));
    }
}

impl Iterator for Days<'_> {
    type Item = Date;

    fn next(&mut self) -> Option<Date> {
        loop {
            if let Some(day) = self.found.pop() {
                return Some(day);
            }
            self.fill()?;
        }
    }
}

impl Recurrence {
    /// Whether the parts that name days let one through.
    fn lets(&self, day: Date) -> bool {
        let nth = i32::try_from(day.day()).unwrap_or(0);
        let length = i32::from(day.num_days_in_month());
        let of_month = self.month_days.is_empty()
            || self.month_days.iter().any(|wanted| *wanted == nth || *wanted == nth - length - 1);
        let (from_begin, from_end) = ((nth - 1) / 7 + 1, -((length - nth) / 7 + 1));
        let of_week =
            |(which, weekday): &(i32, _)| *weekday == day.weekday() && [0, from_begin, from_end].contains(which);
        of_month && (self.days.is_empty() || self.days.iter().any(of_week))
    }

    fn lets_month(&self, month: u32) -> bool {
        self.months.is_empty() || self.months.contains(&month)
    }
}

/// A day of the calendar.
fn within(day: Date) -> Option<Date> {
    (day.year() <= LAST_YEAR).then_some(day)
}
