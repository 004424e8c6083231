//! Who reads a request, and what they are told of it (APPR-15): its submitter, who was given a sign-off, who is copied in,
//! administrators, and whoever reads the record.

use std::collections::{BTreeMap, BTreeSet};

use super::store;
use super::types::*;
use crate::audit::{RecordChange, rules as audit};
use crate::engine::approval::{self, Request, kept_requests as kept};
use crate::engine::audit::Action;
use crate::engine::confidential::in_force;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::{RecordId, UserId};
use crate::engine::permission::{ADMINISTRATOR, has_role};
use crate::engine::tree::Tree;
use crate::engine::value::ObjectRef;
use crate::objects::RecordKey;
use crate::users::UserRef;

/// A request that is read.
pub(crate) struct Found {
    pub(super) request: Request,
}

/// A sign-off of one, with who may decide it now.
pub(crate) struct Part {
    pub(super) sign_off: approval::SignOff,
    pub(super) deciders: Vec<UserId>,
}

/// Those of the requests that the acting user reads: records are asked for at once, a kind after the other, and of the rest what
/// they are to each.
pub(super) fn read_among(cx: &mut Context<'_>, requests: Vec<Request>) -> Result<Vec<Request>> {
    let Some(me) = cx.actor_key() else { return Ok(requests) };
    if has_role(cx.tx(), Some(me), ADMINISTRATOR)? {
        return Ok(requests);
    }
    let mut homes: BTreeMap<String, Vec<RecordId>> = BTreeMap::new();
    for request in &requests {
        homes.entry(request.home.clone()).or_default().push(request.record.id);
    }
    let mut read = BTreeSet::new();
    for (home, ids) in homes {
        let told = cx.read_among(&home, &ids)?;
        read.extend(told.into_keys().map(|id| (home.clone(), id)));
    }
    let by_record = |request: &Request| read.contains(&(request.home.clone(), request.record.id));
    let mut left: Vec<i64> = requests.iter().filter(|one| !by_record(one)).map(|one| one.key).collect();
    let mut theirs = kept::theirs(cx.tx(), &left, me)?;
    left.retain(|key| !theirs.contains(key));
    theirs.append(&mut cx.stands_in_at(me, &left)?);
    Ok(requests.into_iter().filter(|one| by_record(one) || theirs.contains(&one.key)).collect())
}

/// The request, where it is there for the acting user.
pub(super) fn subject(cx: &mut Context<'_>, id: ApprovalId) -> Result<Option<Found>> {
    let Some(request) = kept::by_id(cx.tx(), RecordId(id.0))? else { return Ok(None) };
    Ok(read_among(cx, vec![request])?.pop().map(|request| Found { request }))
}

/// The sign-off, where its request is there for the acting user.
pub(super) fn sign_off(cx: &mut Context<'_>, id: SignOffId) -> Result<Option<Part>> {
    let Some(sign_off) = kept::sign_off(cx.tx(), RecordId(id.0))? else { return Ok(None) };
    let Some(request) = kept::by_key(cx.tx(), sign_off.approval)? else { return Ok(None) };
    if subject(cx, ApprovalId(request.id.0))?.is_none() {
        return Ok(None);
    }
    let deciders = cx.deciders(&request, &sign_off)?.into_iter().map(|(_, id)| id).collect();
    Ok(Some(Part { sign_off, deciders }))
}

/// The request by its id, as it stands now.
pub(super) fn load(cx: &mut Context<'_>, id: RecordId) -> Result<Request> {
    match kept::by_id(cx.tx(), id)? {
        Some(request) => Ok(request),
        None => cx.not_found(Entity::APPROVAL, id),
    }
}

fn user((id, display_name): (UserId, String)) -> UserRef {
    UserRef { id, display_name }
}

fn somebody(person: Option<(i64, UserId)>, name: Option<String>) -> Option<UserRef> {
    person.zip(name).map(|((_, id), name)| user((id, name)))
}

fn told_sign_off(kept: approval::SignOff) -> SignOff {
    SignOff {
        id: SignOffId(kept.id.0),
        round: kept.round,
        step: kept.step,
        group: kept.place,
        holder: somebody(kept.holder, kept.holder_name),
        status: kept.status,
        opened_at: kept.opened_at,
        decided_at: kept.decided_at,
        decided_by: somebody(kept.decided_by, kept.decider_name),
        comment: kept.comment,
        reason: kept.reason,
    }
}

