//! Of which days orders count in a report.

use chrono::Datelike;

use crate::engine::clock::Date;

/// The days whose orders count.
#[derive(Debug, Clone, Copy)]
pub(super) enum Days {
    All,
    /// From the first year up to and with the second.
    Years(i64, i64),
    /// From the first up to and with the second.
    Period(Date, Date),
}

impl Days {
    pub(super) fn year(year: i64) -> Days {
        Days::Years(year, year)
    }

    /// From the first up to and with the second. What orders amount to is kept by year, so that whole years need not be
    /// added up again.
    pub(super) fn between(from: Date, to: Date) -> Days {
        let begins_a_year = |day: Date| day.ordinal() == 1;
        if begins_a_year(from) && to.succ_opt().is_none_or(begins_a_year) {
            Days::Years(from.year().into(), to.year().into())
        } else {
            Days::Period(from, to)
        }
    }
}
