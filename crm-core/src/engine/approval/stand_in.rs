//! Who decides for whom (APPR-12): substitutes, followed along their chain.

use super::request::{Request, SignOff};
use super::store as requests;
use super::store::stand_ins::{for_person, of_person};
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::ids::RecordId;
use crate::engine::telling::Person;

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

impl Context<'_> {
    /// Who may decide a sign-off now: its holder, and along the chain of substitutes whoever stands in for them. A chain ends
    /// before a loop, before the submitter, and before who holds a sign-off of the step.
    pub(crate) fn deciders(&mut self, request: &Request, sign_off: &SignOff) -> Result<Vec<Person>> {
        let Some(holder) = sign_off.holder else { return Ok(Vec::new()) };
        let (now, mut chain) = (self.now(), vec![holder]);
        let mut holders: Option<Vec<i64>> = None;
        while chain.len() <= LONGEST {
            let Some((last, _)) = chain.last().copied() else { break };
            let named = of_person(self.tx(), last, now)?;
            let of_flow = |one: &&StandIn| one.flows.as_ref().is_none_or(|flows| flows.contains(&request.flow));
            let next = named.iter().filter(of_flow).find(|one| one.starts_at <= now).map(|one| one.substitute.0);
            let Some(next) = next else { break };
            if holders.is_none() {
                let all = requests::sign_offs(self.tx(), request.key)?;
                let of_step = |one: &&SignOff| one.round == sign_off.round && one.step == sign_off.step;
                holders = Some(all.iter().filter(of_step).filter_map(|one| Some(one.holder?.0)).collect());
            }
            let held = holders.as_ref().is_some_and(|holders| holders.contains(&next.0));
            let ends = held || next.0 == request.submitter.0 || chain.iter().any(|(known, _)| *known == next.0);
            if ends || !requests::is_active(self.tx(), next.0)? {
                break;
            }
            chain.push(next);
        }
        Ok(chain)
    }

    /// The open sign-offs that a person may decide now, their own first.
    pub(crate) fn waiting_for(&mut self, person: i64) -> Result<Vec<SignOff>> {
        let now = self.now();
        // Whoever is named for somebody may be so for those whom that one is named for.
        let (mut people, mut at) = (vec![person], 0);
        while let Some(one) = people.get(at).copied() {
            at += 1;
            for named in for_person(self.tx(), one, now)? {
                let of = named.user.0.0;
                if named.starts_at <= now && !people.contains(&of) {
                    people.push(of);
                }
            }
        }
        let mut waiting = Vec::new();
        for of in people {
            for sign_off in requests::open_of_person(self.tx(), of)? {
                let mine = of == person
                    || match requests::by_key(self.tx(), sign_off.approval)? {
                        Some(request) => self.deciders(&request, &sign_off)?.iter().any(|(key, _)| *key == person),
                        None => false,
                    };
                if mine {
                    waiting.push(sign_off);
                }
            }
        }
        Ok(waiting)
    }

    /// Whether the acting user may read a record for a sign-off of theirs that is open (APPR-15).
    pub(in crate::engine) fn reads_by_sign_off(&mut self, home: &str, record: RecordId) -> Result<bool> {
        if !self.has_flows()? {
            return Ok(false);
        }
        let Some(person) = self.actor_key() else { return Ok(false) };
        let Some(open) = requests::open_of(self.tx(), home, record)? else { return Ok(false) };
        let Some(request) = requests::by_id(self.tx(), open)? else { return Ok(false) };
        for sign_off in requests::sign_offs(self.tx(), request.key)? {
            let open = sign_off.status == super::SignOffStatus::Open;
            if open && self.deciders(&request, &sign_off)?.iter().any(|(key, _)| *key == person) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
