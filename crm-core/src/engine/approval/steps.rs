//! The way of a request (APPR-5, APPR-8, APPR-10): submitted, decided step by step, sent back, ended.

use serde_json::Value as Json;

use super::decide::{self, Verdict};
use super::document::{Needed, Resuming, Withdrawing};
use super::freeze::in_approval;
use super::history::Beside;
use super::kept::reads_same;
use super::loaded::{Flow, Flows, Guarded};
use super::opening::Group;
use super::request::{Request, SignOff};
use super::store;
use super::tried::{Foreseen, Wanted, bare};
use super::{
    APPROVAL, ApprovalEventKind, ApprovalReason, ApprovalStatus, LONGEST_ARGUMENTS, SignOffStatus, SignerPlace,
};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::{RecordId, UserId};
use crate::engine::objects::Bearer;
use crate::engine::objects::record::RecordKey;
use crate::engine::telling::{NotificationKind, Person};
use crate::engine::validate::Violations;

/// What is submitted.
#[derive(Debug)]
pub(crate) struct Submission<'a> {
    pub(crate) bearer: &'a Bearer,
    pub(crate) operation: &'a str,
    pub(crate) arguments: &'a Json,
    pub(crate) chosen: &'a [UserId],
    pub(crate) comment: Option<&'a str>,
}

/// A step as it would be asked now.
#[derive(Debug)]
pub(crate) struct Ahead {
    /// Its number, from 1.
    pub(crate) step: i64,
    pub(crate) name: String,
    /// Whether its condition leaves it out, or nobody is so far above.
    pub(crate) skipped: bool,
    /// Who would be asked, by groups; nobody in a group that passes by itself, or where nobody can be asked.
    pub(crate) groups: Vec<Vec<Person>>,
}

impl Submission<'_> {
    fn wanted(&self) -> Wanted {
        let (object, id) = (self.bearer.record.object.clone(), self.bearer.record.id);
        Wanted { object, id, verb: self.operation.to_owned(), arguments: bare(self.arguments).to_string() }
    }
}

impl Request {
    pub(super) fn wanted(&self) -> Wanted {
        Wanted {
            object: self.record.object.clone(),
            id: self.record.id,
            verb: self.operation.clone(),
            arguments: self.arguments.clone(),
        }
    }
}

/// The most whom the holder of a sign-off asks too.
const MOST_SIGNERS: usize = 10;

/// Where a sign-off stands with those whom its holder asked before and behind: a rejection by one is the holder's, and their
/// approval counts with all of them.
fn with_signers(one: &SignOff, all: &[SignOff]) -> SignOffStatus {
    let mut theirs = all
        .iter()
        .filter(|other| other.added.is_some_and(|(parent, place)| parent == one.key && place != SignerPlace::Beside));
    let statuses: Vec<SignOffStatus> = theirs.by_ref().map(|other| other.status).collect();
    match one.status {
        SignOffStatus::Void | SignOffStatus::Returned | SignOffStatus::Rejected => one.status,
        _ if statuses.contains(&SignOffStatus::Rejected) => SignOffStatus::Rejected,
        SignOffStatus::Waiting => SignOffStatus::Open,
        SignOffStatus::Approved if statuses.iter().any(|status| is_awaited(*status)) => SignOffStatus::Open,
        status => status,
    }
}

fn is_awaited(status: SignOffStatus) -> bool {
    matches!(status, SignOffStatus::Open | SignOffStatus::Waiting)
}

/// What was found out about a submission: the flows, which one guards it, and what it would do.
type Judged = (std::sync::Arc<Flows>, Foreseen);

