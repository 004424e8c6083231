//! What a caller sends and gets.

use crate::departments::DepartmentId;
use crate::engine::clock::{Date, Timestamp};
use crate::engine::gate::kind::kinds;
use crate::engine::ids::{UserId, id};
use crate::engine::page::page;
use crate::engine::record::{choices, record, update};
use crate::reports::WorkFigures;
use crate::users::UserRef;

kinds! {
    /// A work report.
    WORK_REPORT = "work_report" in work_reports;
}

id! {
    /// Identifies a work report.
    WorkReportId
}

choices! {
    /// What period a work report is of.
    ReportKind {
        /// A day.
        Daily = "daily",
        /// A week, Monday to Sunday.
        Weekly = "weekly",
        /// A month of the calendar.
        Monthly = "monthly",
    }
}

#[allow(clippy::derivable_impls, reason = "choices are declared by a macro")]
impl Default for ReportKind {
    fn default() -> Self {
        ReportKind::Daily
    }
}

choices! {
    /// Where a work report stands.
    WorkReportStatus {
        /// Its author writes it; nobody else reads it.
        Draft = "draft",
        /// It was submitted.
        Submitted = "submitted",
        /// It was reviewed.
        Reviewed = "reviewed",
    }
}

update! {
    /// Changes to a work report.
    WorkReportUpdate {
        /// What was done; required to submit it.
        done: String [long],
        /// What is to be done next.
        plan: String [long],
        /// What stands in the way.
        problems: String [long],
    }
}

record! {
    /// A work report (WORK-1).
    output WorkReport {
        /// Its id.
        id: WorkReportId,
        /// Its version, for updates.
        version: i64,
        /// Its short number.
        number: i64,
        /// Whose it is.
        author: UserRef,
        /// What period it is of.
        kind: ReportKind,
        /// The first day of its period, by which it is named.
        period_from: Date,
        /// The last day of its period.
        period_to: Date,
        /// Where it stands.
        status: WorkReportStatus,
        /// What was done.
        done: Option<String>,
        /// What is to be done next.
        plan: Option<String>,
        /// What stands in the way.
        problems: Option<String>,
        /// When it was begun.
        created_at: Timestamp,
        /// Until when it is to be submitted; kept as it was when it was submitted.
        due_at: Timestamp,
        /// When it was submitted.
        submitted_at: Option<Timestamp>,
        /// Whether it was submitted later than it was due, or is a draft yet that is due.
        late: bool,
        /// What its author did in its period (WORK-2): of a draft counted anew, kept as it was when it was submitted. The history
        /// of a draft has none.
        figures: Option<WorkFigures>,
        /// Who reviewed it.
        reviewer: Option<UserRef>,
        /// When it was reviewed, the last time.
        reviewed_at: Option<Timestamp>,
        /// What mark it got, 0 to 100.
        score: Option<i64>,
        /// What was said of it.
        comment: Option<String>,
    }
}

record! {
    /// A work report as lists show it.
    output WorkReportHead {
        /// Its id.
        id: WorkReportId,
        /// Its short number.
        number: i64,
        /// Whose it is.
        author: UserRef,
        /// What period it is of.
        kind: ReportKind,
        /// The first day of its period, by which it is named.
        period_from: Date,
        /// The last day of its period.
        period_to: Date,
        /// Where it stands.
        status: WorkReportStatus,
        /// Until when it is to be submitted; kept as it was when it was submitted.
        due_at: Timestamp,
        /// When it was submitted.
        submitted_at: Option<Timestamp>,
        /// Whether it was submitted later than it was due, or is a draft yet that is due.
        late: bool,
        /// Who reviewed it.
        reviewer: Option<UserRef>,
        /// What mark it got, 0 to 100.
        score: Option<i64>,
    }
}

page!(WorkReportPage of WorkReportHead, "A page of work reports, that of the latest period first.");

record! {
    /// Which work reports are wanted; what is absent does not restrict.
    input WorkReportFilter {
        /// Those of this user.
        author: Option<UserId> = None,
        /// Those of the people of exactly this department.
        team: Option<DepartmentId> = None,
        /// Of such periods.
        kind: Option<ReportKind> = None,
        /// In this state.
        status: Option<WorkReportStatus> = None,
        /// Those whose period begins on this day or later.
        day_from: Option<Date> = None,
        /// Those whose period begins on this day or earlier.
        day_to: Option<Date> = None,
    }
}

record! {
    /// When work reports are due (WORK-4).
    output WorkReportDue {
        /// Those of such periods.
        kind: ReportKind,
        /// How many days after the last one of their period.
        days: i64,
        /// At what time of that day, `HH:MM` in the company's zone.
        time: String,
    }
}

record! {
    /// What is given to say when work reports are due (WORK-4).
    input NewWorkReportDue {
        /// Those of such periods.
        kind: ReportKind,
        /// How many days after the last one of their period.
        days: i64 [range(0, 31)],
        /// At what time of that day, `HH:MM` in the company's zone.
        time: String [text(5)],
    }
}
