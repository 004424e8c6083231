//! Time-outs (APPR-13) as due work of each sign-off, and what becomes of sign-offs whose holder is disabled (APPR-14).

use chrono::TimeDelta;

use super::document::OnTimeout;
use super::history::Beside;
use super::opening::Place;
use super::request::{Request, SignOff};
use super::store;
use super::{ApprovalEventKind, ApprovalReason, SignOffStatus};
use crate::engine::clock::Timestamp;
use crate::engine::due::{Item, Kind};
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::schedule::Job;
use crate::engine::telling::NotificationKind;

/// Its name.
const JOB: Job = Job::named("approval_due");

/// The work: of the sign-off with the key.
static DUE: Kind = kind();

/// The work, as its area declares it.
pub(crate) const fn kind() -> Kind {
    Kind {
        job: JOB,
        doc: "What happens where nobody decides a sign-off in time: a reminder, somebody else, or a decision (APPR-13).",
        serve,
        again: None,
    }
}

/// How long after a reminder the next comes, and how many there are.
const AGAIN: TimeDelta = TimeDelta::hours(24);
const MOST: i64 = 3;

/// How late what would decide may come: later than that it reminds first.
const LATE: TimeDelta = TimeDelta::hours(24);

impl Request {
    fn hours(&self) -> Option<(TimeDelta, OnTimeout)> {
        let flat = self.content.flat();
        let at = usize::try_from(self.step - 1).ok().and_then(|at| flat.get(at))?.at;
        let step = self.content.steps.get(at)?;
        Some((TimeDelta::hours(step.due_hours?), step.on_timeout.unwrap_or(OnTimeout::Remind)))
    }
}

fn serve(cx: &mut Context<'_>, item: &Item) -> Result<()> {
    let Some(sign_off) = store::sign_off_by_key(cx.tx(), item.subject)? else { return Ok(()) };
    let Some(request) = store::by_key(cx.tx(), sign_off.approval)? else { return Ok(()) };
    let Some((_, does)) = request.hours().filter(|_| sign_off.status == SignOffStatus::Open) else { return Ok(()) };
    match does {
        OnTimeout::Remind => cx.remind(&request, sign_off, item.due_at),
        OnTimeout::Escalate => cx.escalate(&request, sign_off, item.due_at),
        OnTimeout::Approve | OnTimeout::Reject if sign_off.tries == 0 && cx.now() - item.due_at > LATE => {
            cx.remind(&request, sign_off, item.due_at)
        }
        OnTimeout::Approve | OnTimeout::Reject => {
            let approves = does == OnTimeout::Approve;
            cx.decide_sign_off(sign_off.id, (approves, None), Some(ApprovalReason::TimedOut)).map(drop)
        }
    }
}

impl Context<'_> {
    /// Sets when a sign-off is due, counted from its opening.
    pub(super) fn due_for(&mut self, request: &Request, sign_off: &SignOff) -> Result<()> {
        match request.hours() {
            Some((hours, _)) => DUE.set(self.tx(), sign_off.key, 0, sign_off.opened_at + hours),
            None => Ok(()),
        }
    }

    pub(super) fn forget_due(&mut self, sign_off: i64) -> Result<()> {
        DUE.forget(self.tx(), sign_off)
    }

    fn remind(&mut self, request: &Request, mut sign_off: SignOff, due_at: Timestamp) -> Result<()> {
        let reason = Some(ApprovalReason::TimedOut);
        sign_off.tries += 1;
        store::decide(self.tx(), &sign_off)?;
        let to = sign_off.holder.map(|(key, _)| key);
        self.note(request, ApprovalEventKind::Reminded, Beside { to, reason, by_itself: true, ..Beside::default() })?;
        self.tell_holder(request, &sign_off, NotificationKind::SignOffDue)?;
        let decides = request.hours().is_some_and(|(_, does)| matches!(does, OnTimeout::Approve | OnTimeout::Reject));
        if decides || sign_off.tries < MOST {
            let next = (due_at + AGAIN).max(self.now() + TimeDelta::hours(1));
            DUE.set(self.tx(), sign_off.key, 0, next)?;
        }
        Ok(())
    }

    /// Gives a sign-off to the superior of who holds it, passing over the submitter and who holds one of the step.
    fn escalate(&mut self, request: &Request, mut sign_off: SignOff, due_at: Timestamp) -> Result<()> {
        let all = store::sign_offs(self.tx(), request.key)?;
        let holds = |key: i64| {
            let of_step = |one: &&SignOff| one.round == request.round && one.step == request.step;
            all.iter().filter(of_step).any(|one| one.holder.is_some_and(|(holder, _)| holder == key))
        };
        let (mut above, mut met) = (sign_off.holder, Vec::new());
        while let Some((key, _)) = above {
            if key != request.submitter.0 && !holds(key) {
                break;
            }
            if met.contains(&key) {
                above = None;
                break;
            }
            met.push(key);
            above = self.superior_of_person(key)?;
        }
        let Some(above) = above.filter(|_| sign_off.tries < MOST) else {
            // Nobody is left to whom it could go: it is as if it were to be reminded of.
            if sign_off.tries >= MOST * 2 {
                return Ok(());
            }
            return self.remind(request, sign_off, due_at);
        };
        let from = sign_off.holder.map(|(key, _)| key);
        sign_off.holder = Some(above);
        (sign_off.opened_at, sign_off.tries) = (self.now(), sign_off.tries + 1);
        sign_off.reason = Some(ApprovalReason::TimedOut);
        store::decide(self.tx(), &sign_off)?;
        let reason = Some(ApprovalReason::TimedOut);
        let beside = Beside { on_behalf_of: from, to: Some(above.0), reason, by_itself: true, comment: None };
        self.note(request, ApprovalEventKind::PassedOn, beside)?;
        self.due_for(request, &sign_off)?;
        self.tell_holder(request, &sign_off, NotificationKind::SignOff)
    }

    /// The sign-offs of somebody who is disabled go to who takes their place (APPR-14).
    pub(crate) fn move_sign_offs(&mut self, person: i64) -> Result<()> {
        if !self.has_flows()? {
            return Ok(());
        }
        for mut sign_off in store::open_of_person(self.tx(), person)? {
            let Some(request) = store::by_key(self.tx(), sign_off.approval)? else { continue };
            let next = match self.in_place_of_holder(&request, &sign_off)? {
                Place::LeftOut => {
                    self.leave_out(request, sign_off)?;
                    continue;
                }
                Place::Somebody(next) => Some(next),
                Place::Nobody => None,
            };
            sign_off.holder = next;
            (sign_off.opened_at, sign_off.reason) = (self.now(), Some(ApprovalReason::Disabled));
            store::decide(self.tx(), &sign_off)?;
            let reason = Some(ApprovalReason::Disabled);
            let to = next.map(|(key, _)| key);
            let beside = Beside { on_behalf_of: Some(person), to, reason, by_itself: true, comment: None };
            match next {
                Some(_) => {
                    self.note(&request, ApprovalEventKind::PassedOn, beside)?;
                    self.due_for(&request, &sign_off)?;
                    self.tell_holder(&request, &sign_off, NotificationKind::SignOff)?;
                }
                None => {
                    self.note(&request, ApprovalEventKind::Stuck, beside)?;
                    self.forget_due(sign_off.key)?;
                    self.tell_administrators(NotificationKind::ApprovalStuck, &request)?;
                }
            }
        }
        Ok(())
    }
}