impl Context<'_> {
    /// All that stands against submitting it, and what it would do (APPR-5).
    fn judge_submission(&mut self, submission: &Submission<'_>) -> Result<Judged> {
        let record = &submission.bearer.record;
        let mut own = std::mem::take(self.violations());
        if let Some(open) = store::open_of(self.tx(), &submission.bearer.home, record.id)? {
            return Err(in_approval(open));
        }
        let flows = self.flows()?;
        let tried = self.foresee(&submission.wanted(), flows.as_deref());
        let foreseen = match tried {
            Err(CrmError::Invalid { fields }) if !own.is_empty() => {
                let mut all = Violations::default();
                all.extend(own.into_fields());
                all.extend(fields);
                return Err(all.finish().err().unwrap_or_else(|| CrmError::bug("a refusal")));
            }
            tried => tried?,
        };
        own.finish()?;
        let whole = submission.wanted().arguments.len();
        if whole > LONGEST_ARGUMENTS {
            let limit = Some(LONGEST_ARGUMENTS.to_string());
            self.violations().add("arguments", "too_large", "is more than is kept of a request", limit);
            self.check_fields()?;
        }
        match (flows, foreseen) {
            (Some(flows), Some(foreseen)) => Ok((flows, foreseen)),
            _ => Err(CrmError::conflict(&record.object, record.id, "no_approval_needed")),
        }
    }

    fn guarding<'f>(flows: &'f Flows, object: &str, foreseen: &Foreseen) -> Result<(&'f Guarded, &'f Flow)> {
        let guarded = flows.objects.get(object).ok_or_else(|| CrmError::bug("an object with flows"))?;
        let flow = foreseen.flow.and_then(|place| guarded.flows.get(place));
        flow.map(|flow| (guarded, flow)).ok_or_else(|| CrmError::bug("a flow that was found"))
    }

    fn new_request(
        &mut self,
        submission: &Submission<'_>,
        (guarded, flow): (&Guarded, &Flow),
        foreseen: &Foreseen,
        id: RecordId,
    ) -> Result<Request> {
        let record = &submission.bearer.record;
        let Some(submitter) = self.actor_key().zip(self.actor_id()) else {
            return Err(CrmError::forbidden(self.called(), "no_permission"));
        };
        let kept = self.keep_for(guarded, flow, (&submission.bearer.home, record.id))?;
        let kept = kept.ok_or_else(|| CrmError::bug("a record that was just read"))?;
        Ok(Request {
            key: 0,
            id,
            version: 1,
            number: 0,
            home: submission.bearer.home.to_string(),
            record: RecordKey { object: record.object.clone(), id: record.id },
            title: record.title.clone(),
            operation: submission.operation.to_owned(),
            arguments: submission.wanted().arguments,
            submitter,
            submitter_name: String::new(),
            chosen: submission.chosen.to_vec(),
            flow: flow.id,
            flow_name: flow.name.clone(),
            flow_version: flow.version,
            content: flow.content.clone(),
            kept,
            fields: foreseen.fields.clone(),
            status: ApprovalStatus::Pending,
            outcome: None,
            error: None,
            reason: None,
            round: 1,
            step: 0,
            created_at: self.now(),
            ended_at: None,
        })
    }

    /// Submits an operation (APPR-5).
    pub(crate) fn submit_for_approval(&mut self, submission: &Submission<'_>, id: RecordId) -> Result<RecordId> {
        let (flows, foreseen) = self.judge_submission(submission)?;
        let found = Self::guarding(&flows, &submission.bearer.record.object, &foreseen)?;
        let mut request = self.new_request(submission, found, &foreseen, id)?;
        request.number = self.next_number(APPROVAL)?;
        request.key = store::insert(self.tx(), &request)?;
        let beside = Beside { comment: submission.comment, ..Beside::default() };
        self.note(&request, ApprovalEventKind::Submitted, beside)?;
        self.audit_new(&request);
        let before = request.clone();
        self.go_on(&mut request, 0, Some(&foreseen))?;
        self.keep_request(&before, &mut request)?;
        Ok(request.id)
    }

    /// What would be asked of whom, and what the operation would change (APPR-18).
    pub(crate) fn preview_approval(&mut self, submission: &Submission<'_>) -> Result<(Request, Vec<Ahead>)> {
        let (flows, foreseen) = self.judge_submission(submission)?;
        let found = Self::guarding(&flows, &submission.bearer.record.object, &foreseen)?;
        let request = self.new_request(submission, found, &foreseen, RecordId::default())?;
        let mut ahead = Vec::new();
        for (at, flat) in request.content.flat().into_iter().enumerate() {
            let name = request.content.steps.get(flat.at).map(|step| step.name.clone()).unwrap_or_default();
            let holds = self.step_holds(&request, found.0, found.1, flat.at, Some(&foreseen))?;
            let groups = if holds { self.groups_of(&request, flat)? } else { None };
            let skipped = groups.is_none();
            let people = |group: Group| group.people.into_iter().map(|(person, _)| person).collect();
            let groups = groups.unwrap_or_default().into_iter().map(people).collect();
            let step = i64::try_from(at + 1).unwrap_or(i64::MAX);
            ahead.push(Ahead { step, name, skipped, groups });
        }
        Ok((request, ahead))
    }

    /// Whether the condition of a step holds of the record as the operation would leave it now. One that would be refused now
    /// leaves no step out.
    fn step_holds(
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
        if copies.is_empty() {
            return Ok(());
        }
        let people = match self.people_asked(&request.record, request.submitter.0, &copies) {
            Err(CrmError::Invalid { .. }) => Vec::new(),
            people => people?,
        };
        for person in people {
            store::copy(self.tx(), request.key, person.0)?;
            self.tell_of_request(person, NotificationKind::ApprovalEnded, request)?;
        }
        Ok(())
    }

    /// A request goes back to its submitter.
    pub(super) fn return_request(&mut self, request: &mut Request, reason: Option<ApprovalReason>) -> Result<()> {
        self.void_open(request)?;
        (request.status, request.reason) = (ApprovalStatus::Returned, reason);
        self.tell_of_request(request.submitter, NotificationKind::ApprovalReturned, request)
    }

    /// The request of a sign-off that is open, with both.
    fn deciding(&mut self, sign_off: RecordId) -> Result<(SignOff, Request)> {
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

    /// Moves a sign-off to somebody else (APPR-11).
    pub(crate) fn pass_on(&mut self, sign_off: RecordId, to: Person, comment: &str) -> Result<RecordId> {
        let (mut sign_off, mut request) = self.deciding(sign_off)?;
        let all = store::sign_offs(self.tx(), request.key)?;
        let holds = |one: &SignOff| {
            let of_step = one.round == request.round && one.step == request.step;
            of_step && one.holder.is_some_and(|(key, _)| key == to.0)
        };
        if to.0 == request.submitter.0 {
            self.violations().add("to", "not_here", "submitted it", None);
        } else if all.iter().any(holds) {
            self.violations().add("to", "not_unique", "holds a sign-off of the step", None);
        }
        self.check_fields()?;
        let before = request.clone();
        let on_behalf_of = sign_off.holder.map(|(key, _)| key);
        sign_off.holder = Some(to);
        (sign_off.opened_at, sign_off.tries, sign_off.reason) = (self.now(), 0, None);
        store::decide(self.tx(), &sign_off)?;
        self.due_for(&request, &sign_off)?;
        let beside = Beside { on_behalf_of, to: Some(to.0), comment: Some(comment), ..Beside::default() };
        self.note(&request, ApprovalEventKind::PassedOn, beside)?;
        self.tell_holder(&request, &sign_off, NotificationKind::SignOff)?;
        self.keep_request(&before, &mut request)?;
        Ok(request.id)
    }

    /// Who waited for signers is asked again, once all of these have approved.
    fn open_behind(&mut self, request: &Request, decided: &SignOff) -> Result<()> {
        let Some((parent, SignerPlace::Before)) = decided.added else { return Ok(()) };
        let all = store::sign_offs(self.tx(), request.key)?;
        let before = |one: &&SignOff| one.added == Some((parent, SignerPlace::Before));
        let approved = all.iter().filter(before).all(|one| one.status == SignOffStatus::Approved);
        let Some(mut parent) = all.into_iter().find(|one| one.key == parent).filter(|_| approved) else {
            return Ok(());
        };
        (parent.status, parent.opened_at) = (SignOffStatus::Open, self.now());
        store::decide(self.tx(), &parent)?;
        self.due_for(request, &parent)?;
        self.tell_holder(request, &parent, NotificationKind::SignOff)
    }

    /// Asks others too (APPR-11).
    pub(crate) fn add_signers(
        &mut self,
        sign_off: RecordId,
        users: &[Person],
        (place, comment): (SignerPlace, Option<&str>),
    ) -> Result<RecordId> {
        let (mut sign_off, mut request) = self.deciding(sign_off)?;
        let all = store::sign_offs(self.tx(), request.key)?;
        let of_step = |one: &&SignOff| one.round == request.round && one.step == request.step;
        let holds = |key: i64| all.iter().filter(of_step).any(|one| one.holder.is_some_and(|(held, _)| held == key));
        for (at, (key, _)) in users.iter().enumerate() {
            let path = format!("users[{at}]");
            if *key == request.submitter.0 {
                self.violations().add(&path, "not_here", "submitted it", None);
            } else if holds(*key) || users.iter().take(at).any(|(before, _)| before == key) {
                self.violations().add(&path, "not_unique", "holds a sign-off of the step", None);
            }
        }
        let there = all.iter().filter(|one| one.added.is_some_and(|(parent, _)| parent == sign_off.key)).count();
        if there + users.len() > MOST_SIGNERS {
            let limit = Some(MOST_SIGNERS.to_string());
            self.violations().add("users", "too_many", "are more than a sign-off has", limit);
        }
        self.check_fields()?;
        let before = request.clone();
        for user in users {
            let (holder, added) = (Some(*user), Some((sign_off.key, place)));
            self.ask_added(&request, sign_off.place, holder, added)?;
            let beside = Beside { to: Some(user.0), comment, ..Beside::default() };
            self.note(&request, ApprovalEventKind::SignersAdded, beside)?;
        }
        if place == SignerPlace::Before {
            sign_off.status = SignOffStatus::Waiting;
            store::decide(self.tx(), &sign_off)?;
            self.forget_due(sign_off.key)?;
        }
        self.keep_request(&before, &mut request)?;
        Ok(request.id)
    }

    /// Its submitter takes a request back.
    pub(crate) fn withdraw_request(&mut self, mut request: Request, comment: Option<&str>) -> Result<RecordId> {
        let before = request.clone();
        let early = request.content.withdraw == Some(Withdrawing::BeforeDecision);
        if request.status == ApprovalStatus::Pending && early && store::is_decided(self.tx(), &request)? {
            return Err(CrmError::conflict(APPROVAL.as_str(), request.id, "decided"));
        }
        self.note(&request, ApprovalEventKind::Withdrawn, Beside { comment, ..Beside::default() })?;
        self.end_request(&mut request, ApprovalStatus::Withdrawn)?;
        self.keep_request(&before, &mut request)?;
        Ok(request.id)
    }

    /// An administrator ends a request.
    pub(crate) fn cancel_request(&mut self, mut request: Request, comment: &str) -> Result<RecordId> {
        let before = request.clone();
        self.note(&request, ApprovalEventKind::Cancelled, Beside { comment: Some(comment), ..Beside::default() })?;
        self.end_request(&mut request, ApprovalStatus::Cancelled)?;
        self.keep_request(&before, &mut request)?;
        Ok(request.id)
    }

    /// Its submitter submits a request again (APPR-10), which was returned.
    pub(crate) fn resubmit_request(
        &mut self,
        before: &Request,
        submission: &Submission<'_>,
        comment: Option<&str>,
    ) -> Result<RecordId> {
        let mut own = std::mem::take(self.violations());
        let flows = self.flows()?;
        let foreseen = self.foresee(&submission.wanted(), flows.as_deref())?;
        own.finish()?;
        let record = &submission.bearer.record;
        let (Some(flows), Some(foreseen)) = (flows, foreseen) else {
            return Err(CrmError::conflict(&record.object, record.id, "no_approval_needed"));
        };
        let found = Self::guarding(&flows, &record.object, &foreseen)?;
        let fresh = self.new_request(submission, found, &foreseen, before.id)?;
        let same = before.flow == fresh.flow && before.flow_version == fresh.flow_version;
        let here = before.content.resume == Some(Resuming::Here) && same && reads_same(&before.kept, &fresh.kept);
        let here = here && before.arguments == fresh.arguments;
        let passed = if here { before.step - 1 } else { 0 };
        let mut request = Request {
            key: before.key,
            version: before.version,
            number: before.number,
            submitter_name: before.submitter_name.clone(),
            round: before.round + 1,
            step: before.step,
            created_at: before.created_at,
            ..fresh
        };
        self.note(&request, ApprovalEventKind::Resubmitted, Beside { comment, ..Beside::default() })?;
        store::update(self.tx(), &request)?;
        self.go_on(&mut request, passed, Some(&foreseen))?;
        self.keep_request(before, &mut request)?;
        Ok(request.id)
    }
}
