//! What is checked and done.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::setup::{DealtKind, POOL, Pool};
use super::standing;
use super::standing::{claimed_today, days_after, fresh_until, in_hand, standing_of};
use super::store::{self, Found};
use super::types::*;
use crate::ObjectRef;
use crate::customers::CustomerId;
use crate::customers::rules as customers;
use crate::engine::clock::Timestamp;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::{RecordId, UserId};
use crate::engine::page::PageRequest;
use crate::engine::permission;
use crate::engine::setup::store::{Document, enabled, named};
use crate::engine::sorting::Arranged as _;
use crate::engine::tree::Tree;
use crate::objects::RecordKey;
use crate::opportunities::OpportunityId;
use crate::opportunities::rules as opportunities;
use crate::opportunities::store::active_account_manager;

/// Who may give records to others: sales managers, and whoever else was given that.
const GIVES: &str = "assignment.deal";

/// Whether the acting user gives records to others; the engine does.
pub(crate) fn gives(cx: &mut Context<'_>) -> Result<bool> {
    match cx.actor_key() {
        Some(user) => permission::holds(cx.tx(), user, GIVES),
        None => Ok(true),
    }
}

/// The pool that an argument names.
pub(super) fn pool(cx: &mut Context<'_>, name: &str) -> Result<Document<Pool>> {
    match named(cx.tx(), &POOL, name)? {
        Some(found) => Ok(found),
        None => {
            if !cx.violations().has("pool") {
                cx.violations().add("pool", "unknown", "is no pool", None);
            }
            cx.check_fields()?;
            Err(CrmError::bug("a pool that there is not was let in"))
        }
    }
}

/// The records that an argument names, in its order, those that are there; what is wrong with the argument is told.
fn named_records(cx: &mut Context<'_>, kind: DealtKind, records: &[RecordKey]) -> Result<Vec<Option<Found>>> {
    let mut seen = BTreeSet::new();
    for (at, record) in records.iter().enumerate() {
        if record.object != kind.as_str() {
            let path = format!("records[{at}].object");
            cx.violations().add(&path, "not_supported", "is not what the pool has in it", None);
        } else if !seen.insert(record.id) {
            cx.violations().add(&format!("records[{at}].id"), "not_unique", "stands there twice", None);
        }
    }
    if records.is_empty() && !cx.violations().has("records") {
        cx.violations().missing("records");
    }
    cx.check_fields()?;
    let ids: Vec<Uuid> = records.iter().map(|record| record.id.0).collect();
    let found: BTreeMap<RecordId, Found> =
        store::found(cx.tx(), kind, &ids)?.into_iter().map(|found| (found.id, found)).collect();
    Ok(records.iter().map(|record| found.get(&record.id).cloned()).collect())
}

/// Those that are in the pool: whichever is not refuses all of them, one that is not there like any other.
fn in_pool(pool: &Document<Pool>, records: &[RecordKey], found: Vec<Option<Found>>) -> Result<Vec<Found>> {
    let held = |found: Option<Found>| found.filter(|found| found.pool == Some(pool.key));
    let each = records
        .iter()
        .zip(found)
        .map(|(record, found)| held(found).ok_or_else(|| CrmError::conflict(&record.object, record.id, "not_pooled")));
    each.collect()
}

/// Refuses who would have more in hand than the pool allows.
fn within_hold_limit(cx: &mut Context<'_>, pool: &Pool, user: i64, records: &[RecordKey]) -> Result<()> {
    let Some(limit) = pool.hold_limit else { return Ok(()) };
    let (all, exempt) = in_hand(cx, pool, user)?;
    match records.first() {
        Some(first) if all - exempt + records.len() as i64 > limit => {
            Err(CrmError::over(&first.object, first.id, "hold_limit", limit))
        }
        _ => Ok(()),
    }
}

/// Refuses who claims too much, or too early.
fn within_claims(
    cx: &mut Context<'_>,
    pool: &Document<Pool>,
    user: i64,
    records: &[RecordKey],
    found: &[Found],
) -> Result<()> {
    let (content, now) = (&pool.content, cx.now());
    if let (Some(most), Some(first)) = (content.per_day, records.first())
        && claimed_today(cx, pool.key, user)? + records.len() as i64 > most
    {
        return Err(CrmError::over(&first.object, first.id, "per_day", most));
    }
    let refused = |found: &Found, reason: &str, until: Timestamp| {
        Err(CrmError::not_before(content.of.as_str(), found.id, reason, until))
    };
    for found in found {
        let until = fresh_until(content, found.since.unwrap_or(now));
        if until > now {
            return refused(found, "fresh", until);
        }
    }
    for found in found {
        if let Some((owner, ended)) = found.last
            && owner == user
        {
            let until = days_after(ended, content.previous_owner_days);
            if until > now {
                return refused(found, "previous_owner", until);
            }
        }
    }
    Ok(())
}

/// ASSIGN-7.
pub(super) fn records(
    cx: &mut Context<'_>,
    name: &str,
    page: &Option<PageRequest>,
    matching: &Option<Tree>,
) -> Result<PooledPage> {
    standing::records(cx, name, page, matching)
}

