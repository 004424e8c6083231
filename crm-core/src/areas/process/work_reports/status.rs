//! When may, and who: the status machine of work reports. That one is read at all is asked where it is found (WORK-4).
//!
//! ```text
//! draft ──submit──▶ submitted ──review──▶ reviewed ─┐
//!   ▲                   │                    ▲      │
//!   └──────recall───────┘                    └review┘
//! ```

use super::store::Found;
use super::types::WorkReportStatus;
use crate::engine::gate::Entity;
use crate::engine::gate::guard::{Duty, Subject, Whose};
use crate::engine::ids::{RecordId, UserId};
use crate::engine::permission::rights;

const DRAFT: &str = WorkReportStatus::Draft.as_str();
const SUBMITTED: &str = WorkReportStatus::Submitted.as_str();
const REVIEWED: &str = WorkReportStatus::Reviewed.as_str();

/// Whose it is.
const AUTHOR: Duty<'_> = Duty::within("author", "its author");

/// The superior of whose it is; of one that was reviewed, who did.
const SUPERIOR: Duty<'_> = Duty::within("superior", "the superior of its author");

const AUTHOR_ALONE: Whose<'_> = Whose::Only(&[AUTHOR]);

/// Any by role; else those of whom they lead.
const REVIEWING: Whose<'_> = Whose::RoleOr(&[SUPERIOR]);

rights! {
    draft   by MA;
    update  by everyone on WORK_REPORT whose AUTHOR_ALONE when [DRAFT];
    submit  by everyone on WORK_REPORT whose AUTHOR_ALONE when [DRAFT];
    recall  by everyone on WORK_REPORT whose AUTHOR_ALONE when [SUBMITTED];
    review  by M        on WORK_REPORT whose REVIEWING    when [SUBMITTED, REVIEWED];
    get     by everyone on WORK_REPORT;
    list    by everyone;
    missing by ME;
}

impl Found {
    /// Whether the acting user may be its reviewer, as far as it says itself: nobody reviews their own, and once somebody has
    /// reviewed it nobody else does (WORK-3).
    fn is_reviewable(&self) -> bool {
        let report = &self.report;
        let reviewer = report.reviewer.as_ref().filter(|_| report.status == WorkReportStatus::Reviewed);
        self.reader != Some(report.author.id) && reviewer.is_none_or(|reviewer| Some(reviewer.id) == self.reader)
    }
}

impl Subject for Found {
    fn entity(&self) -> Entity {
        Entity::WORK_REPORT
    }

    fn id(&self) -> RecordId {
        self.report.id.into()
    }

    fn version(&self) -> i64 {
        self.report.version
    }

    fn state(&self) -> &str {
        self.report.status.as_str()
    }

    fn creator(&self) -> Option<UserId> {
        Some(self.report.author.id)
    }

    fn duties(&self) -> Vec<(&str, UserId)> {
        let superior = self.reader.filter(|_| self.led && self.is_reviewable());
        let superior = superior.map(|superior| (SUPERIOR.name, superior));
        std::iter::once((AUTHOR.name, self.report.author.id)).chain(superior).collect()
    }

    fn is_reached(&self) -> bool {
        self.reached && self.is_reviewable()
    }
}
