//! Buckets of days (VIEW-6) as whole numbers that a statement computes. Days are counted from the first of March of the year
//! 0, months from January of that year: all that can be kept is positive, where every database divides alike.

use chrono::NaiveDate;

use super::question::By;
use crate::engine::clock::Date;
use crate::engine::error::{CrmError, Result};

/// The day 1970-01-01 in the count.
const EPOCH: i64 = 719_468;

/// The microseconds of a day.
const DAY: i64 = 86_400_000_000;

/// What each layer of a statement adds for one key, over those below it, and the number of the bucket in the end.
#[derive(Debug, Default)]
pub(super) struct Steps {
    /// Columns by their layer: the lowest stands over the tables themselves.
    pub(super) layers: [Vec<(String, String)>; 3],
    /// The number of the bucket, of columns in the layers.
    pub(super) bucket: String,
}

impl Steps {
    /// Of an ISO date in a column; `at` is the place of the key.
    pub(super) fn of_date(column: &str, by: By, at: usize) -> Steps {
        let month = format!("CAST(substr({column}, 1, 4) AS BIGINT) * 12 + CAST(substr({column}, 6, 2) AS BIGINT) - 1");
        let mut steps = Steps::default();
        steps.layers[0].push((format!("m_{at}"), month));
        if matches!(by, By::Day | By::Week) {
            steps.layers[0].push((format!("d_{at}"), format!("CAST(substr({column}, 9, 2) AS BIGINT)")));
            // Months from March on, by which the days before each are one line.
            let (year, month) = (format!("((m_{at} - 2) / 12)"), format!("((m_{at} - 2) % 12)"));
            let days = format!(
                "{year} * 365 + {year} / 4 - {year} / 100 + {year} / 400 + (153 * {month} + 2) / 5 + d_{at} - 1"
            );
            steps.layers[1].push((format!("n_{at}"), days));
        }
        steps.bucket = number(by, &format!("n_{at}"), &format!("m_{at}"));
        steps
    }

    /// Of an instant in a column; `offset` is the expression of what clocks on the wall are ahead by, in microseconds.
    pub(super) fn of_instant(column: &str, offset: &str, by: By, at: usize) -> Steps {
        let mut steps = Steps::default();
        let shift = EPOCH * DAY;
        steps.layers[0].push((format!("n_{at}"), format!("({column} + {offset} + {shift}) / {DAY}")));
        if matches!(by, By::Day | By::Week) {
            steps.bucket = number(by, &format!("n_{at}"), "");
            return steps;
        }
        let (n, e, y) = (format!("n_{at}"), format!("e_{at}"), format!("y_{at}"));
        steps.layers[1].push((e.clone(), format!("{n} % 146097")));
        steps.layers[2].push((y.clone(), format!("({e} - {e} / 1460 + {e} / 36524 - {e} / 146096) / 365")));
        let day = format!("({e} - (365 * {y} + {y} / 4 - {y} / 100))");
        let month = format!("(({n} / 146097 * 400 + {y}) * 12 + (5 * {day} + 2) / 153 + 2)");
        steps.bucket = number(by, &n, &month);
        steps
    }
}

fn number(by: By, day: &str, month: &str) -> String {
    match by {
        By::Day => day.to_owned(),
        By::Week => format!("{day} - ({day} + 2) % 7"),
        By::Month => month.to_owned(),
        By::Quarter => format!("{month} / 3"),
        By::Year => format!("{month} / 12"),
    }
}

/// The first day of the bucket of that number.
///
/// # Errors
/// Where there is no such day.
pub(super) fn first_day(by: By, number: i64) -> Result<Date> {
    let of_month = |month: i64| {
        let (year, month) = (i32::try_from(month / 12).ok()?, u32::try_from(month % 12 + 1).ok()?);
        NaiveDate::from_ymd_opt(year, month, 1)
    };
    let day = match by {
        By::Day | By::Week => i32::try_from(number - 305).ok().and_then(NaiveDate::from_num_days_from_ce_opt),
        By::Month => of_month(number),
        By::Quarter => of_month(number * 3),
        By::Year => of_month(number * 12),
    };
    day.ok_or_else(|| CrmError::storage("corrupt"))
}

/// What the clocks of a zone are ahead by at the instant in a column, in microseconds: a tree of comparisons over the
/// changes of the zone.
pub(super) fn offset(column: &str, first: i64, changes: &[(i64, i64)]) -> String {
    let Some((at, _)) = changes.get(changes.len() / 2) else { return first.to_string() };
    let (before, after) = changes.split_at(changes.len() / 2);
    let (_, from) = after.first().copied().unwrap_or((0, first));
    let (low, high) = (offset(column, first, before), offset(column, from, after.get(1..).unwrap_or_default()));
    format!("CASE WHEN {column} < {at} THEN {low} ELSE {high} END")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_days() {
        for (by, number, day) in [
            (By::Day, EPOCH, "1970-01-01"),
            (By::Week, EPOCH - 3, "1969-12-29"),
            (By::Day, 306, "0001-01-01"),
            (By::Month, 2026 * 12 + 2, "2026-03-01"),
            (By::Quarter, 2026 * 4 + 3, "2026-10-01"),
            (By::Year, 9999, "9999-01-01"),
        ] {
            assert_eq!(first_day(by, number).expect("a day").to_string(), day);
        }
        assert!(first_day(By::Year, i64::MAX / 24).is_err());
    }
}