/// ASSIGN-8.
pub(super) fn standing(cx: &mut Context<'_>, name: &str) -> Result<PoolStanding> {
    standing::standing(cx, name)
}

/// ASSIGN-8: all of them or none.
pub(super) fn claim(cx: &mut Context<'_>, name: &str, records: &[RecordKey]) -> Result<Vec<ObjectRef>> {
    let pool = pool(cx, name)?;
    let is = standing_of(cx, pool.key)?;
    let (Some(key), Some(user)) = (cx.actor_key(), cx.actor_id()) else { return cx.no_permission() };
    if !is.member {
        return cx.no_permission();
    }
    let found = named_records(cx, pool.content.of, records)?;
    holds_account_manager(cx, "pool", user)?;
    cx.check_fields()?;
    let found = in_pool(&pool, records, found)?;
    within_hold_limit(cx, &pool.content, key, records)?;
    if !is.admin {
        within_claims(cx, &pool, key, records, &found)?;
    }
    asked_of_flows(cx, pool.content.of, &found)?;
    taken(cx, pool.content.of, &found, key, StayEnd::Claimed)
}

/// APPR-4: records that get another owner, or none, are kept as they are before, for the flows that guard what does that otherwise.
pub(crate) fn asked_of_flows<'f>(
    cx: &mut Context<'_>,
    kind: DealtKind,
    records: impl IntoIterator<Item = &'f Found>,
) -> Result<()> {
    for found in records {
        let verb = match (kind, found.owner.is_some()) {
            (DealtKind::Customer, _) => "update",
            (DealtKind::Opportunity, true) => "release",
            (DealtKind::Opportunity, false) => "assign",
        };
        cx.keeps_for_flows((kind.as_str(), found.id), verb)?;
    }
    Ok(())
}

/// Who is to have a record develops opportunities (OPP-4).
fn holds_account_manager(cx: &mut Context<'_>, field: &str, user: UserId) -> Result<Option<i64>> {
    let key = active_account_manager(cx.tx(), user)?;
    if key.is_none() && !cx.violations().has(field) {
        cx.violations().add(field, "not_account_manager", "must be an active account manager", None);
    }
    Ok(key)
}

fn taken(cx: &mut Context<'_>, kind: DealtKind, found: &[Found], to: i64, how: StayEnd) -> Result<Vec<ObjectRef>> {
    found.iter().map(|found| give_to(cx, kind, found, to, how)).collect()
}

/// The record is the user's from now on, whoever's it was.
pub(crate) fn give_to(
    cx: &mut Context<'_>,
    kind: DealtKind,
    found: &Found,
    to: i64,
    how: StayEnd,
) -> Result<ObjectRef> {
    match kind {
        DealtKind::Customer => customers::taken(cx, CustomerId(found.id.0), to, how)?,
        DealtKind::Opportunity => opportunities::taken(cx, OpportunityId(found.id.0), to, how)?,
    }
    Ok(reference(kind, found))
}

fn reference(kind: DealtKind, found: &Found) -> ObjectRef {
    ObjectRef { object: kind.as_str().to_owned(), id: found.id, title: Some(found.title.clone()) }
}

/// ASSIGN-9.
pub(super) fn give(cx: &mut Context<'_>, name: &str, records: &[RecordKey], to: &UserId) -> Result<Vec<ObjectRef>> {
    let pool = pool(cx, name)?;
    if !standing_of(cx, pool.key)?.admin && !gives(cx)? {
        return cx.no_permission();
    }
    let found = named_records(cx, pool.content.of, records)?;
    let key = holds_account_manager(cx, "to", *to)?;
    cx.check_fields()?;
    let Some(key) = key else { return Err(CrmError::bug("nobody was let in")) };
    let found = in_pool(&pool, records, found)?;
    within_hold_limit(cx, &pool.content, key, records)?;
    asked_of_flows(cx, pool.content.of, &found)?;
    taken(cx, pool.content.of, &found, key, StayEnd::Given)
}

