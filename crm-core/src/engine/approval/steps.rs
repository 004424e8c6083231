//! The way of a request (APPR-8, APPR-10): decided step by step, sent back, ended.

use serde_json::json;

use super::decide::{self, Verdict};
use super::document::Needed;
use super::history::Beside;
use super::loaded::{Flow, Guarded};
use super::request::{Request, SignOff};
use super::signers::with_signers;
use super::store;
use super::tried::Foreseen;
use super::{ApprovalEventKind, ApprovalReason, ApprovalStatus, SignOffStatus, SignerPlace};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::RecordId;
use crate::engine::objects::record::RecordKey;
use crate::engine::telling::NotificationKind;

impl Context<'_> {
    /// Whether the condition of a step holds of the record as the operation would leave it now. One that would be refused now
    /// leaves no step out.
    pub(super) fn step_holds(
        &mut self,
        request: &Request,
        guarded: &Guarded,
        flow: &Flow,
        at: usize,
        foreseen: Option<&Foreseen>,
    ) -> Result<bool> {
        let Some(condition) = flow.conditions.get(at + 1).and_then(Option::as_ref) else { return Ok(true) };
        let catalogue = self.catalogue()?;
        let (before, after) = match foreseen {
            Some(foreseen) => (foreseen.before.clone(), foreseen.after.clone()),
            None => {
                let now =
                    crate::engine::objects::records::read(self.tx(), &guarded.model, &*catalogue, request.record.id)?;
                let Some((_, now)) = now else { return Ok(true) };
                let after = self.foresee_for(request.submitter, &request.wanted(), &guarded.model)?;
                let Some(after) = after else { return Ok(true) };
                (now.held, after)
            }
        };
        let Some(mut picture) = self.pictured(guarded, &catalogue, request.record.id, &before)? else {
            return Ok(true);
        };
        picture.held = after;
        match self.condition_holds(&mut picture, Some(condition)) {
            Err(CrmError::Invalid { .. }) => Ok(true),
            holds => holds,
        }
    }

    /// Goes on behind so many steps: the next that is not left out is opened, and where none is left the request has passed.
    pub(super) fn go_on(&mut self, request: &mut Request, passed: i64, foreseen: Option<&Foreseen>) -> Result<()> {
        let flat = request.content.flat();
        let own = (request.flow, request.flow_name.clone(), request.flow_version);
        let content = request.content.clone();
        let of_flow = self.flow_of((own.0, &own.1, own.2), &content)?;
        let mut at = usize::try_from(passed).unwrap_or_default();
        while let Some(step) = flat.get(at).copied() {
            at += 1;
            request.step = i64::try_from(at).unwrap_or(i64::MAX);
            let holds = match of_flow.as_ref().and_then(|guarded| Some((guarded, guarded.flows.first()?))) {
                Some((guarded, flow)) => self.step_holds(request, guarded, flow, step.at, foreseen)?,
                None => true,
            };
            let groups = if holds { self.groups_of(request, step)? } else { None };
            let Some(groups) = groups else {
                let reason = if holds { ApprovalReason::Nobody } else { ApprovalReason::Condition };
                let beside = Beside { reason: Some(reason), by_itself: true, ..Beside::default() };
                self.note(request, ApprovalEventKind::Skipped, beside)?;
                continue;
            };
            self.note(request, ApprovalEventKind::Opened, Beside { by_itself: true, ..Beside::default() })?;
            self.ask_groups(request, &groups)?;
            match self.verdict_of_step(request)? {
                Verdict::Waits => return Ok(()),
                Verdict::Passes => self.void_open(request)?,
                Verdict::Rejects => return self.reject_request(request),
            }
        }
        self.approve_request(request)
    }

    /// What the decisions of the step that is open come to.
    fn verdict_of_step(&mut self, request: &Request) -> Result<Verdict> {
        let flat = request.content.flat();
        let at = usize::try_from(request.step - 1).ok().and_then(|at| flat.get(at)).map(|flat| flat.at);
        let Some(step) = at.and_then(|at| request.content.steps.get(at)) else { return Ok(Verdict::Passes) };
        let sign_offs = store::sign_offs(self.tx(), request.key)?;
        let of = |place: i64| -> Vec<SignOffStatus> {
            let own = |one: &&SignOff| one.round == request.round && one.step == request.step && one.place == place;
            let in_group = |one: &&SignOff| one.added.is_none_or(|(_, place)| place == SignerPlace::Beside);
            sign_offs.iter().filter(own).filter(in_group).map(|one| with_signers(one, &sign_offs)).collect()
        };
        let groups = (1..).zip(&step.groups).map(|(place, group)| {
            decide::group(group.needed.unwrap_or(Needed::Any), group.number.unwrap_or(1), &of(place))
        });
        Ok(decide::step(groups.collect::<Vec<_>>()))
    }

    /// Nothing is to be decided any more.
    pub(super) fn void_open(&mut self, request: &Request) -> Result<()> {
        for mut sign_off in store::sign_offs(self.tx(), request.key)? {
            if matches!(sign_off.status, SignOffStatus::Open | SignOffStatus::Waiting) {
                sign_off.status = SignOffStatus::Void;
                store::decide(self.tx(), &sign_off)?;
                self.forget_due(sign_off.key)?;
            }
        }
        Ok(())
    }

    fn reject_request(&mut self, request: &mut Request) -> Result<()> {
        self.end_request(request, ApprovalStatus::Rejected)
    }

    /// Ends a request: who submitted it and who is copied in is told.
    pub(super) fn end_request(&mut self, request: &mut Request, status: ApprovalStatus) -> Result<()> {
        self.void_open(request)?;
        request.status = status;
        request.ended_at = Some(self.now());
        self.tell_of_request(request.submitter, NotificationKind::ApprovalEnded, request)?;
        let copies = request.content.copy_to.clone().unwrap_or_default();
        let people = match self.people_asked(&request.record, request.submitter.0, &copies) {
            Err(CrmError::Invalid { .. }) => Vec::new(),
            people => people?,
        };
        let mut told = vec![request.submitter.0];
        for person in people {
            store::copy(self.tx(), request.key, person.0)?;
            self.tell_of_request(person, NotificationKind::ApprovalEnded, request)?;
            told.push(person.0);
        }
        let Some(object) = self.object_at(&request.home)? else { return Ok(()) };
        let record = RecordKey { object: object.to_string(), id: request.record.id };
        let detail = json!({"status": request.status.as_str()});
        self.tell_followers_of_approval((&request.home, record), &told, &detail)
    }

    /// A request goes back to its submitter.
    pub(super) fn return_request(&mut self, request: &mut Request, reason: Option<ApprovalReason>) -> Result<()> {
        self.void_open(request)?;
        (request.status, request.reason) = (ApprovalStatus::Returned, reason);
        self.tell_of_request(request.submitter, NotificationKind::ApprovalReturned, request)
    }

    /// The request of a sign-off that is open, with both.
    pub(super) fn deciding(&mut self, sign_off: RecordId) -> Result<(SignOff, Request)> {
        let Some(found) = store::sign_off(self.tx(), sign_off)? else {
            return self.not_found(Entity::named("sign_off"), sign_off);
        };
        let request =
            store::by_key(self.tx(), found.approval)?.ok_or_else(|| CrmError::bug("a sign-off of no request"))?;
        Ok((found, request))
    }

    /// Approves or rejects (APPR-8), where that is guarded already; by itself where nobody decides in time.
    pub(crate) fn decide_sign_off(
        &mut self,
        sign_off: RecordId,
        (approves, comment): (bool, Option<&str>),
        reason: Option<ApprovalReason>,
    ) -> Result<RecordId> {
        let (mut sign_off, mut request) = self.deciding(sign_off)?;
        let before = request.clone();
        let by_itself = reason.is_some();
        let (status, kind) = match approves {
            true => (SignOffStatus::Approved, ApprovalEventKind::Approved),
            false => (SignOffStatus::Rejected, ApprovalEventKind::Rejected),
        };
        let actor = self.actor_key().zip(self.actor_id()).filter(|_| !by_itself);
        sign_off.status = status;
        (sign_off.decided_at, sign_off.decided_by) = (Some(self.now()), actor);
        sign_off.comment = comment.map(str::to_owned);
        sign_off.reason = reason.or(sign_off.reason);
        store::decide(self.tx(), &sign_off)?;
        self.forget_due(sign_off.key)?;
        let on_behalf_of = sign_off.holder.map(|(key, _)| key);
        self.note(&request, kind, Beside { on_behalf_of, comment, reason, by_itself, to: None })?;
        self.open_behind(&request, &sign_off)?;
        match self.verdict_of_step(&request)? {
            Verdict::Waits => {}
            Verdict::Passes => {
                self.void_open(&request)?;
                let passed = request.step;
                self.go_on(&mut request, passed, None)?;
            }
            Verdict::Rejects => self.reject_request(&mut request)?,
        }
        if request.status == ApprovalStatus::Pending {
            self.tell_of_request(request.submitter, NotificationKind::ApprovalDecided, &request)?;
        }
        self.keep_request(&before, &mut request)?;
        Ok(request.id)
    }

    /// Sends a request back, to its submitter or to an earlier step (APPR-10).
    pub(crate) fn send_back(&mut self, sign_off: RecordId, comment: &str, to_step: Option<i64>) -> Result<RecordId> {
        let (mut sign_off, mut request) = self.deciding(sign_off)?;
        if to_step.is_some_and(|step| step < 1 || step >= request.step) {
            let limit = Some((request.step - 1).to_string());
            self.violations().add("to_step", "out_of_range", "is no earlier step", limit);
        }
        self.check_fields()?;
        let before = request.clone();
        sign_off.status = SignOffStatus::Returned;
        (sign_off.decided_at, sign_off.decided_by) = (Some(self.now()), self.actor_key().zip(self.actor_id()));
        sign_off.comment = Some(comment.to_owned());
        store::decide(self.tx(), &sign_off)?;
        self.forget_due(sign_off.key)?;
        let on_behalf_of = sign_off.holder.map(|(key, _)| key);
        let beside = Beside { on_behalf_of, comment: Some(comment), ..Beside::default() };
        self.note(&request, ApprovalEventKind::Returned, beside)?;
        match to_step {
            Some(step) => {
                self.void_open(&request)?;
                request.round += 1;
                self.go_on(&mut request, step - 1, None)?;
                self.tell_of_request(request.submitter, NotificationKind::ApprovalDecided, &request)?;
            }
            None => self.return_request(&mut request, None)?,
        }
        self.keep_request(&before, &mut request)?;
        Ok(request.id)
    }

    /// Leaves out who is disabled, where others of the group decide: with them the step may have passed.
    pub(super) fn leave_out(&mut self, mut request: Request, mut sign_off: SignOff) -> Result<()> {
        let before = request.clone();
        sign_off.status = SignOffStatus::Void;
        sign_off.reason = Some(ApprovalReason::Disabled);
        store::decide(self.tx(), &sign_off)?;
        self.forget_due(sign_off.key)?;
        match self.verdict_of_step(&request)? {
            Verdict::Waits => return Ok(()),
            Verdict::Passes => {
                self.void_open(&request)?;
                let passed = request.step;
                self.go_on(&mut request, passed, None)?;
            }
            Verdict::Rejects => self.reject_request(&mut request)?,
        }
        self.keep_request(&before, &mut request)
    }
}
