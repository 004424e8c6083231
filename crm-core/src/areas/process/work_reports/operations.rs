//! The operations on work reports.

use super::rules;
use super::types::*;
use crate::engine::clock::Date;
use crate::engine::page::PageRequest;
use crate::users::Colleague;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! work_reports_operations { ($($project:ident)::+) => { $($project)::+! {
    work_reports: WorkReports, "Work reports (工作报告): what somebody did in a day, a week or a month, and plans to do.";

    /// Begins the caller's report of a period, which any day of it finds, or gives the one that is there, in whatever state
    /// (WORK-1). A period that has not begun in the company's zone has none.
    write fn draft(kind: ReportKind, period: Date) -> WorkReport;

    /// Changes a draft, which its author does.
    write[not_found] fn update(id: WorkReportId, changes: WorkReportUpdate) -> WorkReport;

    /// Submits a draft, in which `done` must be filled, with the figures of now (WORK-2). Its author's superior reads it from now
    /// on, and whoever reads the reports of others whom their level of `activities` lets see what its author has to do.
    write[moves, not_found] fn submit(id: WorkReportId, version: Option<i64> = None) -> WorkReport;

    /// Takes a report back that nobody has reviewed: it is a draft again.
    write[moves, not_found] fn recall(id: WorkReportId, version: Option<i64> = None) -> WorkReport;

    /// Reviews a submitted report, with a score, a comment or both (WORK-3): its author's superior does, or a sales manager whose
    /// level of `activities` reaches the author, nobody their own. Who reviewed it may change what they said; what is not given stays.
    /// The author is told.
    write[moves, not_found] fn review(id: WorkReportId, score: Option<i64> = None [range(0, 100)], comment: Option<String> = None [long], version: Option<i64> = None) -> WorkReport;

    /// Gives one work report to whoever reads it (WORK-4).
    read[not_found] fn get(id: WorkReportId) -> WorkReport;

    /// Lists the work reports that the caller reads, that of the latest period first.
    read fn list(filter: Option<WorkReportFilter> = None, page: Option<PageRequest> = None) -> WorkReportPage;

    /// Gives the active users who hold one of the roles that the setting `work_report_roles` names and have not submitted a report of
    /// that period, as far as the caller's level of `activities` reaches, the oldest account first (WORK-4). Where they are more than
    /// 1,000, it is refused (`kind`: `too_many`).
    read fn missing(kind: ReportKind, period: Date) -> Vec<Colleague>;
} } }

crate::work_reports_operations!(crate::engine::operations::project_core);
