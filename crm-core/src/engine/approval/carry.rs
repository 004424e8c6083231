//! The end of a request that passed (APPR-9): what was kept is compared with what is, and the operation is carried out for its
//! submitter, as a part of the call that decided last.

use super::history::Beside;
use super::kept::is_same;
use super::request::Request;
use super::store;
use super::{ApprovalEventKind, ApprovalOutcome, ApprovalReason, ApprovalStatus, CAUSE};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::Context;
use crate::engine::ids::RecordId;
use crate::engine::telling::NotificationKind;

/// The most characters of an error that is kept.
const LONGEST_ERROR: usize = 500;

impl Context<'_> {
    /// The request has passed its last step.
    pub(super) fn approve_request(&mut self, request: &mut Request) -> Result<()> {
        if !self.stands(request)? {
            let reason = Some(ApprovalReason::Changed);
            self.note(request, ApprovalEventKind::Returned, Beside { reason, by_itself: true, ..Beside::default() })?;
            return self.return_request(request, reason);
        }
        self.end_request(request, ApprovalStatus::Approved)?;
        store::update(self.tx(), request)?;
        self.carry_out_now(request)
    }

    /// Whether what was submitted is what there is.
    fn stands(&mut self, request: &Request) -> Result<bool> {
        let flow = (request.flow, request.flow_name.as_str(), request.flow_version);
        let Some(guarded) = self.flow_of(flow, &request.content)? else { return Ok(false) };
        let Some(flow) = guarded.flows.first() else { return Ok(false) };
        let now = self.keep_for(&guarded, flow, (&request.home, request.record.id), None)?;
        Ok(now.is_some_and(|now| is_same(&request.kept, &now)))
    }

    fn carry_out_now(&mut self, request: &mut Request) -> Result<()> {
        let wanted = request.wanted();
        let submitter = request.submitter;
        let from = self.changes.len();
        let done = self.savepoint(|cx| {
            cx.as_submitter(submitter, &mut |cx| {
                cx.call_verb(&wanted.object, &wanted.verb, &wanted.whole())?;
                cx.check_fields()
            })
        });
        match done {
            Ok(()) => {
                let cause = format!("{CAUSE}.{}", request.id);
                for change in self.changes.iter_mut().skip(from).filter(|change| change.cause.is_none()) {
                    change.cause = Some(cause.clone());
                }
                // What it causes in turn is not asked again.
                self.custom.unguarded = true;
                (request.outcome, request.error) = (Some(ApprovalOutcome::Done), None);
                self.note(request, ApprovalEventKind::CarriedOut, Beside { by_itself: true, ..Beside::default() })
            }
            Err(failure) if !is_refusal(&failure) => Err(failure),
            Err(refusal) => {
                let error: String = refusal.to_string().chars().take(LONGEST_ERROR).collect();
                let beside = Beside { comment: Some(&error), by_itself: true, ..Beside::default() };
                self.note(request, ApprovalEventKind::Failed, beside)?;
                (request.outcome, request.error) = (Some(ApprovalOutcome::Failed), Some(error.clone()));
                self.tell_of_request(request.submitter, NotificationKind::ApprovalFailed, request)?;
                self.tell_administrators(NotificationKind::ApprovalFailed, request)
            }
        }
    }

    /// Tries again to carry out what was approved and failed.
    pub(crate) fn carry_out_again(&mut self, mut request: Request) -> Result<RecordId> {
        let before = request.clone();
        if self.stands(&request)? {
            self.carry_out_now(&mut request)?;
        } else {
            if let Some(open) = store::open_of(self.tx(), &request.home, request.record.id)? {
                return Err(super::freeze::in_approval(open));
            }
            let reason = Some(ApprovalReason::Changed);
            self.note(&request, ApprovalEventKind::Returned, Beside { reason, by_itself: true, ..Beside::default() })?;
            (request.outcome, request.error, request.ended_at) = (None, None, None);
            self.return_request(&mut request, reason)?;
        }
        self.keep_request(&before, &mut request)?;
        Ok(request.id)
    }

    /// What has not ended ends with its record (PROC-3).
    pub(in crate::engine) fn end_with_record(&mut self, home: &str, record: RecordId) -> Result<()> {
        if !self.has_flows()? {
            return Ok(());
        }
        let Some(open) = store::open_of(self.tx(), home, record)? else { return Ok(()) };
        let Some(mut request) = store::by_id(self.tx(), open)? else { return Ok(()) };
        let before = request.clone();
        let reason = Some(ApprovalReason::Deleted);
        self.note(&request, ApprovalEventKind::Cancelled, Beside { reason, by_itself: true, ..Beside::default() })?;
        self.void_open(&request)?;
        (request.status, request.reason, request.ended_at) = (ApprovalStatus::Cancelled, reason, Some(self.now()));
        self.tell_of_request(request.submitter, NotificationKind::ApprovalEnded, &request)?;
        self.keep_request(&before, &mut request)
    }
}

/// Whether the operation was refused, and not kept from being asked.
fn is_refusal(error: &CrmError) -> bool {
    matches!(
        error,
        CrmError::Invalid { .. }
            | CrmError::NotFound { .. }
            | CrmError::Conflict { .. }
            | CrmError::IllegalTransition { .. }
            | CrmError::Forbidden { .. }
            | CrmError::UnknownOperation { .. }
    )
}
