//! The operations of the reports.

use super::funnel_types::*;
use super::rules;
use super::types::*;
use super::work_types::*;
use crate::departments::DepartmentId;
use crate::engine::clock::Date;
use crate::engine::ids::UserId;
use crate::engine::page::PageRequest;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! reports_operations { ($($project:ident)::+) => { $($project)::+! {
    reports: Reports, "Reports (统计报表).";

    /// What each customer's orders amount to (REP-1): of all years and in status shipped or paid, unless the filter
    /// says otherwise.
    ///
    /// One row a customer and currency: the company's currency first, then the others by their code; within a currency
    /// the highest amount first, then by the customer's number. A customer none of whose orders count has one row, of
    /// 0 in the company's currency. Lost customers are in it: they have contributed too.
    read fn contribution(filter: Option<ContributionFilter> = None, page: Option<PageRequest> = None) -> ContributionPage;

    /// How the customers divide by level, credit or satisfaction (REP-2): the active ones, or with `all_customers` the
    /// lost ones too. Shares are in basis points, hundredths of a percent.
    read fn composition(by: CompositionBy [names("customer")], all_customers: bool = false) -> CompositionReport;

    /// How many tickets there are of each kind (REP-3), created in one year of the company's calendar where one is
    /// given.
    read fn service(year: Option<i64> = None [range(1, 9999)]) -> ServiceReport;

    /// The confirmed losses, latest first (REP-4). A customer who was won back stays in it; one lost twice is in it
    /// twice.
    read fn churn(filter: Option<ChurnLossFilter> = None, page: Option<PageRequest> = None) -> ChurnLossPage;

    /// What became of the opportunities that entered each stage of a pipeline in a period, first and last day included (PIPE-9): how
    /// many went further, were won, were lost from there or are there still, and how long a finished stay took. `department` is
    /// that of their last assignment, `user` who develops or developed them.
    read fn funnel(
        pipeline: String [text(100)],
        period_from: Date,
        period_to: Date,
        department: Option<DepartmentId> = None,
        user: Option<UserId> = None,
    ) -> Funnel;

    /// Submits the four reports of a period as they stand now, with a comment (REP-5); kept unchanged from then on.
    ///
    /// Contribution counts the orders dated in the period, service the tickets created in it, churn the losses
    /// confirmed in it (first and last day included; days are the company's); composition is that of the active
    /// customers at the time of the call. Of a long contribution or churn report the first 1,000 rows are kept, with
    /// the totals of all.
    ///
    /// With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the report that is there; with
    /// other fields it is a conflict (`id_taken`).
    write fn submit(new: NewManagementReport, id: Option<ManagementReportId> = None) -> ManagementReport;

    /// Lists the submitted management reports, latest first.
    read fn submitted(page: Option<PageRequest> = None) -> ManagementReportPage;

    /// Gives one submitted management report in full.
    read fn get_submitted(id: ManagementReportId) -> ManagementReport;

    /// What people did in a period of at most 366 days (WORK-5, WORK-6): a row a person, or a department with the sum of its own
    /// people, as one figure or by day, week or month, and what all of them did. Whose work the caller sees follows from their level
    /// of `activities`; what a row counts is all that person's work. At most 10,000 rows.
    read fn work(filter: WorkFilter) -> WorkStatistics;

    /// Where the opportunities come from that were recorded in a period, first and last day included, and what became of them
    /// (CAPT-10): a row for each origin, form, source, department or assignee, and one for what says nothing, in the order of
    /// what they are grouped by. A department is that of whom it is assigned to.
    read fn sources(
        by: SourceBy [names("opportunity")],
        period_from: Date,
        period_to: Date,
        page: Option<PageRequest> = None,
    ) -> SourcePage;
} } }

crate::reports_operations!(crate::engine::operations::project_core);
