//! Who decides for whom (APPR-12): substitutes, followed along their chain.

use std::collections::{BTreeMap, BTreeSet};

use super::request::{Request, SignOff};
use super::store as requests;
use super::store::stand_ins::{for_people, of_people};
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::ids::RecordId;
use crate::engine::sorting::Arrange as _;
use crate::engine::sorting::Arranged as _;
use crate::engine::telling::{NotificationKind, Person};

/// How long a chain is followed.
const LONGEST: usize = 5;

/// A substitute as they are kept.
#[derive(Debug, Clone)]
pub(crate) struct StandIn {
    pub(crate) key: i64,
    pub(crate) id: RecordId,
    pub(crate) version: i64,
    pub(crate) user: (Person, String),
    pub(crate) substitute: (Person, String),
    /// Whether the substitute is an active user.
    pub(crate) is_active: bool,
    pub(crate) starts_at: Timestamp,
    pub(crate) ends_at: Timestamp,
    /// For which flows, by their ids; for all, where none are named.
    pub(crate) flows: Option<Vec<RecordId>>,
}

/// One that is named.
#[derive(Debug)]
pub(crate) struct NewStandIn {
    pub(crate) id: RecordId,
    pub(crate) user: i64,
    pub(crate) substitute: i64,
    pub(crate) starts_at: Timestamp,
    pub(crate) ends_at: Timestamp,
    pub(crate) flows: Option<Vec<RecordId>>,
    pub(crate) now: Timestamp,
}

/// Who stands in for whom: read once for all of whom it is asked, a statement for each link of the chains.
#[derive(Debug, Default)]
pub(super) struct StandIns(BTreeMap<i64, Vec<StandIn>>);

impl StandIns {
    /// Reads those of people, and of whoever stands in for them.
    pub(super) fn know(&mut self, cx: &mut Context<'_>, people: impl IntoIterator<Item = i64>) -> Result<()> {
        let now = cx.now();
        let mut asked: BTreeSet<i64> = people.into_iter().into_set();
        for _ in 0..LONGEST {
            let unknown: Vec<i64> = asked.into_iter().filter(|person| !self.0.contains_key(person)).collect();
            if unknown.is_empty() {
                break;
            }
            self.0.extend(unknown.iter().map(|person| (*person, Vec::new())));
            let named = of_people(cx.tx(), &unknown, now)?;
            asked = named.iter().map(|one| one.substitute.0.0).collect();
            for one in named {
                self.0.entry(one.user.0.0).or_default().push(one);
            }
        }
        Ok(())
    }

    /// Who may decide a sign-off now, its holder first; `holders` hold one of its step. A chain ends before a loop, before the
    /// submitter, and before who holds a sign-off of the step.
    fn chain(&self, of: (RecordId, i64), holder: Person, holders: &[i64], now: Timestamp) -> Vec<Person> {
        let ((flow, submitter), mut chain) = (of, vec![holder]);
        while chain.len() <= LONGEST {
            let Some((last, _)) = chain.last().copied() else { break };
            let named = self.0.get(&last).map(Vec::as_slice).unwrap_or_default();
            let of_flow = |one: &&StandIn| one.flows.as_ref().is_none_or(|flows| flows.contains(&flow));
            let Some(next) = named.iter().filter(of_flow).find(|one| one.starts_at <= now) else { break };
            let (key, _) = next.substitute.0;
            let known = holders.contains(&key) || chain.iter().any(|(known, _)| *known == key);
            if known || key == submitter || !next.is_active {
                break;
            }
            chain.push(next.substitute.0);
        }
        chain
    }

    /// The same, with all sign-offs of the request.
    pub(super) fn deciders(
        &self,
        request: &Request,
        sign_off: &SignOff,
        all: &[SignOff],
        now: Timestamp,
    ) -> Vec<Person> {
        let Some(holder) = sign_off.holder else { return Vec::new() };
        let of_step = |one: &&SignOff| one.round == sign_off.round && one.step == sign_off.step;
        let holders: Vec<i64> = all.iter().filter(of_step).filter_map(|one| Some(one.holder?.0)).collect();
        self.chain((request.flow, request.submitter.0), holder, &holders, now)
    }
}

fn holders(sign_offs: &[SignOff]) -> impl Iterator<Item = i64> {
    sign_offs.iter().filter_map(|one| Some(one.holder?.0))
}

