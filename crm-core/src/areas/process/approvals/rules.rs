//! What is checked and done.

pub(super) use super::list::list;

use super::store;
use super::told::{self, Found};
use super::types::*;
use crate::engine::approval::{Request, Submission};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Created, Entity};
use crate::engine::hanging::Concern;
use crate::engine::ids::{RecordId, UserId};
use crate::engine::objects::Bearer;
use crate::engine::objects::shape::Name;
use crate::engine::people::{People, PeopleKind};
use crate::engine::tree::Tree;
use crate::engine::value::ObjectRef;
use crate::objects::RecordKey;
use crate::users::rules::active_user;

/// The request, once the acting user may do this with it now.
fn guarded(cx: &mut Context<'_>, id: ApprovalId, version: &Option<i64>) -> Result<Request> {
    let Some(found) = told::subject(cx, id)? else { return cx.not_found(Entity::APPROVAL, id) };
    cx.guard(&found, version)?;
    let Found { request } = found;
    Ok(request)
}

/// The sign-off, once the acting user may decide it now.
fn deciding(cx: &mut Context<'_>, id: SignOffId) -> Result<RecordId> {
    let Some(found) = told::sign_off(cx, id)? else { return cx.not_found(Entity::SIGN_OFF, id) };
    cx.guard(&found, &None)?;
    cx.check_fields()?;
    Ok(found.sign_off.id)
}

/// The arguments of an operation: an object.
fn arguments(cx: &mut Context<'_>, arguments: &Tree) {
    if !arguments.value().is_object() {
        cx.violations().add("arguments", "type", "are no object", None);
    }
}

/// APPR-18.
pub(super) fn preview(cx: &mut Context<'_>, record: &RecordKey, operation: &str, given: &Tree) -> Result<Preview> {
    let bearer = cx.bearer(record, Concern::Approvals)?;
    arguments(cx, given);
    let submission = Submission { bearer: &bearer, operation, arguments: given.value(), chosen: &[], comment: None };
    let (request, ahead) = cx.preview_approval(&submission)?;
    let [before, after] = told::fields(cx, &request.record, request.fields.clone())?;
    let mut asked: Vec<UserId> =
        ahead.iter().flat_map(|step| step.groups.iter().flatten()).map(|(_, id)| *id).collect();
    asked.sort_unstable();
    asked.dedup();
    let named = store::named(cx.tx(), &asked)?;
    let group = |group: Vec<(i64, UserId)>| PreviewGroup {
        people: group.iter().filter_map(|(_, user)| named.get(user).cloned()).collect(),
    };
    let step = |step: crate::engine::approval::Ahead| {
        let groups = step.groups.into_iter().map(group).collect();
        PreviewStep { step: step.step, name: step.name, skipped: step.skipped, groups }
    };
    let steps = ahead.into_iter().map(step).collect();
    Ok(Preview { flow: request.flow_name, before, after, steps })
}

/// APPR-5. For a rule the record's owner submits, with all that this asks of them (AUTO-8).
pub(super) fn submit(
    cx: &mut Context<'_>,
    record: &RecordKey,
    operation: &str,
    given: &Tree,
    new: &NewApproval,
    id: &Option<ApprovalId>,
) -> Result<Approval> {
    if cx.actor_key().is_some() {
        return submit_own(cx, record, operation, given, new, id);
    }
    let owner = People { kind: PeopleKind::Owner, ..Default::default() };
    let Some(owner) = cx.people(record, [&owner])?.first().copied() else {
        cx.violations().add("record", "nobody", "has no owner who would submit it", None);
        cx.check_fields()?;
        return cx.not_found(Entity::from(record.object.as_str()), record.id);
    };
    let mut submitted = None;
    cx.as_somebody(owner, &mut |cx| {
        submitted = Some(submit_own(cx, record, operation, given, new, id)?);
        cx.check_fields()
    })?;
    submitted.ok_or_else(|| CrmError::bug("a request that was submitted"))
}

fn submit_own(
    cx: &mut Context<'_>,
    record: &RecordKey,
    operation: &str,
    given: &Tree,
    new: &NewApproval,
    id: &Option<ApprovalId>,
) -> Result<Approval> {
    let bearer = cx.bearer(record, Concern::Approvals)?;
    let named = format!("{} {} {operation} {given}", record.object, record.id);
    let id = match cx.create_once_below(Entity::APPROVAL, id.map(Into::into), &named, new)? {
        Created::New(id) => RecordId(id),
        Created::Before(id) => return told::tell_one(cx, RecordId(id)),
    };
    arguments(cx, given);
    let chosen: Vec<UserId> = new.chosen.clone().unwrap_or_default();
    for (at, user) in chosen.iter().enumerate() {
        active_user(cx, &format!("chosen[{at}]"), &Some(*user))?;
    }
    let comment = new.comment.as_deref();
    let submission = Submission { bearer: &bearer, operation, arguments: given.value(), chosen: &chosen, comment };
    let id = cx.submit_for_approval(&submission, id)?;
    told::tell_one(cx, id)
}

/// APPR-8.
pub(super) fn withdraw(
    cx: &mut Context<'_>,
    id: &ApprovalId,
    comment: &Option<String>,
    version: &Option<i64>,
) -> Result<Approval> {
    let request = guarded(cx, *id, version)?;
    cx.check_fields()?;
    let id = cx.withdraw_request(request, comment.as_deref())?;
    told::tell_one(cx, id)
}

