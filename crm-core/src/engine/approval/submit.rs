//! What is submitted (APPR-5, APPR-10, APPR-18): judged as the operation itself, kept, and submitted again.

use serde_json::Value as Json;

use super::document::{self, Resuming, Withdrawing};
use super::freeze::in_approval;
use super::history::Beside;
use super::kept::reads_same;
use super::loaded::{Flow, Flows, Guarded};
use super::opening::Group;
use super::request::Request;
use super::store;
use super::tried::{Foreseen, Wanted, bare};
use super::{APPROVAL, ApprovalEventKind, ApprovalStatus, LONGEST_ARGUMENTS};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::Context;
use crate::engine::ids::{RecordId, UserId};
use crate::engine::objects::Bearer;
use crate::engine::objects::record::RecordKey;
use crate::engine::telling::Person;
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

/// What was found out about a submission: the flows, which one guards it, and what it would do.
type Judged = (std::sync::Arc<Flows>, Foreseen);

impl Context<'_> {
    /// All that stands against submitting it, and what it would do (APPR-5); `again` is the request that is submitted again.
    fn judge_submission(&mut self, submission: &Submission<'_>, again: Option<RecordId>) -> Result<Judged> {
        let record = &submission.bearer.record;
        let mut own = std::mem::take(self.violations());
        let open = store::open_of(self.tx(), &submission.bearer.home, record.id)?;
        if let Some(open) = open.filter(|open| Some(*open) != again) {
            return Err(in_approval(open));
        }
        let catalogue = self.catalogue()?;
        let operations = document::operations_of(&record.object, &catalogue.definitions);
        if !operations.iter().any(|operation| operation == submission.operation) {
            let detail = "is nothing that changes one record of the object";
            own.add("operation", "unknown_operation", detail, Some(operations.join(", ")));
            return Err(own.finish().err().unwrap_or_else(|| CrmError::bug("a refusal")));
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
        let kept = self.keep_for(guarded, flow, (&submission.bearer.home, record.id), Some(&foreseen.after))?;
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
        let (flows, foreseen) = self.judge_submission(submission, None)?;
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
        let (flows, foreseen) = self.judge_submission(submission, None)?;
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
        let record = &submission.bearer.record;
        let (flows, foreseen) = self.judge_submission(submission, Some(before.id))?;
        let found = Self::guarding(&flows, &record.object, &foreseen)?;
        let fresh = self.new_request(submission, found, &foreseen, before.id)?;
        let same = before.flow == fresh.flow && before.flow_version == fresh.flow_version;
        let here = before.content.resume == Some(Resuming::Here) && same && reads_same(&before.kept, &fresh.kept);
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
