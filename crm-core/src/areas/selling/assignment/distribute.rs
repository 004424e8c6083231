//! Dealing records by rules: one, those that come in, and whatever waits (ASSIGN-2, ASSIGN-6).

use std::collections::BTreeMap;

use super::book::{Book, Chosen, giver};
use super::setup::AssignmentRule;
use super::store;
use super::types::*;
use crate::ObjectRef;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::RecordId;
use crate::engine::sorting::Arranged as _;
use crate::engine::tree::Tree;
use crate::objects::RecordKey;
use crate::pools::rules::{asked_of_flows, give_to};
use crate::pools::store::{Found, found};
use crate::pools::{DealtKind, StayEnd};
use crate::setup::{SetupId, SetupRef};

/// The most candidates of one call.
pub(super) const MOST: usize = 10_000;

/// That a record `own` is nobody's, in no pool, and may be somebody's.
fn waits(kind: DealtKind) -> &'static str {
    match kind {
        DealtKind::Customer => "own.status = 'active' AND own.account_manager IS NULL AND own.pool IS NULL",
        DealtKind::Opportunity => "own.status = 'unassigned' AND own.pool IS NULL",
    }
}

/// The candidates, the earliest first, one more than there may be.
pub(super) fn waiting(cx: &mut Context<'_>, kind: DealtKind, matching: &Option<Tree>) -> Result<Vec<i64>> {
    let entity = Entity::from(kind.as_str());
    let reach = cx.changeable(&entity)?.condition("own");
    let (reach, params) = reach.map_or((String::new(), Vec::new()), |(sql, params)| (format!(" AND {sql}"), params));
    cx.sifted(kind.as_str(), matching, (&format!("{}{reach}", waits(kind)), params), MOST + 1)
}

/// Why a record stays where it is.
fn left_over(book: &Book, record: i64) -> LeftReason {
    if !book.is_accepted(record) {
        LeftReason::NoRule
    } else if book.rules.iter().any(|ruling| ruling.has_no_quota_left(record)) {
        LeftReason::Quota
    } else {
        LeftReason::Nobody
    }
}

/// Deals records in their order, those first that somebody is to have before others; how many each got, and why others stay.
pub(super) fn deal(cx: &mut Context<'_>, book: &mut Book, keys: &[i64], dry_run: bool) -> Result<Distribution> {
    let mut dealt: Vec<(i64, Chosen)> = Vec::with_capacity(keys.len());
    let (mut rest, mut left) = (Vec::new(), BTreeMap::new());
    for key in keys {
        match book.is_preferred(*key).then(|| book.choose(*key)).flatten() {
            Some(chosen) => {
                book.give(chosen);
                dealt.push((*key, chosen));
            }
            None => rest.push(*key),
        }
    }
    for key in rest {
        match book.choose(key) {
            Some(chosen) => {
                book.give(chosen);
                dealt.push((key, chosen));
            }
            None => *left.entry(left_over(book, key)).or_insert(0) += 1,
        }
    }
    let mut got: BTreeMap<i64, i64> = BTreeMap::new();
    for (_, chosen) in &dealt {
        *got.entry(taker(book, *chosen).1).or_insert(0) += 1;
    }
    if !dry_run {
        write(cx, book, &dealt)?;
    }
    let users: Vec<i64> = got.keys().copied().collect();
    let names = store::names(cx.tx(), &users)?;
    let members = names.into_iter().map(|(key, user)| Received { user, records: got[&key] }).collect();
    let left = left.into_iter().map(|(reason, records)| LeftOver { reason, records }).collect();
    Ok(Distribution { candidates: keys.len() as i64, assigned: dealt.len() as i64, members, left, more: false })
}

/// By which rule a record goes to whom.
pub(super) fn taker(book: &Book, chosen: Chosen) -> (usize, i64) {
    match chosen {
        Chosen::Kept(rule, user) => (rule, user),
        Chosen::Member(rule, place) => (rule, book.rules[rule].members[place].user),
    }
}