/// APPR-10.
pub(super) fn resubmit(
    cx: &mut Context<'_>,
    id: &ApprovalId,
    given: &Option<Tree>,
    comment: &Option<String>,
    version: &Option<i64>,
) -> Result<Approval> {
    let request = guarded(cx, *id, version)?;
    if let Some(given) = given {
        arguments(cx, given);
    }
    let object = cx.object_at(&request.home)?.map_or_else(|| request.record.object.clone(), |name| name.to_string());
    let record = RecordKey { object: object.clone(), id: request.record.id };
    let told_now = cx.record_read(&record, false, true)?;
    let home = Name::from(request.home.clone());
    let bearer = Bearer { home, record: ObjectRef { object, ..told_now } };
    let before = serde_json::from_str(&request.arguments).unwrap_or_default();
    let given = given.as_ref().map_or(&before, |given| given.value());
    let (operation, chosen) = (request.operation.as_str(), request.chosen.as_slice());
    let submission = Submission { bearer: &bearer, operation, arguments: given, chosen, comment: None };
    let id = cx.resubmit_request(&request, &submission, comment.as_deref())?;
    told::tell_one(cx, id)
}

/// APPR-8.
pub(super) fn approve(cx: &mut Context<'_>, sign_off: &SignOffId, comment: &Option<String>) -> Result<Approval> {
    let sign_off = deciding(cx, *sign_off)?;
    let id = cx.decide_sign_off(sign_off, (true, comment.as_deref()), None)?;
    told::tell_one(cx, id)
}

/// APPR-8.
pub(super) fn reject(cx: &mut Context<'_>, sign_off: &SignOffId, comment: &str) -> Result<Approval> {
    let sign_off = deciding(cx, *sign_off)?;
    let id = cx.decide_sign_off(sign_off, (false, Some(comment)), None)?;
    told::tell_one(cx, id)
}

/// APPR-10.
pub(super) fn send_back(
    cx: &mut Context<'_>,
    sign_off: &SignOffId,
    comment: &str,
    to_step: &Option<i64>,
) -> Result<Approval> {
    let Some(found) = told::sign_off(cx, *sign_off)? else { return cx.not_found(Entity::SIGN_OFF, *sign_off) };
    cx.guard(&found, &None)?;
    let id = cx.send_back(found.sign_off.id, comment, *to_step)?;
    told::tell_one(cx, id)
}

/// APPR-11.
pub(super) fn pass_on(cx: &mut Context<'_>, sign_off: &SignOffId, to: &UserId, comment: &str) -> Result<Approval> {
    let Some(found) = told::sign_off(cx, *sign_off)? else { return cx.not_found(Entity::SIGN_OFF, *sign_off) };
    cx.guard(&found, &None)?;
    let key = active_user(cx, "to", &Some(*to))?;
    let Some(key) = key else {
        cx.check_fields()?;
        return cx.not_found(Entity::USER, *to);
    };
    let id = cx.pass_on(found.sign_off.id, (key, *to), comment)?;
    told::tell_one(cx, id)
}

/// APPR-11.
pub(super) fn add_signers(
    cx: &mut Context<'_>,
    sign_off: &SignOffId,
    users: &[UserId],
    place: &SignerPlace,
    comment: &Option<String>,
) -> Result<Approval> {
    let Some(found) = told::sign_off(cx, *sign_off)? else { return cx.not_found(Entity::SIGN_OFF, *sign_off) };
    cx.guard(&found, &None)?;
    let mut people = Vec::with_capacity(users.len());
    for (at, user) in users.iter().enumerate() {
        let key = active_user(cx, &format!("users[{at}]"), &Some(*user))?;
        people.extend(key.map(|key| (key, *user)));
    }
    if people.is_empty() && cx.violations().is_empty() {
        cx.violations().missing_once("users");
    }
    if people.len() < users.len() {
        cx.check_fields()?;
    }
    let id = cx.add_signers(found.sign_off.id, &people, (*place, comment.as_deref()))?;
    told::tell_one(cx, id)
}

/// APPR-15, APPR-16.
pub(super) fn get(cx: &mut Context<'_>, id: &ApprovalId) -> Result<ApprovalDetail> {
    let request = guarded_read(cx, *id)?;
    told::detail(cx, request)
}

fn guarded_read(cx: &mut Context<'_>, id: ApprovalId) -> Result<Request> {
    let Some(found) = told::subject(cx, id)? else { return cx.not_found(Entity::APPROVAL, id) };
    cx.guard_whose(&found)?;
    Ok(found.request)
}

/// APPR-14.
pub(super) fn cancel(cx: &mut Context<'_>, id: &ApprovalId, comment: &str, version: &Option<i64>) -> Result<Approval> {
    let request = guarded(cx, *id, version)?;
    cx.check_fields()?;
    let id = cx.cancel_request(request, comment)?;
    told::tell_one(cx, id)
}

/// APPR-9.
pub(super) fn carry_out(cx: &mut Context<'_>, id: &ApprovalId, version: &Option<i64>) -> Result<Approval> {
    let request = guarded(cx, *id, version)?;
    cx.check_fields()?;
    let id = cx.carry_out_again(request)?;
    told::tell_one(cx, id)
}
