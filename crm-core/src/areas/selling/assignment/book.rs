//! The rules as they stand for some records: which of them each accepts, and what every member has (ASSIGN-2). It is read at once for
//! all of them, and goes on with what is dealt.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;

use super::choose::{self, Share};
use super::setup::{ASSIGNMENT_RULE, AssignmentMatch, AssignmentMethod, AssignmentRule};
use super::store;
use super::types::PassedOver;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::setup::store::{Document, enabled};
use crate::engine::text::fold;
use crate::pools::DealtKind;

/// The rules, for some records of a kind.
pub(super) struct Book {
    pub(super) kind: DealtKind,
    pub(super) rules: Vec<Ruling>,
    /// The account managers of the customers of opportunities, who may have them.
    kept: BTreeMap<i64, i64>,
}

/// A rule.
pub(super) struct Ruling {
    pub(super) rule: Document<AssignmentRule>,
    accepts: BTreeSet<i64>,
    pub(super) members: Vec<Member>,
    /// Who got the last one in turn.
    last: Option<i64>,
}

/// A member, in their place.
pub(super) struct Member {
    /// The key of the user.
    pub(super) user: i64,
    /// Why they get nothing, whatever the record.
    never: Option<PassedOver>,
    /// The records that they take; all, where that is not said.
    takes: Option<BTreeSet<i64>>,
    /// Those that they are to have before others.
    prefers: BTreeSet<i64>,
    /// Those that are not among what they look after.
    foreign: BTreeSet<i64>,
    in_hand: i64,
    share: Share,
    /// How many they may still have today.
    left: i64,
}

/// Who gets a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Chosen {
    /// A member, by the places of the rule and of theirs.
    Member(usize, usize),
    /// Its customer's account manager, by a rule.
    Kept(usize, i64),
}

impl Book {
    /// Reads the enabled rules of a kind that are wanted, for these records.
    pub(super) fn open(
        cx: &mut Context<'_>,
        kind: DealtKind,
        keys: &[i64],
        wanted: impl Fn(&AssignmentRule) -> bool,
    ) -> Result<Book> {
        Book::open_of(cx, kind, keys, |rule| wanted(&rule.content))
    }

    /// Reads the enabled rule of this name, for these records.
    pub(super) fn open_named(cx: &mut Context<'_>, kind: DealtKind, keys: &[i64], name: &str) -> Result<Book> {
        let name = fold(name);
        Book::open_of(cx, kind, keys, |rule| fold(&rule.name) == name)
    }

    fn open_of(
        cx: &mut Context<'_>,
        kind: DealtKind,
        keys: &[i64],
        wanted: impl Fn(&Document<AssignmentRule>) -> bool,
    ) -> Result<Book> {
        let all: Vec<Document<AssignmentRule>> = enabled(cx.tx(), &ASSIGNMENT_RULE)?;
        let mut rules = Vec::new();
        for rule in all.into_iter().filter(|rule| rule.content.of == kind && wanted(rule)) {
            rules.push(Ruling::read(cx, kind, keys, rule)?);
        }
        let kept =
            if kind == DealtKind::Opportunity { store::account_managers(cx.tx(), keys)? } else { BTreeMap::new() };
        Ok(Book { kind, rules, kept })
    }

    /// Whether any enabled rule of a kind is wanted.
    pub(super) fn has_rules(
        cx: &mut Context<'_>,
        kind: DealtKind,
        wanted: impl Fn(&AssignmentRule) -> bool,
    ) -> Result<bool> {
        let all: Vec<Document<AssignmentRule>> = enabled(cx.tx(), &ASSIGNMENT_RULE)?;
        Ok(all.iter().any(|rule| rule.content.of == kind && wanted(&rule.content)))
    }

    /// Whether there is an enabled rule of this name.
    pub(super) fn has_rule(cx: &mut Context<'_>, kind: DealtKind, name: &str) -> Result<bool> {
        let all: Vec<Document<AssignmentRule>> = enabled(cx.tx(), &ASSIGNMENT_RULE)?;
        let name = fold(name);
        Ok(all.iter().any(|rule| rule.content.of == kind && fold(&rule.name) == name))
    }