/// Gives the records to whom they were dealt, and keeps what each rule did.
fn write(cx: &mut Context<'_>, book: &Book, dealt: &[(i64, Chosen)]) -> Result<()> {
    let keys: Vec<i64> = dealt.iter().map(|(key, _)| *key).collect();
    let ids = store::ids(cx.tx(), book.kind, &keys)?;
    let uids: Vec<uuid::Uuid> = keys.iter().filter_map(|key| ids.get(key)).copied().collect();
    let records: BTreeMap<i64, Found> = found(cx.tx(), book.kind, &uids)?.into_iter().map(|of| (of.key, of)).into_map();
    let now = cx.now();
    let mut last: BTreeMap<usize, i64> = BTreeMap::new();
    for (key, chosen) in dealt {
        let Some(record) = records.get(key) else { continue };
        let (rule, user) = taker(book, *chosen);
        give_to(cx, book.kind, record, user, StayEnd::Given)?;
        if let Chosen::Member(..) = chosen {
            store::received_by(cx.tx(), (book.rules[rule].rule.key, user), (book.kind, *key), now)?;
            last.insert(rule, user);
        }
    }
    for (rule, user) in last {
        let ruling = &book.rules[rule];
        if ruling.is_in_turn() {
            store::turn(cx.tx(), &giver(&ruling.rule), book.kind.home().table, user)?;
        }
    }
    Ok(())
}

/// The kind and the record that an argument names, where it may be somebody's.
fn candidate(cx: &mut Context<'_>, record: &RecordKey) -> Result<(DealtKind, Found)> {
    let kind = DealtKind::ALL.iter().copied().find(|kind| kind.as_str() == record.object);
    let Some(kind) = kind else {
        cx.violations().add("record", "not_supported", "is not dealt by rules", None);
        cx.check_fields()?;
        return Err(CrmError::bug("what is not dealt was let in"));
    };
    cx.check_fields()?;
    let entity = Entity::from(kind.as_str());
    let known = cx.is_known(&entity, record.id)?;
    match found(cx.tx(), kind, &[record.id.0])?.pop().filter(|_| known) {
        Some(found) => Ok((kind, found)),
        None => cx.not_found(entity, record.id),
    }
}

/// Refuses what is somebody's, closed, or in a pool.
fn must_wait(kind: DealtKind, found: &Found) -> Result<()> {
    let open = match kind {
        DealtKind::Customer => found.status == "active",
        DealtKind::Opportunity => found.status == "unassigned",
    };
    if !open {
        return Err(CrmError::IllegalTransition {
            from: found.status.clone(),
            operation: "assignment.apply".to_owned(),
        });
    }
    let conflict = |reason| Err(CrmError::conflict(kind.as_str(), found.id, reason));
    if found.owner.is_some() {
        conflict("has_owner")
    } else if found.pool.is_some() {
        conflict("already_pooled")
    } else {
        Ok(())
    }
}

/// ASSIGN-2.
pub(super) fn propose(cx: &mut Context<'_>, record: &RecordKey) -> Result<Vec<AssignmentCandidate>> {
    let (kind, found) = candidate(cx, record)?;
    let book = Book::open(cx, kind, &[found.key], |_| true)?;
    let told = book.candidates(found.key);
    let users: Vec<i64> = told.iter().map(|(_, user, _)| *user).collect();
    let names = store::names(cx.tx(), &users)?;
    let candidates = told.into_iter().filter_map(|(rule, user, passed_over)| {
        let rule = &book.rules[rule].rule;
        let rule = SetupRef { id: SetupId(rule.id.0), name: rule.name.clone() };
        Some(AssignmentCandidate { user: names.get(&user)?.clone(), rule, chosen: passed_over.is_none(), passed_over })
    });
    Ok(candidates.collect())
}

