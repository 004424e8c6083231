//! Which reports somebody owes (BENCH-1): their drafts of periods that have ended; and, where they are one of those who are expected to
//! report (WORK-4), what they have not begun of the latest period of each kind. What ended before they had an account is not theirs.

use chrono::Days;

use super::period::period;
use super::rules::dues;
use super::store;
use super::types::*;
use crate::engine::calendar::company_date;
use crate::engine::clock::{Date, Timestamp};
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::page::{COUNT_LIMIT, Total};
use crate::engine::permission::holds;
use crate::engine::sorting::Arrange as _;
use crate::settings::rules::of as settings;

/// The operation by which one is begun.
const BEGINNING: &str = "work_reports.draft";

/// A report that is owed.
pub(crate) struct Owed {
    /// None where nobody has begun it.
    pub(crate) id: Option<WorkReportId>,
    pub(crate) kind: ReportKind,
    pub(crate) from: Date,
    pub(crate) to: Date,
    pub(crate) due_at: Timestamp,
}

/// What somebody owes, of the latest period first; and how much it is.
pub(crate) fn owed(cx: &mut Context<'_>, author: i64, rows: usize) -> Result<(Vec<Owed>, Total)> {
    let (today, dues) = (cx.today()?, dues(cx)?);
    let of = |id, kind, from| {
        let (from, to) = period(kind, from);
        Owed { id, kind, from, to, due_at: dues.due_at(kind, to) }
    };
    let mut count = store::count_drafts(cx.tx(), author, today)?;
    let most = i64::try_from(rows).unwrap_or(i64::MAX);
    let drafts = store::drafts(cx.tx(), author, today, most)?;
    let mut owed: Vec<Owed> = drafts.into_iter().map(|(id, kind, from)| of(Some(id), kind, from)).collect();
    for (kind, from) in not_begun(cx, author, today)? {
        count += 1;
        owed.push(of(None, kind, from));
    }
    owed.arrange_by_key(|one| std::cmp::Reverse(one.from));
    owed.truncate(rows);
    Ok((owed, Total { count: count.min(COUNT_LIMIT), more: count > COUNT_LIMIT }))
}

/// Of each kind the latest period that has ended, where nobody has begun its report and somebody is to.
fn not_begun(cx: &mut Context<'_>, author: i64, today: Date) -> Result<Vec<(ReportKind, Date)>> {
    let roles = settings(cx)?.work_report_roles.clone();
    let since = match roles.is_empty() || !holds(cx.tx(), author, BEGINNING)? {
        true => None,
        false => store::holder_since(cx.tx(), author, &roles)?,
    };
    let Some(since) = since else { return Ok(Vec::new()) };
    let begins = company_date(&cx.company()?.zone, since);
    let mut missing = Vec::new();
    for kind in ReportKind::ALL {
        let last = period(*kind, today).0.checked_sub_days(Days::new(1));
        let Some((from, to)) = last.map(|last| period(*kind, last)) else { continue };
        if to >= begins && store::own(cx.tx(), author, *kind, from)?.is_none() {
            missing.push((*kind, from));
        }
    }
    Ok(missing)
}