    /// Who gets a record: by the first rule that accepts it and has an eligible member.
    pub(super) fn choose(&self, record: i64) -> Option<Chosen> {
        self.rules.iter().enumerate().find_map(|(at, ruling)| {
            let member = ruling.choose(record)?;
            match self.kept.get(&record).filter(|_| ruling.rule.content.keep_account_manager != Some(false)) {
                Some(manager) => Some(Chosen::Kept(at, *manager)),
                None => Some(Chosen::Member(at, member)),
            }
        })
    }

    /// Whether the record goes to one of those who are to have it before others.
    pub(super) fn is_preferred(&self, record: i64) -> bool {
        match self.choose(record) {
            Some(Chosen::Member(rule, _)) => self.rules[rule].prefers(record),
            _ => false,
        }
    }

    /// Whether any rule accepts the record.
    pub(super) fn is_accepted(&self, record: i64) -> bool {
        self.rules.iter().any(|ruling| ruling.accepts.contains(&record))
    }

    /// Goes on behind a record that somebody got.
    pub(super) fn give(&mut self, chosen: Chosen) -> (usize, i64) {
        match chosen {
            Chosen::Kept(rule, user) => (rule, user),
            Chosen::Member(rule, member) => {
                let ruling = &mut self.rules[rule];
                let user = ruling.members[member].user;
                ruling.last = Some(user);
                let member = &mut ruling.members[member];
                member.left -= 1;
                member.share.received += 1;
                // Whoever has it has it by every rule.
                let all = self.rules.iter_mut().flat_map(|ruling| &mut ruling.members);
                all.filter(|member| member.user == user).for_each(|member| member.in_hand += 1);
                (rule, user)
            }
        }
    }

    /// Of every rule that accepts the record, until one decides: its members, each with why they are passed over.
    pub(super) fn candidates(&self, record: i64) -> Vec<(usize, i64, Option<PassedOver>)> {
        let chosen = self.choose(record);
        let decides = match chosen {
            Some(Chosen::Member(rule, _) | Chosen::Kept(rule, _)) => rule,
            None => self.rules.len(),
        };
        let mut told = Vec::new();
        if let Some(Chosen::Kept(rule, user)) = chosen {
            told.push((rule, user, None));
        }
        for (at, ruling) in self.rules.iter().enumerate().take(decides + 1) {
            if !ruling.accepts.contains(&record) {
                continue;
            }
            for (place, member) in ruling.members.iter().enumerate() {
                if chosen == Some(Chosen::Kept(at, member.user)) {
                    continue;
                }
                let passed = ruling.passes_over(place, record).or(Some(PassedOver::Turn));
                told.push((at, member.user, passed.filter(|_| chosen != Some(Chosen::Member(at, place)))));
            }
        }
        told
    }
}

impl Ruling {
    fn read(cx: &mut Context<'_>, kind: DealtKind, keys: &[i64], rule: Document<AssignmentRule>) -> Result<Ruling> {
        let (content, object, now) = (&rule.content, kind.as_str(), cx.now());
        let mut accepts = cx.accepted(object, content.filter.as_ref(), keys)?;
        if let Some(days) = content.max_age_days {
            let since = now - TimeDelta::days(days);
            let young: Vec<i64> = accepts.into_iter().collect();
            accepts = store::made_since(cx.tx(), kind, &young, since)?;
        }
        let accepted: Vec<i64> = accepts.iter().copied().collect();
        let ids: Vec<uuid::Uuid> = content.members.iter().map(|member| member.user.0).collect();
        let people = store::people(cx.tx(), &ids)?;
        let weighted = content.method == AssignmentMethod::Weighted;
        let received =
            if weighted { store::received(cx.tx(), rule.key, now - TimeDelta::days(30))? } else { BTreeMap::new() };
        let has = if weighted {
            store::still_has(cx.tx(), (rule.key, kind), now - TimeDelta::days(1))?
        } else {
            BTreeMap::new()
        };
        let users: Vec<i64> = people.values().map(|person| person.key).collect();
        let in_hand = match content.method {
            AssignmentMethod::LeastBusy => store::in_hand_of(cx.tx(), kind, &users)?,
            _ => BTreeMap::new(),
        };
        let last = store::last(cx.tx(), &giver(&rule), kind.home().table)?;
        let mut members = Vec::with_capacity(content.members.len());
        for member in &content.members {
            // Who is named is there while the rule is enabled.
            let Some(person) = people.get(&member.user.0) else { continue };
            let never = match (member.enabled, person) {
                (Some(false), _) => Some(PassedOver::Disabled),
                (_, person) if !person.active => Some(PassedOver::Inactive),
                (_, person) if !person.develops => Some(PassedOver::NotAccountManager),
                _ => None,
            };
            let takes = match &member.filter {
                Some(tree) => Some(cx.accepted(object, Some(tree), &accepted)?),
                None => None,
            };
            let prefers = match &member.prefers {
                Some(tree) => cx.accepted(object, Some(tree), &accepted)?,
                None => BTreeSet::new(),
            };
            let mut foreign = BTreeSet::new();
            for by in content.match_by.iter().flatten() {
                foreign.append(&mut foreign_to(cx, kind, *by, person.key, &accepted)?);
            }
            let capacity = member.capacity.unwrap_or_default();
            let of = |of: &BTreeMap<i64, i64>| of.get(&person.key).copied().unwrap_or_default();
            members.push(Member {
                user: person.key,
                never,
                takes,
                prefers,
                foreign,
                in_hand: of(&in_hand),
                share: Share { capacity, received: of(&received) },
                left: if weighted { choose::quota(capacity) - of(&has) } else { i64::MAX },
            });
        }
        Ok(Ruling { rule, accepts, members, last })
    }

