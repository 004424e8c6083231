//! What a caller sends and gets.

pub use crate::engine::approval::{
    ApprovalEventKind, ApprovalOutcome, ApprovalReason, ApprovalStatus, SignOffStatus, SignerPlace,
};
use crate::engine::clock::Timestamp;
use crate::engine::gate::kind::kinds;
use crate::engine::ids::{UserId, id};
use crate::engine::page::page;
use crate::engine::record::record;
use crate::engine::schedule::Job;
use crate::engine::tree::Tree;
use crate::engine::value::ObjectRef;
use crate::objects::RecordKey;
use crate::users::UserRef;

kinds! {
    /// A request for approval.
    APPROVAL = "approval" in approvals;
    /// A person's part in a step of one.
    SIGN_OFF = "sign_off" in approval_sign_offs;
}

impl Job {
    /// What happens where nobody decides a sign-off in time (APPR-13).
    pub const APPROVAL_DUE: Job = Job::named("approval_due");
}

id! {
    /// Identifies a request for approval.
    ApprovalId
}

id! {
    /// Identifies a sign-off.
    SignOffId
}

/// Sign-offs and events that a request tells; those behind them are kept all the same.
pub const MAX_HISTORY: usize = 1_000;

record! {
    /// What is said when something is submitted.
    input NewApproval {
        /// Why it is to be done.
        comment: Option<String> = None [long],
        /// Who is to approve it, where the flow leaves that to the submitter.
        chosen: Option<Vec<UserId>> = None [at_most(10)],
    }
}

record! {
    /// A person's part in a step of a request (审批任务).
    output SignOff {
        /// Its id.
        id: SignOffId,
        /// The round.
        round: i64,
        /// The step, from 1.
        step: i64,
        /// The group, from 1.
        group: i64,
        /// Who is to decide; nobody where nobody can be asked.
        holder: Option<UserRef>,
        /// Where it stands.
        status: SignOffStatus,
        /// When they were asked.
        opened_at: Timestamp,
        /// When it was decided.
        decided_at: Option<Timestamp>,
        /// Who decided: the holder, or who stands in for them.
        decided_by: Option<UserRef>,
        /// What they said.
        comment: Option<String>,
        /// Why they are asked, or why it was decided by itself.
        reason: Option<ApprovalReason>,
    }
}

record! {
    /// What happened to a request (APPR-16).
    output ApprovalEvent {
        /// The round.
        round: i64,
        /// The step, from 1; 0 before the first.
        step: i64,
        /// What happened.
        kind: ApprovalEventKind,
        /// Who did it; nobody where it happened by itself.
        actor: Option<UserRef>,
        /// For whom they did it, or whose part it was.
        on_behalf_of: Option<UserRef>,
        /// To whom it went.
        to: Option<UserRef>,
        /// What was said.
        comment: Option<String>,
        /// Why it happened by itself.
        reason: Option<ApprovalReason>,
        /// When.
        happened_at: Timestamp,
    }
}

record! {
    /// A request for approval (审批单).
    output Approval {
        /// Its id.
        id: ApprovalId,
        /// Its version, for what is done with it.
        version: i64,
        /// Its short number.
        number: i64,
        /// The record, as it was called when it was submitted; it may be gone by now.
        record: ObjectRef,
        /// The operation that it is for.
        operation: String,
        /// The flow, as it was called then.
        flow: String,
        /// The version of the flow.
        flow_version: i64,
        /// Who submitted it.
        submitter: UserRef,
        /// Where it stands.
        status: ApprovalStatus,
        /// What became of the operation, once it was approved.
        outcome: Option<ApprovalOutcome>,
        /// Why the operation was refused.
        error: Option<String>,
        /// Why it went back, or ended, by itself.
        reason: Option<ApprovalReason>,
        /// The round, from 1.
        round: i64,
        /// The step that it stands in, from 1.
        step: i64,
        /// What that step is called.
        step_name: Option<String>,
        /// Its sign-offs that are open.
        sign_offs: Vec<SignOff>,
        /// When it was submitted.
        created_at: Timestamp,
        /// When it ended.
        ended_at: Option<Timestamp>,
    }
}

record! {
    /// A request with all that was said of it.
    output ApprovalDetail {
        /// The request.
        approval: Approval,
        /// The arguments of the operation; to its submitter, and to those from whom nothing is withheld.
        arguments: Option<Tree>,
        /// Whom the submitter named.
        chosen: Vec<UserRef>,
        /// The fields that the operation changes as they were when it was submitted, as JSON; without what the reader does not
        /// read.
        before: Option<String>,
        /// The same as they would be.
        after: Option<String>,
        /// Every sign-off, in their order.
        all_sign_offs: Vec<SignOff>,
        /// What happened, in its order.
        history: Vec<ApprovalEvent>,
    }
}

record! {
    /// Who would be asked side by side with others.
    output PreviewGroup {
        /// Who; nobody where the group passes by itself, and where nobody can be asked.
        people: Vec<UserRef>,
    }
}

record! {
    /// A step as it would be asked now.
    output PreviewStep {
        /// Its number, from 1.
        step: i64,
        /// What it is called.
        name: String,
        /// Whether it is left out.
        skipped: bool,
        /// Who would be asked.
        groups: Vec<PreviewGroup>,
    }
}

record! {
    /// What submitting an operation would bring about (APPR-18).
    output Preview {
        /// The flow that guards it.
        flow: String,
        /// The fields that it changes as they are, as JSON; without what the reader does not read.
        before: Option<String>,
        /// The same as they would be.
        after: Option<String>,
        /// The steps.
        steps: Vec<PreviewStep>,
    }
}

page!(ApprovalPage of Approval, "A page of requests for approval, newest first; those that wait for somebody, oldest first.");

record! {
    /// Which requests are wanted; what is absent does not restrict.
    input ApprovalFilter {
        /// Of this record.
        record: Option<RecordKey> = None,
        /// Submitted by this user.
        submitter: Option<UserId> = None,
        /// Of which this user has an open sign-off, as its holder or as their substitute.
        waiting_for: Option<UserId> = None,
        /// In this state.
        status: Option<ApprovalStatus> = None,
        /// Of the flow of this name, as it was called then.
        flow: Option<String> = None [text(100), exact],
    }
}
