//! Opening a step (APPR-7): who is asked, as things then are, and who takes whose place.

use std::collections::BTreeSet;

use super::document::{ApprovalGroup, Repeated, SelfApproval};
use super::history::Beside;
use super::request::{Flat, Request, SignOff};
use super::store;
use super::{ApprovalEventKind, ApprovalReason, SignOffStatus, SignerPlace};
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::ids::RecordId;
use crate::engine::people::{People, PeopleKind};
use crate::engine::superior::superior;
use crate::engine::telling::{NotificationKind, Person};

/// The most people of a group. Where a role or a department has more, nobody is left out without a word: what would open the
/// step is refused.
const MOST_PEOPLE: usize = 500;

/// Who is asked in a group.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Group {
    /// Each with why they are asked, where they were not found themselves.
    pub(crate) people: Vec<(Person, Option<ApprovalReason>)>,
    /// Whether it passes, since nobody but the submitter would be asked.
    pub(crate) passes: bool,
}

/// What becomes of the sign-off of who is disabled.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    /// It goes to somebody else.
    Somebody(Person),
    /// Others of the group decide.
    LeftOut,
    /// Nobody can be asked.
    Nobody,
}

impl Context<'_> {
    /// Who is asked in the groups of a step. None where nobody is so far above the submitter, of a step that asks every level.
    pub(super) fn groups_of(&mut self, request: &Request, flat: Flat) -> Result<Option<Vec<Group>>> {
        let Some(step) = request.content.steps.get(flat.at).cloned() else { return Ok(Some(Vec::new())) };
        let mut groups = Vec::with_capacity(step.groups.len());
        for group in &step.groups {
            let found = self.people_of_group(request, group, flat.level)?;
            if found.is_empty() && flat.level.is_some_and(|level| level > 1) {
                return Ok(None);
            }
            groups.push(self.in_their_places(request, found)?);
        }
        Ok(Some(groups))
    }

    fn people_of_group(&mut self, request: &Request, group: &ApprovalGroup, level: Option<i64>) -> Result<Vec<Person>> {
        let mut found: Vec<Person> = Vec::new();
        for source in &group.people {
            let people = People { level: level.or(source.level), ..source.clone() };
            let named = match source.kind {
                PeopleKind::Chosen => store::people(self.tx(), &request.chosen)?,
                _ => self.people_asked(&request.record, request.submitter.0, [&people])?,
            };
            found.extend(named);
        }
        found.sort_unstable();
        found.dedup();
        if found.len() > MOST_PEOPLE {
            let limit = Some(MOST_PEOPLE.to_string());
            self.violations().add("people", "too_many", "are more than a group of a step asks", limit);
            self.check_fields()?;
        }
        Ok(found)
    }

    /// Those who are asked in the end: who is disabled, and the submitter, have somebody in their place or none (APPR-7).
    fn in_their_places(&mut self, request: &Request, found: Vec<Person>) -> Result<Group> {
        let own = request.content.self_approval.unwrap_or(SelfApproval::Superior);
        let (mut group, mut skipped, mut lost) = (Group::default(), false, found.is_empty());
        // Of those above them it is asked one by one: they are few.
        let active = store::active(self.tx(), &found.iter().map(|(key, _)| *key).collect::<Vec<_>>())?;
        for person in found {
            let (mut now, mut reason, mut met) = (Some(person), None, BTreeSet::new());
            while let Some(somebody) = now {
                if !met.insert(somebody.0) {
                    now = None;
                    break;
                }
                if !active.contains(&somebody.0) && !store::is_active(self.tx(), somebody.0)? {
                    reason = Some(ApprovalReason::Disabled);
                    now = self.superior_of_person(somebody.0)?;
                } else if somebody.0 == request.submitter.0 && own != SelfApproval::Ask {
                    reason = Some(ApprovalReason::OwnRequest);
                    if own == SelfApproval::Skip {
                        skipped = true;
                        break;
                    }
                    now = self.superior_of_person(somebody.0)?;
                } else {
                    break;
                }
            }
            match now {
                Some(somebody) if somebody.0 == request.submitter.0 && own == SelfApproval::Skip => {}
                Some(somebody) if group.people.iter().any(|(known, _)| known.0 == somebody.0) => {}
                Some(somebody) => group.people.push((somebody, reason)),
                None => lost = true,
            }
        }
        group.passes = group.people.is_empty() && skipped && !lost;
        if group.people.is_empty() && !group.passes {
            group.people.extend(self.fallback_of(request)?.map(|person| (person, Some(ApprovalReason::Fallback))));
        }
        Ok(group)
    }

    /// Who takes the place of the holder of a sign-off who is disabled (APPR-14). Where they were found by a role or department
    /// they are left out, while anybody else is in their group.
    pub(super) fn in_place_of_holder(&mut self, request: &Request, sign_off: &SignOff) -> Result<Place> {
        let flat = request.content.flat();
        let at = usize::try_from(sign_off.step - 1).ok().and_then(|at| flat.get(at).copied());
        let step = at.and_then(|flat| Some((flat, request.content.steps.get(flat.at)?.clone())));
        let place = usize::try_from(sign_off.place - 1).unwrap_or_default();
        let group = step.and_then(|(flat, step)| Some((flat, step.groups.get(place)?.clone())));
        let (Some(holder), Some((flat, group))) = (sign_off.holder, group) else { return Ok(Place::Nobody) };
        let many = |kind: PeopleKind| matches!(kind, PeopleKind::Role | PeopleKind::Department);
        let named = group.people.iter().filter(|people| !many(people.kind)).cloned().collect();
        let named = ApprovalGroup { people: named, ..group.clone() };
        let by_name = self.people_of_group(request, &named, flat.level)?.contains(&holder);
        if !by_name && group.people.iter().any(|people| many(people.kind)) {
            let others = store::sign_offs(self.tx(), request.key)?;
            let beside = |one: &SignOff| {
                let of_group = (one.round, one.step, one.place) == (sign_off.round, sign_off.step, sign_off.place);
                of_group && one.key != sign_off.key && one.status != SignOffStatus::Void && one.holder.is_some()
            };
            if others.iter().any(beside) {
                return Ok(Place::LeftOut);
            }
            return Ok(self.fallback_of(request)?.map_or(Place::Nobody, Place::Somebody));
        }
        let found = self.in_their_places(request, vec![holder])?;
        Ok(found.people.first().map_or(Place::Nobody, |(person, _)| Place::Somebody(*person)))
    }

    pub(super) fn superior_of_person(&mut self, person: i64) -> Result<Option<Person>> {
        match superior(self.tx(), person)? {
            Some(key) => store::person_of(self.tx(), key),
            None => Ok(None),
        }
    }

    /// Who is asked where nobody else is found: not the submitter, unless they are asked, and nobody disabled.
    fn fallback_of(&mut self, request: &Request) -> Result<Option<Person>> {
        let Some(fallback) = request.content.fallback else { return Ok(None) };
        let Some(person) = store::person(self.tx(), fallback)? else { return Ok(None) };
        let own = person.0 == request.submitter.0 && request.content.self_approval != Some(SelfApproval::Ask);
        Ok(if own || !store::is_active(self.tx(), person.0)? { None } else { Some(person) })
    }

    /// Asks the people of the groups of a step, which is the request's.
    pub(super) fn ask_groups(&mut self, request: &Request, groups: &[Group]) -> Result<()> {
        let auto = request.content.repeated.unwrap_or(Repeated::Auto) == Repeated::Auto;
        let before = if auto { store::approved_before(self.tx(), request)? } else { Vec::new() };
        let mut asked = Vec::new();
        for (place, group) in (1..).zip(groups) {
            if group.passes {
                let reason = Some(ApprovalReason::OwnRequest);
                self.ask_one(request, place, (None, reason), SignOffStatus::Approved)?;
                let beside = Beside { reason, by_itself: true, ..Beside::default() };
                self.note(request, ApprovalEventKind::Passed, beside)?;
                continue;
            }
            if group.people.is_empty() {
                self.ask_one(request, place, (None, None), SignOffStatus::Open)?;
                self.note(request, ApprovalEventKind::Stuck, Beside { by_itself: true, ..Beside::default() })?;
                self.tell_administrators(NotificationKind::ApprovalStuck, request)?;
                continue;
            }
            for (person, reason) in &group.people {
                if before.contains(&person.0) {
                    let reason = Some(ApprovalReason::Repeated);
                    self.ask_one(request, place, (Some(*person), reason), SignOffStatus::Approved)?;
                    let beside = Beside { on_behalf_of: Some(person.0), reason, by_itself: true, ..Beside::default() };
                    self.note(request, ApprovalEventKind::Approved, beside)?;
                    continue;
                }
                asked.push(self.ask_one(request, place, (Some(*person), *reason), SignOffStatus::Open)?);
                let beside = Beside { to: Some(person.0), reason: *reason, by_itself: true, ..Beside::default() };
                self.note(request, ApprovalEventKind::Asked, beside)?;
            }
        }
        self.tell_holders(request, &asked, NotificationKind::SignOff)
    }

    fn ask_one(
        &mut self,
        request: &Request,
        place: i64,
        (holder, reason): (Option<Person>, Option<ApprovalReason>),
        status: SignOffStatus,
    ) -> Result<SignOff> {
        self.ask_as(request, place, (holder, reason), (status, None))
    }

    /// Asks somebody whom the holder of a sign-off wants to be asked too (APPR-11).
    pub(super) fn ask_added(
        &mut self,
        request: &Request,
        place: i64,
        holder: Option<Person>,
        added: Option<(i64, SignerPlace)>,
    ) -> Result<SignOff> {
        self.ask_as(request, place, (holder, None), (SignOffStatus::Open, added))
    }

    fn ask_as(
        &mut self,
        request: &Request,
        place: i64,
        (holder, reason): (Option<Person>, Option<ApprovalReason>),
        (status, added): (SignOffStatus, Option<(i64, SignerPlace)>),
    ) -> Result<SignOff> {
        let (id, now) = (RecordId(self.new_id()), self.now());
        let done = status != SignOffStatus::Open;
        let sign_off = SignOff {
            key: 0,
            id,
            approval: request.key,
            round: request.round,
            step: request.step,
            place,
            holder,
            holder_name: None,
            status,
            opened_at: now,
            decided_at: done.then_some(now),
            decided_by: holder.filter(|_| done),
            decider_name: None,
            comment: None,
            reason,
            tries: 0,
            added,
        };
        let sign_off = SignOff { key: store::ask(self.tx(), &sign_off)?, ..sign_off };
        if !done {
            self.due_for(request, &sign_off)?;
        }
        Ok(sign_off)
    }

    /// Tells who may decide.
    pub(super) fn tell_holder(&mut self, request: &Request, sign_off: &SignOff, kind: NotificationKind) -> Result<()> {
        self.tell_holders(request, std::slice::from_ref(sign_off), kind)
    }
}
