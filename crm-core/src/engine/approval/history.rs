//! What happened to a request, and who is told of it (APPR-16, APPR-18).

use serde_json::json;

use super::request::Request;
use super::store::{self, Happened};
use super::{APPROVAL, ApprovalEventKind, ApprovalReason};
use crate::engine::audit::{Action, Change};
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::telling::{NotificationKind, Person, Telling, administrators};

/// What is said of an event beside its kind.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Beside<'a> {
    pub(super) on_behalf_of: Option<i64>,
    pub(super) to: Option<i64>,
    pub(super) comment: Option<&'a str>,
    pub(super) reason: Option<ApprovalReason>,
    /// Whether the engine did it by itself.
    pub(super) by_itself: bool,
}

/// What the audit is told of a request.
fn audited(request: &Request) -> String {
    let (status, outcome) = (request.status.as_str(), request.outcome.map(|outcome| outcome.as_str()));
    let (round, step) = (request.round, request.step);
    json!({"version": request.version, "status": status, "outcome": outcome, "round": round, "step": step}).to_string()
}

impl Context<'_> {
    pub(super) fn note(&mut self, request: &Request, kind: ApprovalEventKind, beside: Beside<'_>) -> Result<()> {
        let actor = self.actor_key().filter(|_| !beside.by_itself);
        let happened = Happened {
            approval: request.key,
            at: (request.round, request.step),
            kind,
            actor,
            on_behalf_of: beside.on_behalf_of.filter(|user| Some(*user) != actor),
            to: beside.to,
            comment: beside.comment,
            reason: beside.reason,
            now: self.now(),
        };
        store::happened(self.tx(), &happened)
    }

    /// Tells the audit that a request was submitted.
    pub(super) fn audit_new(&mut self, request: &Request) {
        let (id, after) = (Some(request.id), Some(audited(request)));
        self.changed_objects([Change {
            entity: APPROVAL,
            id,
            action: Action::Created,
            before: None,
            after,
            cause: None,
        }]);
    }

    /// Writes what became of a request, and tells the audit.
    pub(super) fn keep_request(&mut self, before: &Request, request: &mut Request) -> Result<()> {
        request.version += 1;
        store::update(self.tx(), request)?;
        let (id, before, after) = (Some(request.id), Some(audited(before)), Some(audited(request)));
        self.changed_objects([Change { entity: APPROVAL, id, action: Action::Updated, before, after, cause: None }]);
        Ok(())
    }

    /// Has somebody told of a request, where they are active; what they read of it is asked where they read it.
    pub(super) fn tell_of_request(&mut self, to: Person, kind: NotificationKind, request: &Request) -> Result<()> {
        if store::is_active(self.tx(), to.0)? {
            self.tell_active_of_request(to, kind, request);
        }
        Ok(())
    }

    /// The same of somebody who is active.
    pub(super) fn tell_active_of_request(&mut self, to: Person, kind: NotificationKind, request: &Request) {
        // One of a request and call, for what counts most.
        let known = self.telling.iter().position(|telling| telling.to.0 == to.0 && telling.about == Some(request.id.0));
        match known {
            Some(at) if self.telling.get(at).is_some_and(|telling| telling.kind <= kind) => return,
            Some(at) => drop(self.telling.remove(at)),
            None => {}
        }
        let title = match &request.title {
            Some(title) => format!("{} {title}", request.number),
            None => request.number.to_string(),
        };
        let status = request.status.as_str();
        let detail =
            json!({"object": APPROVAL.as_str(), "id": request.id.to_string(), "title": title, "status": status});
        let about = Some(request.id.0);
        self.tell(Telling { detail: Some(detail.to_string()), about, ..Telling::new(to, kind) });
    }

    /// Has the administrators told that nobody can be asked (APPR-7), or that an approved operation failed.
    pub(super) fn tell_administrators(&mut self, kind: NotificationKind, request: &Request) -> Result<()> {
        for to in administrators(self.tx())? {
            self.tell_active_of_request(to, kind, request);
        }
        Ok(())
    }
}
