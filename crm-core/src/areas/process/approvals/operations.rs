//! The operations on approvals.

use super::rules;
use super::types::*;
use crate::engine::ids::UserId;
use crate::engine::page::PageRequest;
use crate::engine::tree::Tree;
use crate::objects::RecordKey;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! approvals_operations { ($($project:ident)::+) => { $($project)::+! {
    approvals: Approvals, "Approvals (审批): operations on records that are carried out once people have agreed to them.";

    /// Tells what submitting an operation would bring about (APPR-5, APPR-18): the steps and the people as they would be asked now,
    /// and what the operation would change. It refuses all that `submit` refuses. Everything is done and undone: nothing of it is kept.
    write[not_found, conflict] fn preview(record: RecordKey, operation: String [text(40)], arguments: Tree) -> Preview;

    /// Submits an operation on a record for approval (APPR-5): `operation` is its name within the record's area, `update` or an
    /// action, and `arguments` are its own but for the record and its version, 64 KiB at most. All is refused that the operation
    /// would refuse the caller; where no flow guards it so, it is a conflict (`no_approval_needed`), and while there is another
    /// request of the record that has not ended too (`in_approval`). The record stays as it is until the end, and what the flow
    /// freezes of it is not changed meanwhile (APPR-6). Where no step asks anybody it is approved at once.
    ///
    /// With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the request that is there; with
    /// other fields it is a conflict (`id_taken`).
    ///
    /// Where a rule calls it, the record's owner submits, as if they called: who has none is refused (`record`: `nobody`).
    write[rules, not_found, conflict] fn submit(record: RecordKey, operation: String [text(40)], arguments: Tree, new: NewApproval, id: Option<ApprovalId> = None) -> Approval;

    /// Takes a request back that has not ended: its submitter does; where the flow says so only until somebody has decided
    /// (`decided`). The record stays as it was.
    write[conflict] fn withdraw(id: ApprovalId, comment: Option<String> = None [long], version: Option<i64> = None) -> Approval;

    /// Submits a request again that was returned, with other arguments where they are given (APPR-10): a new round begins, of the
    /// flow that guards it now, at the first step; or at the one that sent it back, where the flow says so and nothing else
    /// has changed.
    write[not_found, conflict] fn resubmit(id: ApprovalId, arguments: Option<Tree> = None, comment: Option<String> = None [long], version: Option<i64> = None) -> Approval;

    /// Approves: the holder of an open sign-off does, or who stands in for them (APPR-8, APPR-12). With the last step the operation
    /// is carried out for its submitter in the same transaction (APPR-9); where what was submitted is no longer what there
    /// is, the request is returned instead. What was decided already is a conflict (`decided`).
    write[not_found, conflict] fn approve(sign_off: SignOffId, comment: Option<String> = None [long]) -> Approval;

    /// Rejects, with a comment. One rejected group rejects the request (APPR-8).
    write[conflict] fn reject(sign_off: SignOffId, comment: String [long]) -> Approval;

    /// Sends a request back with a comment: to its submitter, or to an earlier step, where a new round begins (APPR-10).
    write[conflict] fn send_back(sign_off: SignOffId, comment: String [long], to_step: Option<i64> = None [range(1, 100)]) -> Approval;

    /// Gives an open sign-off to another active user, with a comment (APPR-11): its holder does, who stands in for them, and any
    /// administrator. Not to the submitter, nor to who holds one of the step.
    write[conflict] fn pass_on(sign_off: SignOffId, to: UserId, comment: String [long]) -> Approval;

    /// Has up to ten others asked too (APPR-11): `before`, who all approve before the holder is asked again; `after`, with whom the
    /// holder's approval counts; `beside`, as others of the group. A rejection by one of the first two is the holder's. Neither
    /// the submitter nor who holds a sign-off of the step.
    write[conflict] fn add_signers(sign_off: SignOffId, users: Vec<UserId> [at_least(1), at_most(10)], place: SignerPlace, comment: Option<String> = None [long]) -> Approval;

    /// Gives one request with all that happened to it (APPR-16), to whoever reads it (APPR-15): its submitter, who was given a
    /// sign-off, who is copied in once it has ended, administrators, and who reads the record.
    read fn get(id: ApprovalId) -> ApprovalDetail;

    /// Lists requests that the caller reads, newest first; with `waiting_for` those that wait for a person, oldest first. A page looks
    /// at 2,000 others at the most: it may end before it is full, even empty, and goes on with `next`.
    read fn list(filter: Option<ApprovalFilter> = None, page: Option<PageRequest> = None) -> ApprovalPage;

    /// Ends a request that has not been carried out, with a comment (APPR-14).
    write fn cancel(id: ApprovalId, comment: String [long], version: Option<i64> = None) -> Approval;

    /// Tries again to carry out what was approved and was refused then (APPR-9): its submitter does, and any administrator.
    write[conflict] fn carry_out(id: ApprovalId, version: Option<i64> = None) -> Approval;
} } }

crate::approvals_operations!(crate::engine::operations::project_core);
