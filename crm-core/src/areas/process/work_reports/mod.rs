//! Work reports (工作报告): what somebody did in a day, a week or a month, what they plan, and what stands in the way.
//!
//! There is one a person, kind and period; any day of the period finds it. It shows the figures of its author's work, which are
//! counted anew while it is a draft and kept as they are from when it was submitted. Whoever leads the author then reads it, and
//! may review it with a score and a comment.
//!
//! ```text
//! draft ──submit──▶ submitted ──review──▶ reviewed ─┐
//!   ▲                   │                    ▲      │
//!   └──────recall───────┘                    └review┘
//! ```
//!
//! ```
//! use crm_core::Crm;
//! use crm_core::work_reports::{ReportKind, WorkReportStatus, WorkReportUpdate};
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let li = crm.bootstrap("li.lei", "李雷", &["account_manager"])?;
//! # let session = crm.session(li)?;
//! let reports = session.work_reports();
//! let report = reports.draft(ReportKind::Weekly, "2026-03-05".parse().expect("a date"))?;
//! assert_eq!(report.period_from.to_string(), "2026-03-02");
//! assert_eq!(report.figures.map(|figures| figures.done), Some(0));
//!
//! let changes = WorkReportUpdate { done: Some("拜访三家客户".into()), ..Default::default() };
//! reports.update(report.id, changes)?;
//! let report = reports.submit(report.id, None)?;
//! // It was due on the Monday behind the week.
//! assert_eq!((report.status, report.late), (WorkReportStatus::Submitted, true));
//! # Ok(())
//! # }
//! ```

pub(crate) mod due;
pub(crate) mod operations;
mod period;
pub(crate) mod rules;
mod status;
mod store;
mod types;

pub use operations::WorkReports;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::gate::kind::found;
use crate::engine::labels::texts;

/// What the area brings.
pub(crate) static AREA: Area = Area {
    operations: operations::OPERATIONS,
    kinds: &[kinds::WORK_REPORT
        .personal_by("author")
        .owned_by("author")
        .found_by(|cx, id| found(rules::subject(cx, WorkReportId(id.0))?))],
    texts: texts!(),
    ..Area::NONE
};
