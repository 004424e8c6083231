//! When may, and who: the status machine of requests for approval. That one is read at all is asked where it is found (APPR-15).

use super::told::{Found, Part};
use super::types::{ApprovalOutcome, ApprovalStatus, SignOffStatus};
use crate::engine::gate::Entity;
use crate::engine::gate::guard::{Duty, Subject, Whose};
use crate::engine::ids::{RecordId, UserId};
use crate::engine::permission::rights;

const PENDING: &str = ApprovalStatus::Pending.as_str();
const RETURNED: &str = ApprovalStatus::Returned.as_str();
const APPROVED: &str = ApprovalStatus::Approved.as_str();

/// Who submitted it.
const SUBMITTER: Duty<'_> = Duty::within("submitter", "its submitter");

/// Who decides.
const HOLDER: Duty<'_> = Duty::within("holder", "its holder, or who stands in for them");

const SUBMITTER_ALONE: Whose<'_> = Whose::Only(&[SUBMITTER]);
const HOLDER_ALONE: Whose<'_> = Whose::Only(&[HOLDER]);
const ANY_OR_SUBMITTER: Whose<'_> = Whose::RoleOr(&[SUBMITTER]);
const ANY_OR_HOLDER: Whose<'_> = Whose::RoleOr(&[HOLDER]);

rights! {
    preview   by everyone;
    submit    by everyone;
    withdraw  by everyone on APPROVAL whose SUBMITTER_ALONE  when [PENDING, RETURNED];
    resubmit  by everyone on APPROVAL whose SUBMITTER_ALONE  when [RETURNED];
    approve   by everyone on SIGN_OFF whose HOLDER_ALONE;
    reject    by everyone on SIGN_OFF whose HOLDER_ALONE;
    send_back by everyone on SIGN_OFF whose HOLDER_ALONE;
    pass_on   by S        on SIGN_OFF whose ANY_OR_HOLDER;
    add_signers by everyone on SIGN_OFF whose HOLDER_ALONE;
    get       by everyone on APPROVAL;
    list      by everyone;
    cancel    by S        on APPROVAL                        when [PENDING, RETURNED, APPROVED];
    carry_out by S        on APPROVAL whose ANY_OR_SUBMITTER when [APPROVED];
}

impl Subject for Found {
    fn entity(&self) -> Entity {
        Entity::APPROVAL
    }

    fn id(&self) -> RecordId {
        self.request.id
    }

    fn version(&self) -> i64 {
        self.request.version
    }

    fn state(&self) -> &str {
        self.request.status.as_str()
    }

    fn creator(&self) -> Option<UserId> {
        Some(self.request.submitter.1)
    }

    fn duties(&self) -> Vec<(&str, UserId)> {
        vec![(SUBMITTER.name, self.request.submitter.1)]
    }

    /// What was carried out has ended.
    fn lets(&self, _operation: &str) -> bool {
        self.request.status != ApprovalStatus::Approved || self.request.outcome == Some(ApprovalOutcome::Failed)
    }
}

impl Subject for Part {
    fn entity(&self) -> Entity {
        Entity::SIGN_OFF
    }

    fn id(&self) -> RecordId {
        self.sign_off.id
    }

    fn version(&self) -> i64 {
        1
    }

    fn duties(&self) -> Vec<(&str, UserId)> {
        self.deciders.iter().map(|user| (HOLDER.name, *user)).collect()
    }

    /// What was decided stays so, and what is void is decided by nobody (APPR-8).
    fn hindrance(&self, _operation: &str) -> Option<&str> {
        (self.sign_off.status != SignOffStatus::Open).then_some("decided")
    }
}