/// ASSIGN-2.
pub(super) fn apply(cx: &mut Context<'_>, record: &RecordKey) -> Result<Assigned> {
    let (kind, found) = candidate(cx, record)?;
    must_wait(kind, &found)?;
    let mut book = Book::open(cx, kind, &[found.key], |_| true)?;
    let chosen = book.choose(found.key);
    if chosen.is_some() {
        asked_of_flows(cx, kind, std::iter::once(&found))?;
    }
    deal(cx, &mut book, &[found.key], false)?;
    let object = ObjectRef { object: record.object.clone(), id: record.id, title: Some(found.title) };
    let Some(chosen) = chosen else { return Ok(Assigned { record: object, user: None, rule: None }) };
    let (rule, user) = taker(&book, chosen);
    let rule = &book.rules[rule].rule;
    let user = store::names(cx.tx(), &[user])?.remove(&user);
    Ok(Assigned { record: object, user, rule: Some(SetupRef { id: SetupId(rule.id.0), name: rule.name.clone() }) })
}

/// Records that came in, by capture or import: the rules that act at once give those of them that wait (ASSIGN-2). Whoever captures or
/// imports calls it behind the write.
pub(crate) fn came_in(cx: &mut Context<'_>, kind: DealtKind, ids: &[uuid::Uuid]) -> Result<()> {
    if ids.is_empty() || !Book::has_rules(cx, kind, AssignmentRule::acts_at_once)? {
        return Ok(());
    }
    let waiting = found(cx.tx(), kind, ids)?.into_iter().filter(|of| must_wait(kind, of).is_ok());
    let mut keys: Vec<i64> = waiting.map(|of| of.key).collect();
    keys.sort_unstable();
    if keys.is_empty() {
        return Ok(());
    }
    let mut book = Book::open(cx, kind, &keys, AssignmentRule::acts_at_once)?;
    deal(cx, &mut book, &keys, false).map(drop)
}

/// Whether an enabled rule of this name gives opportunities; told at the field where not.
pub(crate) fn is_rule(cx: &mut Context<'_>, name: &str, field: &str) -> Result<()> {
    if !Book::has_rule(cx, DealtKind::Opportunity, name)? && !cx.violations().has(field) {
        cx.violations().add(field, "unknown", "is no rule that is in use", None);
    }
    Ok(())
}

/// Gives those of the opportunities that wait by the rule of this name; who got which.
pub(crate) fn by_rule(
    cx: &mut Context<'_>,
    name: &str,
    ids: &[uuid::Uuid],
) -> Result<BTreeMap<uuid::Uuid, crate::users::UserRef>> {
    let kind = DealtKind::Opportunity;
    let waiting = found(cx.tx(), kind, ids)?.into_iter().filter(|of| must_wait(kind, of).is_ok());
    let mut keys: Vec<i64> = waiting.map(|of| of.key).collect();
    keys.sort_unstable();
    let mut book = Book::open_named(cx, kind, &keys, name)?;
    deal(cx, &mut book, &keys, false)?;
    store::assignees(cx.tx(), &keys)
}

/// A lead that was captured: as [`came_in`], and where nobody got it the first pool takes it that accepts it (ASSIGN-9).
pub(crate) fn captured(cx: &mut Context<'_>, lead: RecordId, reason: &str) -> Result<()> {
    came_in(cx, DealtKind::Opportunity, &[lead.0])?;
    let waits = found(cx.tx(), DealtKind::Opportunity, &[lead.0])?.pop().is_some_and(|of| of.owner.is_none());
    if waits { crate::pools::rules::take_in(cx, lead, reason).map(drop) } else { Ok(()) }
}

/// ASSIGN-6.
pub(super) fn distribute(
    cx: &mut Context<'_>,
    of: DealtKind,
    matching: &Option<Tree>,
    dry_run: bool,
) -> Result<Distribution> {
    // Whatever is wrong with the tree, or not the caller's to ask, is told.
    cx.matching(&Entity::from(of.as_str()), matching)?;
    cx.check_fields()?;
    let mut keys = waiting(cx, of, matching)?;
    let more = keys.len() > MOST;
    keys.truncate(MOST);
    let mut book = Book::open(cx, of, &keys, |rule| !rule.acts_at_once())?;
    let found = deal(cx, &mut book, &keys, dry_run)?;
    Ok(Distribution { more, ..found })
}