/// ASSIGN-9.
pub(super) fn put(
    cx: &mut Context<'_>,
    records: &[RecordKey],
    reason: &str,
    name: &Option<String>,
) -> Result<Vec<ObjectRef>> {
    let gives = gives(cx)?;
    let known = |object: &str| DealtKind::ALL.iter().copied().find(|kind| kind.as_str() == object);
    let Some(kind) = records.first().and_then(|first| known(&first.object)) else {
        let field = if records.is_empty() { "records" } else { "records[0].object" };
        match records.is_empty() {
            true => cx.violations().missing_once(field),
            false => cx.violations().add(field, "not_supported", "is not kept in pools", None),
        }
        cx.check_fields()?;
        return Err(CrmError::bug("what is in no pool was let in"));
    };
    let found = named_records(cx, kind, records)?;
    let mine = cx.actor_id();
    if !gives && !found.iter().all(|found| found.as_ref().is_some_and(|of| of.owner.is_some() && of.owner == mine)) {
        return Err(CrmError::forbidden(cx.called(), "not_yours"));
    }
    let mut there = Vec::with_capacity(found.len());
    for (record, found) in records.iter().zip(found) {
        let entity = Entity::from(kind.as_str());
        let seen = !gives || cx.is_known(&entity, record.id)?;
        match found.filter(|_| seen) {
            Some(found) => there.push(found),
            None => return cx.not_found(entity, record.id),
        }
    }
    for found in &there {
        if ["lost", "developed", "failed"].contains(&found.status.as_str()) {
            return Err(CrmError::IllegalTransition { from: found.status.clone(), operation: "pools.put".to_owned() });
        }
    }
    let pools = pools_that_take(cx, kind, name, &there)?;
    if let Some(found) = there.iter().find(|found| found.pool.is_some()) {
        return Err(CrmError::conflict(kind.as_str(), found.id, "already_pooled"));
    }
    // Putting a lead that nobody has assigns it to nobody.
    let owned = there.iter().filter(|found| kind == DealtKind::Customer || found.owner.is_some());
    asked_of_flows(cx, kind, owned)?;
    for (found, pool) in there.iter().zip(pools) {
        into(cx, kind, found, (pool, OwnerEnd::Put), reason)?;
    }
    Ok(there.iter().map(|found| reference(kind, found)).collect())
}

/// The pool of each of the records: the one that is named, or the first that takes it.
fn pools_that_take(
    cx: &mut Context<'_>,
    kind: DealtKind,
    name: &Option<String>,
    records: &[Found],
) -> Result<Vec<i64>> {
    let pools = match name {
        Some(name) => {
            let pool = pool(cx, name)?;
            if !pool.enabled {
                cx.violations().add("pool", "disabled", "takes none", None);
            } else if pool.content.of != kind {
                cx.violations().add("pool", "not_supported", "is not for records of this kind", None);
            }
            cx.check_fields()?;
            vec![pool]
        }
        None => enabled(cx.tx(), &POOL)?,
    };
    let found = first_that_take(cx, kind, &pools, records)?;
    let mut taking = Vec::with_capacity(records.len());
    for (at, found) in found.into_iter().enumerate() {
        match found {
            Some(pool) => taking.push(pool),
            None => cx.violations().add(&format!("records[{at}]"), "no_pool", "is taken by no pool", None),
        }
    }
    cx.check_fields()?;
    Ok(taking)
}

/// The first of the pools that takes each of the records.
fn first_that_take(
    cx: &mut Context<'_>,
    kind: DealtKind,
    pools: &[Document<Pool>],
    records: &[Found],
) -> Result<Vec<Option<i64>>> {
    let mut left: BTreeSet<i64> = records.iter().map(|found| found.key).into_set();
    let mut taken = BTreeMap::new();
    for pool in pools.iter().filter(|pool| pool.content.of == kind) {
        if left.is_empty() {
            break;
        }
        let keys: Vec<i64> = left.iter().copied().collect();
        for key in cx.accepted(kind.as_str(), pool.content.filter.as_ref(), &keys)? {
            left.remove(&key);
            taken.insert(key, pool.key);
        }
    }
    Ok(records.iter().map(|found| taken.get(&found.key).copied()).collect())
}

/// The record is in the pool from now on, and nobody's.
pub(super) fn into(
    cx: &mut Context<'_>,
    kind: DealtKind,
    found: &Found,
    (pool, how): (i64, OwnerEnd),
    reason: &str,
) -> Result<()> {
    match kind {
        DealtKind::Customer => customers::pooled(cx, CustomerId(found.id.0), (pool, how), reason),
        DealtKind::Opportunity => opportunities::pooled(cx, OpportunityId(found.id.0), (pool, how), reason),
    }
}

/// ASSIGN-9: a lead that was captured, and that nobody got, goes into the first pool of opportunities that accepts it. Whether it is
/// in one then.
pub(crate) fn take_in(cx: &mut Context<'_>, lead: RecordId, reason: &str) -> Result<bool> {
    let kind = DealtKind::Opportunity;
    let pools = enabled(cx.tx(), &POOL)?;
    let Some(found) = store::found(cx.tx(), kind, &[lead.0])?.pop().filter(|found| found.pool.is_none()) else {
        return Ok(false);
    };
    match first_that_take(cx, kind, &pools, std::slice::from_ref(&found))?.pop().flatten() {
        Some(pool) => into(cx, kind, &found, (pool, OwnerEnd::Put), reason).map(|()| true),
        None => Ok(false),
    }
}

/// ASSIGN-11.
pub(super) fn stays(cx: &mut Context<'_>, record: &RecordKey) -> Result<Vec<PoolStay>> {
    let kind = DealtKind::ALL.iter().copied().find(|kind| kind.as_str() == record.object);
    let Some(kind) = kind else {
        cx.violations().add("record", "not_supported", "is not kept in pools", None);
        cx.check_fields()?;
        return Err(CrmError::bug("what is in no pool was let in"));
    };
    cx.record_read(record, false, false)?;
    cx.check_fields()?;
    store::stays(cx.tx(), kind, record.id.0)
}