/// The requests as they are told.
pub(super) fn tell(cx: &mut Context<'_>, requests: Vec<Request>) -> Result<Vec<Approval>> {
    let keys: Vec<i64> = requests.iter().map(|request| request.key).collect();
    let mut open = store::open(cx.tx(), &keys)?;
    let mut told = Vec::with_capacity(requests.len());
    for request in requests {
        let object = cx.object_at(&request.home)?.map(|name| name.to_string());
        let object = object.unwrap_or_else(|| request.record.object.clone());
        let record = ObjectRef { object, id: request.record.id, title: request.title.clone() };
        told.push(Approval {
            id: ApprovalId(request.id.0),
            version: request.version,
            number: request.number,
            record,
            operation: request.operation.clone(),
            flow: request.flow_name.clone(),
            flow_version: request.flow_version,
            submitter: user((request.submitter.1, request.submitter_name.clone())),
            status: request.status,
            outcome: request.outcome,
            error: request.error.clone(),
            reason: request.reason,
            round: request.round,
            step: request.step,
            step_name: request.step_name(),
            sign_offs: open.remove(&request.key).unwrap_or_default(),
            created_at: request.created_at,
            ended_at: request.ended_at,
        });
    }
    Ok(told)
}

/// One request as it is told.
pub(super) fn tell_one(cx: &mut Context<'_>, id: RecordId) -> Result<Approval> {
    let request = load(cx, id)?;
    tell(cx, vec![request])?.pop().ok_or_else(|| CrmError::bug("a request that was told"))
}

/// What an operation changes, as the audit would tell it to the caller.
pub(super) fn fields(
    cx: &mut Context<'_>,
    record: &RecordKey,
    [mut before, mut after]: [Option<String>; 2],
) -> Result<[Option<String>; 2]> {
    let entity = Entity::from(record.object.as_str());
    if let Some(limits) = in_force() {
        limits.seek_one(cx.tx(), &record.object, record.id.0)?;
        before = before.and_then(|json| limits.seen_fields(&entity, Some(record.id), json));
        after = after.and_then(|json| limits.seen_fields(&entity, Some(record.id), json));
    }
    let (id, action) = (Some(record.id), Action::Updated);
    let mut change = RecordChange { sequence: 1, entity, id, action, into: None, before, after };
    if let Some(told) = cx.audited([audit::texts(&change)].into_iter())? {
        audit::withhold(&told, &mut change);
    }
    Ok([change.before, change.after])
}

/// A request with all that was said of it.
pub(super) fn detail(cx: &mut Context<'_>, request: Request) -> Result<ApprovalDetail> {
    let me = cx.actor_key();
    let whole = me.is_none_or(|me| me == request.submitter.0) || in_force().is_none();
    let arguments = match whole {
        true => serde_json::from_str::<serde_json::Value>(&request.arguments).ok().map(Tree::from),
        false => None,
    };
    let named = store::named(cx.tx(), &request.chosen)?;
    let chosen = request.chosen.iter().filter_map(|one| named.get(one).cloned()).collect();
    let [before, after] = fields(cx, &request.record, request.fields.clone())?;
    let all = kept::sign_offs(cx.tx(), request.key)?;
    let all_sign_offs = all.into_iter().take(MAX_HISTORY).map(told_sign_off).collect();
    let events = kept::events(cx.tx(), request.key)?;
    let history = events.into_iter().take(MAX_HISTORY).map(|event| ApprovalEvent {
        round: event.round,
        step: event.step,
        kind: event.kind,
        actor: event.actor.map(user),
        on_behalf_of: event.on_behalf_of.map(user),
        to: event.to.map(user),
        comment: event.comment,
        reason: event.reason,
        happened_at: event.happened_at,
    });
    let history = history.collect();
    let approval = tell(cx, vec![request])?.pop().ok_or_else(|| CrmError::bug("a request that was told"))?;
    Ok(ApprovalDetail { approval, arguments, chosen, before, after, all_sign_offs, history })
}