impl Context<'_> {
    /// Who may decide a sign-off now: its holder, and along the chain of substitutes whoever stands in for them.
    pub(crate) fn deciders(&mut self, request: &Request, sign_off: &SignOff) -> Result<Vec<Person>> {
        let (mut stand_ins, now) = (StandIns::default(), self.now());
        stand_ins.know(self, holders(std::slice::from_ref(sign_off)))?;
        let all = requests::sign_offs(self.tx(), request.key)?;
        Ok(stand_ins.deciders(request, sign_off, &all, now))
    }

    /// The open sign-offs that a person may decide now, their own first.
    pub(crate) fn waiting_for(&mut self, person: i64) -> Result<Vec<SignOff>> {
        let people = self.stood_in_for(person)?;
        let mut waiting = requests::open_of_people(self.tx(), &people)?;
        let is_own = |sign_off: &SignOff| sign_off.holder.is_some_and(|(holder, _)| holder == person);
        let of: BTreeSet<i64> = waiting.iter().filter(|one| !is_own(one)).map(|one| one.approval).into_set();
        if !of.is_empty() {
            let theirs = self.decided_by(person, &of.into_iter().collect::<Vec<_>>())?;
            waiting.retain(|one| is_own(one) || theirs.contains(&one.key));
        }
        waiting.arrange_by_key(|one| (!is_own(one), one.key));
        Ok(waiting)
    }

    /// A person, and those for whom they may be standing in: whoever is named for somebody may be so for those whom that one is
    /// named for.
    fn stood_in_for(&mut self, person: i64) -> Result<Vec<i64>> {
        let now = self.now();
        let (mut people, mut last) = (vec![person], vec![person]);
        for _ in 0..LONGEST {
            let named = for_people(self.tx(), &last, now)?;
            let new: BTreeSet<i64> = named.iter().filter(|one| one.starts_at <= now).map(|one| one.user.0.0).into_set();
            last = new.into_iter().filter(|of| !people.contains(of)).collect();
            if last.is_empty() {
                break;
            }
            people.extend(&last);
        }
        Ok(people)
    }

    /// The open sign-offs of requests that a person may decide now, by their keys.
    fn decided_by(&mut self, person: i64, approvals: &[i64]) -> Result<BTreeSet<i64>> {
        let (mut stand_ins, now) = (StandIns::default(), self.now());
        let requests = requests::by_keys(self.tx(), approvals)?;
        let all = requests::sign_offs_of(self.tx(), approvals)?;
        let is_open = |one: &&SignOff| one.status == super::SignOffStatus::Open;
        let open: BTreeSet<i64> =
            all.values().flatten().filter(is_open).filter_map(|one| Some(one.holder?.0)).collect();
        stand_ins.know(self, open)?;
        let mut theirs = BTreeSet::new();
        for request in &requests {
            let all = all.get(&request.key).map(Vec::as_slice).unwrap_or_default();
            for sign_off in all.iter().filter(is_open) {
                if stand_ins.deciders(request, sign_off, all, now).iter().any(|(key, _)| *key == person) {
                    theirs.insert(sign_off.key);
                }
            }
        }
        Ok(theirs)
    }

    /// Those of requests of which a person may decide an open sign-off as a substitute, by their keys.
    pub(crate) fn stands_in_at(&mut self, person: i64, approvals: &[i64]) -> Result<BTreeSet<i64>> {
        if approvals.is_empty() || self.stood_in_for(person)?.len() == 1 {
            return Ok(BTreeSet::new());
        }
        let theirs = self.decided_by(person, approvals)?;
        let all = requests::sign_offs_of(self.tx(), approvals)?;
        let decides = |all: &Vec<SignOff>| all.iter().any(|one| theirs.contains(&one.key));
        Ok(all.into_iter().filter(|(_, all)| decides(all)).map(|(key, _)| key).collect())
    }

    /// Whether the acting user may read a record for a sign-off of theirs that is open (APPR-15).
    pub(in crate::engine) fn reads_by_sign_off(&mut self, home: &str, record: RecordId) -> Result<bool> {
        if !self.has_flows()? {
            return Ok(false);
        }
        let Some(person) = self.actor_key() else { return Ok(false) };
        let Some(open) = requests::open_of(self.tx(), home, record)? else { return Ok(false) };
        let Some(request) = requests::by_id(self.tx(), open)? else { return Ok(false) };
        Ok(!self.decided_by(person, &[request.key])?.is_empty())
    }

    /// Tells who may decide sign-offs of a request.
    pub(super) fn tell_holders(&mut self, request: &Request, of: &[SignOff], kind: NotificationKind) -> Result<()> {
        let (mut stand_ins, now) = (StandIns::default(), self.now());
        stand_ins.know(self, holders(of))?;
        let all = requests::sign_offs(self.tx(), request.key)?;
        for sign_off in of {
            for person in stand_ins.deciders(request, sign_off, &all, now) {
                self.tell_active_of_request(person, kind, request);
            }
        }
        Ok(())
    }
}
