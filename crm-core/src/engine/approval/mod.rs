//! Approvals (审批, APPR): an operation on one record that is carried out once people have agreed to it.
//!
//! A flow (a setup document) guards an operation on an object. A guarded call is asked for behind all else that it is refused
//! for: the record is read where its guard is asked, and again behind the call's own rule, and with both the flows' conditions
//! are asked; so no area can forget it, and what no flow guards pays for one comparison. Whoever is refused so submits the same
//! operation: it is tried out in a savepoint, as they would call it, and undone; what it would change is kept with the flow as it
//! is. Each step asks people when it opens. Behind the last the operation is carried out in that transaction, as the submitter,
//! with guard and freeze lifted.

mod carry;
mod decide;
mod document;
mod freeze;
mod guard;
mod history;
mod kept;
mod loaded;
mod opening;
mod request;
mod signers;
mod stand_in;
mod steps;
mod store;
mod submit;
mod timeout;
mod tried;

pub(crate) use document::APPROVAL_FLOW;
pub(crate) use guard::Asked;
pub(crate) use loaded::Loaded;
pub(crate) use request::{Request, SignOff};
pub(crate) use stand_in::{NewStandIn, StandIn};
pub(crate) use submit::{Ahead, Submission};
pub(crate) use timeout::kind as due;

/// The statements, for the area that lists requests.
pub(crate) mod kept_requests {
    pub(crate) use super::store::stand_ins::{
        get as substitute, of_person, put as put_substitute, remove as end_substitute,
    };
    pub(crate) use super::store::{by_id, by_key, by_keys, events, sign_off, sign_offs, theirs};
}

use crate::engine::choices::choices;

choices! {
    /// Where a request for approval stands.
    ApprovalStatus {
        /// People are asked.
        Pending = "pending",
        /// It went back to its submitter, who may change the record and submit it again.
        Returned = "returned",
        /// It was approved.
        Approved = "approved",
        /// It was rejected.
        Rejected = "rejected",
        /// Its submitter took it back.
        Withdrawn = "withdrawn",
        /// An administrator ended it, or its record went.
        Cancelled = "cancelled",
    }
}

choices! {
    /// What became of the operation of a request that was approved.
    ApprovalOutcome {
        /// It was carried out.
        Done = "done",
        /// It was refused when it was to be carried out, and can be tried again.
        Failed = "failed",
    }
}

choices! {
    /// Where a person's part in a step stands.
    SignOffStatus {
        /// They are to decide.
        Open = "open",
        /// Others decide before them.
        Waiting = "waiting",
        /// They approved.
        Approved = "approved",
        /// They rejected.
        Rejected = "rejected",
        /// They sent it back.
        Returned = "returned",
        /// Nothing is to be decided any more.
        Void = "void",
    }
}

choices! {
    /// When those decide whom a holder asks too (APPR-11).
    SignerPlace {
        /// Before the holder, who is asked again once all of them have approved.
        Before = "before",
        /// Behind the holder, whose approval counts once all of them have approved too.
        After = "after",
        /// Beside the holder, as others of the group.
        Beside = "beside",
    }
}

choices! {
    /// What happened to a request for approval (APPR-16).
    ApprovalEventKind {
        /// It was submitted.
        Submitted = "submitted",
        /// A step began.
        Opened = "opened",
        /// A step was left out.
        Skipped = "skipped",
        /// A part of a step passed, since nobody but the submitter would be asked.
        Passed = "passed",
        /// Somebody was asked.
        Asked = "asked",
        /// Nobody can be asked.
        Stuck = "stuck",
        /// Somebody approved.
        Approved = "approved",
        /// Somebody rejected it.
        Rejected = "rejected",
        /// It was sent back, or went back.
        Returned = "returned",
        /// A sign-off went to somebody else.
        PassedOn = "passed_on",
        /// A holder asked others too.
        SignersAdded = "signers_added",
        /// Somebody was reminded.
        Reminded = "reminded",
        /// Its submitter took it back.
        Withdrawn = "withdrawn",
        /// Its submitter submitted it again.
        Resubmitted = "resubmitted",
        /// It was ended.
        Cancelled = "cancelled",
        /// The operation was carried out.
        CarriedOut = "carried_out",
        /// The operation was refused when it was to be carried out.
        Failed = "failed",
    }
}

choices! {
    /// Why something happened to a request by itself.
    ApprovalReason {
        /// The condition of the step does not hold.
        Condition = "condition",
        /// Nobody is so far above the submitter.
        Nobody = "nobody",
        /// The submitter is not asked.
        OwnRequest = "own_request",
        /// They approved an earlier step.
        Repeated = "repeated",
        /// Nobody else was found.
        Fallback = "fallback",
        /// Who was to be asked is disabled.
        Disabled = "disabled",
        /// Nobody decided in time.
        TimedOut = "timed_out",
        /// What was submitted is no longer what there is.
        Changed = "changed",
        /// The record was deleted.
        Deleted = "deleted",
    }
}

/// What the audit calls a request.
pub(crate) const APPROVAL: crate::engine::gate::Entity = crate::engine::gate::Entity::named("approval");

/// What stands before a request's id where the audit says what caused a change.
const CAUSE: &str = "approval";

/// Why a call is refused that a flow guards, and one that a pending request hinders.
pub(crate) const APPROVAL_REQUIRED: &str = "approval_required";
pub(crate) const IN_APPROVAL: &str = "in_approval";

/// The most bytes of the arguments of a request (APPR-5).
pub(crate) const LONGEST_ARGUMENTS: usize = 64 * 1024;
