//! A request, its sign-offs and what happened to it, as they are kept.

use super::document::ApprovalFlow;
use super::{ApprovalEventKind, ApprovalOutcome, ApprovalReason, ApprovalStatus, SignOffStatus, SignerPlace};
use crate::engine::clock::Timestamp;
use crate::engine::ids::{RecordId, UserId};
use crate::engine::objects::record::RecordKey;
use crate::engine::telling::Person;

/// A request for approval (审批单).
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) key: i64,
    pub(crate) id: RecordId,
    pub(crate) version: i64,
    pub(crate) number: i64,
    /// The table of its record.
    pub(crate) home: String,
    /// The record; its object as it was called then.
    pub(crate) record: RecordKey,
    /// What the record was called then.
    pub(crate) title: Option<String>,
    pub(crate) operation: String,
    /// The arguments, as JSON.
    pub(crate) arguments: String,
    pub(crate) submitter: Person,
    pub(crate) submitter_name: String,
    /// Whom the submitter named.
    pub(crate) chosen: Vec<UserId>,
    pub(crate) flow: RecordId,
    pub(crate) flow_name: String,
    pub(crate) flow_version: i64,
    pub(crate) content: ApprovalFlow,
    /// What is compared at the end.
    pub(crate) kept: String,
    /// What the operation changes, as the audit tells it: before and after.
    pub(crate) fields: [Option<String>; 2],
    pub(crate) status: ApprovalStatus,
    pub(crate) outcome: Option<ApprovalOutcome>,
    pub(crate) error: Option<String>,
    pub(crate) reason: Option<ApprovalReason>,
    pub(crate) round: i64,
    /// The step that is open, from 1.
    pub(crate) step: i64,
    pub(crate) created_at: Timestamp,
    pub(crate) ended_at: Option<Timestamp>,
}

/// A person's part in a step.
#[derive(Debug, Clone)]
pub(crate) struct SignOff {
    pub(crate) key: i64,
    pub(crate) id: RecordId,
    pub(crate) approval: i64,
    pub(crate) round: i64,
    pub(crate) step: i64,
    /// The group, from 1.
    pub(crate) place: i64,
    /// Nobody, where nobody can be asked.
    pub(crate) holder: Option<Person>,
    pub(crate) holder_name: Option<String>,
    pub(crate) status: SignOffStatus,
    pub(crate) opened_at: Timestamp,
    pub(crate) decided_at: Option<Timestamp>,
    pub(crate) decided_by: Option<Person>,
    pub(crate) decider_name: Option<String>,
    pub(crate) comment: Option<String>,
    pub(crate) reason: Option<ApprovalReason>,
    /// How often its holder was reminded, or it went to a superior.
    pub(crate) tries: i64,
    /// The sign-off whose holder asked them, and where.
    pub(crate) added: Option<(i64, SignerPlace)>,
}

/// What happened to a request.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    pub(crate) round: i64,
    pub(crate) step: i64,
    pub(crate) kind: ApprovalEventKind,
    /// Who did it; nobody where the engine did.
    pub(crate) actor: Option<(UserId, String)>,
    /// For whom they did it.
    pub(crate) on_behalf_of: Option<(UserId, String)>,
    /// To whom it went.
    pub(crate) to: Option<(UserId, String)>,
    pub(crate) comment: Option<String>,
    pub(crate) reason: Option<ApprovalReason>,
    pub(crate) happened_at: Timestamp,
}

/// A step as it is asked: of one that asks every level there are several.
#[derive(Debug, Clone, Copy)]
pub(super) struct Flat {
    /// Its place among the flow's steps.
    pub(super) at: usize,
    /// The level, of a step that asks each.
    pub(super) level: Option<i64>,
}

impl ApprovalFlow {
    /// The steps in their order, those of every level one by one (APPR-2).
    pub(super) fn flat(&self) -> Vec<Flat> {
        let mut flat = Vec::new();
        for (at, step) in self.steps.iter().enumerate() {
            let each = step.groups.iter().flat_map(|group| &group.people).find(|people| people.each == Some(true));
            match each {
                Some(people) => {
                    flat.extend((1..=people.level.unwrap_or(1)).map(|level| Flat { at, level: Some(level) }));
                }
                None => flat.push(Flat { at, level: None }),
            }
        }
        flat
    }
}

impl Request {
    /// What the step is called in which it stands.
    pub(crate) fn step_name(&self) -> Option<String> {
        let flat = self.content.flat();
        let at = usize::try_from(self.step - 1).ok().and_then(|at| flat.get(at))?.at;
        self.content.steps.get(at).map(|step| step.name.clone())
    }
}
