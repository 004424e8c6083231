//! The periods of work reports (WORK-1), and until when a report is due (WORK-4).

use chrono::{Datelike, Days, Months, NaiveTime};

use super::types::{ReportKind, WorkReportDue};
use crate::engine::calendar::day_start;
use crate::engine::clock::{Date, Timestamp};
use crate::engine::objects::expr::minutes;
use crate::engine::zone::Zone;

/// When reports are due in a new database: the next day, the Monday behind the week, the third of the next month, at noon.
#[cfg(test)]
const DUE: &[(ReportKind, i64, &str)] =
    &[(ReportKind::Daily, 1, "12:00"), (ReportKind::Weekly, 1, "12:00"), (ReportKind::Monthly, 3, "12:00")];

/// The first and the last day of the period of which a day is.
pub(super) fn period(kind: ReportKind, day: Date) -> (Date, Date) {
    let later = |from: Date, days: u64| from.checked_add_days(Days::new(days)).unwrap_or(Date::MAX);
    match kind {
        ReportKind::Daily => (day, day),
        ReportKind::Weekly => {
            let behind = u64::from(day.weekday().num_days_from_monday());
            let from = day.checked_sub_days(Days::new(behind)).unwrap_or(Date::MIN);
            (from, later(from, 6))
        }
        ReportKind::Monthly => {
            let from = day.with_day(1).unwrap_or(day);
            let next = from.checked_add_months(Months::new(1)).unwrap_or(Date::MAX);
            (from, next.pred_opt().unwrap_or(next))
        }
    }
}

/// When reports are due by the settings, on the company's clock.
#[derive(Debug, Clone)]
pub(super) struct Dues {
    pub(super) zone: Zone,
    pub(super) dues: Vec<WorkReportDue>,
}

impl Dues {
    /// Until when a report is to be submitted whose period ends with that day. A time in a gap of the zone is the first instant
    /// behind it, one in an overlap the first of the two.
    pub(super) fn due_at(&self, kind: ReportKind, last: Date) -> Timestamp {
        let due = self.dues.iter().find(|due| due.kind == kind);
        let days = due.and_then(|due| u64::try_from(due.days).ok()).unwrap_or_default();
        let day = last.checked_add_days(Days::new(days)).unwrap_or(Date::MAX);
        let time = due.and_then(|due| minutes(&due.time)).unwrap_or_default();
        match NaiveTime::from_num_seconds_from_midnight_opt(u32::from(time) * 60, 0) {
            Some(time) => self.zone.instant(day.and_time(time)),
            None => day_start(&self.zone, day),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> Date {
        text.parse().expect("a date")
    }

    // WORK-1.
    #[test]
    fn any_day_of_a_period_finds_it() {
        use ReportKind::{Daily, Monthly, Weekly};
        for (kind, day, from, to) in [
            (Daily, "2026-03-05", "2026-03-05", "2026-03-05"),
            (Weekly, "2026-03-02", "2026-03-02", "2026-03-08"),
            (Weekly, "2026-03-08", "2026-03-02", "2026-03-08"),
            (Weekly, "2026-01-01", "2025-12-29", "2026-01-04"),
            (Monthly, "2024-02-29", "2024-02-01", "2024-02-29"),
            (Monthly, "2026-02-01", "2026-02-01", "2026-02-28"),
            (Monthly, "2026-12-31", "2026-12-01", "2026-12-31"),
            (Weekly, "0001-01-01", "0001-01-01", "0001-01-07"),
            (Monthly, "9999-12-31", "9999-12-01", "9999-12-31"),
        ] {
            assert_eq!(period(kind, on(day)), (on(from), on(to)), "{kind} {day}");
        }
    }

    // WORK-4.
    #[test]
    fn a_report_is_due_on_the_company_s_clock() {
        let dues = |zone: &str| Dues {
            zone: zone.parse().expect("a zone"),
            dues: DUE
                .iter()
                .map(|(kind, days, time)| WorkReportDue { kind: *kind, days: *days, time: (*time).into() })
                .collect(),
        };
        for (zone, kind, last, at) in [
            ("Asia/Shanghai", ReportKind::Daily, "2026-03-05", "2026-03-06T04:00:00Z"),
            ("Asia/Shanghai", ReportKind::Weekly, "2026-03-08", "2026-03-09T04:00:00Z"),
            ("Asia/Shanghai", ReportKind::Monthly, "2026-02-28", "2026-03-03T04:00:00Z"),
            ("Europe/Berlin", ReportKind::Daily, "2026-03-28", "2026-03-29T10:00:00Z"),
        ] {
            assert_eq!(
                dues(zone).due_at(kind, on(last)),
                at.parse::<Timestamp>().expect("an instant"),
                "{zone} {kind}"
            );
        }
    }
}