    /// Why a member does not get the record, where they are not eligible.
    fn passes_over(&self, place: usize, record: i64) -> Option<PassedOver> {
        let member = &self.members[place];
        if member.never.is_some() {
            member.never
        } else if member.takes.as_ref().is_some_and(|takes| !takes.contains(&record)) {
            Some(PassedOver::Filter)
        } else if member.foreign.contains(&record) {
            Some(PassedOver::Match)
        } else if member.left <= 0 {
            Some(PassedOver::Quota)
        } else {
            None
        }
    }

    /// Whether somebody eligible is to have the record before others.
    fn prefers(&self, record: i64) -> bool {
        let eligible = |at: &usize| self.passes_over(*at, record).is_none();
        (0..self.members.len()).filter(eligible).any(|at| self.members[at].prefers.contains(&record))
    }

    /// The place of who gets the record by this rule.
    fn choose(&self, record: i64) -> Option<usize> {
        if !self.accepts.contains(&record) {
            return None;
        }
        let is_eligible = |at: usize| self.passes_over(at, record).is_none();
        match self.rule.content.method {
            AssignmentMethod::RoundRobin => {
                let users: Vec<i64> = self.members.iter().map(|member| member.user).collect();
                choose::in_turn(&users, self.last, is_eligible)
            }
            AssignmentMethod::LeastBusy => {
                let in_hand: Vec<i64> = self.members.iter().map(|member| member.in_hand).collect();
                choose::least_busy(&in_hand, is_eligible)
            }
            AssignmentMethod::Weighted => {
                let shares: Vec<Share> = self.members.iter().map(|member| member.share).collect();
                let preferred = self.prefers(record);
                let before = |at: usize| !preferred || self.members[at].prefers.contains(&record);
                choose::by_share(&shares, |at| is_eligible(at) && before(at))
            }
        }
    }

    pub(super) fn is_in_turn(&self) -> bool {
        self.rule.content.method == AssignmentMethod::RoundRobin
    }

    pub(super) fn has_no_quota_left(&self, record: i64) -> bool {
        self.accepts.contains(&record)
            && (0..self.members.len()).any(|at| self.passes_over(at, record) == Some(PassedOver::Quota))
    }
}

/// In whose name a rule's turns stand.
pub(super) fn giver(rule: &Document<AssignmentRule>) -> String {
    format!("assignment {}", rule.id)
}

/// Those of the records that have a region or an industry which somebody does not look after.
fn foreign_to(
    cx: &mut Context<'_>,
    kind: DealtKind,
    by: AssignmentMatch,
    user: i64,
    keys: &[i64],
) -> Result<BTreeSet<i64>> {
    let catalogue = cx.catalogue()?;
    let column = catalogue.definitions.get(kind.as_str()).and_then(|of| of.object.field(by.as_str()));
    match column {
        Some(field) => store::foreign_to(cx.tx(), (kind, by, &field.column), user, keys),
        None => Ok(BTreeSet::new()),
    }
}
