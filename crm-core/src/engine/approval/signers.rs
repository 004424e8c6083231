//! Others who are asked too, or in a holder's place (APPR-11).

use super::history::Beside;
use super::request::{Request, SignOff};
use super::store;
use super::{ApprovalEventKind, SignOffStatus, SignerPlace};
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::ids::RecordId;
use crate::engine::telling::{NotificationKind, Person};

/// The most whom the holder of a sign-off asks too.
const MOST_SIGNERS: usize = 10;

/// Where a sign-off stands with those whom its holder asked before and behind: a rejection by one is the holder's, and their
/// approval counts with all of them.
pub(super) fn with_signers(one: &SignOff, all: &[SignOff]) -> SignOffStatus {
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

impl Context<'_> {
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
    pub(super) fn open_behind(&mut self, request: &Request, decided: &SignOff) -> Result<()> {
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
        let mut asked = Vec::with_capacity(users.len());
        for user in users {
            let (holder, added) = (Some(*user), Some((sign_off.key, place)));
            asked.push(self.ask_added(&request, sign_off.place, holder, added)?);
            let beside = Beside { to: Some(user.0), comment, ..Beside::default() };
            self.note(&request, ApprovalEventKind::SignersAdded, beside)?;
        }
        self.tell_holders(&request, &asked, NotificationKind::SignOff)?;
        if place == SignerPlace::Before {
            sign_off.status = SignOffStatus::Waiting;
            store::decide(self.tx(), &sign_off)?;
            self.forget_due(sign_off.key)?;
        }
        self.keep_request(&before, &mut request)?;
        Ok(request.id)
    }
}
