//! The statements on requests. The area reads them too.

mod parts;
mod people;
pub(super) mod stand_ins;

pub(crate) use parts::*;
pub(super) use people::*;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::document::ApprovalFlow;
use super::request::{Event, Request};
use super::{ApprovalEventKind, ApprovalReason, SignOffStatus};
use crate::engine::clock::Timestamp;
use crate::engine::error::{CrmError, Result};
use crate::engine::ids::{RecordId, UserId};
use crate::engine::objects::record::RecordKey;
use crate::engine::storage::{Columns, Transaction, each_by_key, params};
use crate::engine::telling::Person;
use crate::engine::wire::{from_json, to_json};

/// Counts another change of flows.
pub(super) fn next_version(tx: &mut dyn Transaction) -> Result<()> {
    tx.execute("UPDATE settings SET flows = flows + 1 WHERE id = 1", &[]).map(drop)
}

/// What a pending request freezes of a record.
#[derive(Debug)]
pub(super) struct Frozen {
    pub(super) id: RecordId,
    pub(super) operation: String,
    /// The fields; all, where none are named.
    pub(super) fields: Option<Vec<String>>,
}

/// What stands beside the fields that a flow freezes: those that its conditions read.
const READ: &str = "own";

/// The pending request of a record.
pub(super) fn pending(tx: &mut dyn Transaction, home: &str, record: RecordId) -> Result<Option<Frozen>> {
    let found: Option<(RecordId, String, String, String)> = tx.one(
        "SELECT uid, operation, content, kept FROM approvals \
         WHERE home = ? AND record = ? AND status = 'pending'",
        params![home, &record.0],
        |c| Ok((RecordId(c.next()?), c.next()?, c.next()?, c.next()?)),
    )?;
    let Some((id, operation, content, kept)) = found else { return Ok(None) };
    let content = flow(&content)?;
    let kept: Json = serde_json::from_str(&kept).map_err(|_| CrmError::storage("corrupt"))?;
    let read = kept[READ].as_array().into_iter().flatten().filter_map(Json::as_str).map(str::to_owned);
    let fields = content.frozen.map(|fields| fields.into_iter().chain(read).collect());
    Ok(Some(Frozen { id, operation, fields }))
}

/// Whether any request is pending.
pub(super) fn any_pending(tx: &mut dyn Transaction) -> Result<bool> {
    tx.value("SELECT EXISTS (SELECT 1 FROM approvals WHERE status = 'pending')", &[])
}

/// The request of a record that has not ended.
pub(super) fn open_of(tx: &mut dyn Transaction, home: &str, record: RecordId) -> Result<Option<RecordId>> {
    tx.one(
        "SELECT uid FROM approvals WHERE home = ? AND record = ? AND status IN ('pending', 'returned')",
        params![home, &record.0],
        |c| Ok(RecordId(c.next()?)),
    )
}

/// How many requests of a flow have not ended, at most one more than none.
pub(super) fn open_of_flow(tx: &mut dyn Transaction, flow: RecordId) -> Result<bool> {
    tx.value(
        "SELECT EXISTS (SELECT 1 FROM approvals WHERE flow = ? AND status IN ('pending', 'returned'))",
        params![&flow.0],
    )
}

/// The same of a flow by its key.
pub(super) fn is_running(tx: &mut dyn Transaction, flow: i64) -> Result<bool> {
    let id = tx.one("SELECT uid FROM setup_documents WHERE id = ?", params![flow], |c| Ok(RecordId(c.next()?)))?;
    id.map_or(Ok(false), |id| open_of_flow(tx, id))
}

fn flow(content: &str) -> Result<ApprovalFlow> {
    from_json(content).map_err(|_| CrmError::storage("corrupt"))
}

/// The start of every query for requests; [`read`] reads its columns.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT a.id, a.uid, a.version, a.number, a.home, a.object, a.record, a.title, a.operation, a.arguments, \
             a.submitter, u.uid, u.display_name, a.chosen, a.flow, a.flow_name, a.flow_version, a.content, a.kept, \
             a.fields_before, a.fields_after, a.status, a.outcome, a.error, a.reason, a.round, a.step, a.created_at, \
             a.ended_at FROM approvals a JOIN users u ON u.id = a.submitter ",
            $rest
        )
    };
}

fn read(c: &mut Columns<'_>) -> Result<Request> {
    let (key, id, version, number, home) = (c.next()?, RecordId(c.next()?), c.next()?, c.next()?, c.next()?);
    let record = RecordKey { object: c.next()?, id: RecordId(c.next()?) };
    let (title, operation, arguments) = (c.next()?, c.next()?, c.next()?);
    let submitter: Person = (c.next()?, UserId(c.next()?));
    let (submitter_name, chosen): (String, String) = (c.next()?, c.next()?);
    let chosen = serde_json::from_str(&chosen).map_err(|_| CrmError::storage("corrupt"))?;
    let (flow_id, flow_name, flow_version) = (RecordId(c.next()?), c.next()?, c.next()?);
    let content: String = c.next()?;
    Ok(Request {
        key,
        id,
        version,
        number,
        home,
        record,
        title,
        operation,
        arguments,
        submitter,
        submitter_name,
        chosen,
        flow: flow_id,
        flow_name,
        flow_version,
        content: flow(&content)?,
        kept: c.next()?,
        fields: [c.next()?, c.next()?],
        status: c.next()?,
        outcome: c.next()?,
        error: c.next()?,
        reason: c.next()?,
        round: c.next()?,
        step: c.next()?,
        created_at: c.next()?,
        ended_at: c.next()?,
    })
}

pub(crate) fn by_id(tx: &mut dyn Transaction, id: RecordId) -> Result<Option<Request>> {
    tx.one(select!("WHERE a.uid = ?"), params![&id.0], read)
}

pub(crate) fn by_key(tx: &mut dyn Transaction, key: i64) -> Result<Option<Request>> {
    tx.one(select!("WHERE a.id = ?"), params![key], read)
}

/// The requests with these keys, in their order.
pub(crate) fn by_keys(tx: &mut dyn Transaction, keys: &[i64]) -> Result<Vec<Request>> {
    let mut found = BTreeMap::new();
    each_by_key(tx, select!("WHERE a.id"), &[], keys, |c| {
        let request = read(c)?;
        found.insert(request.key, request);
        Ok(())
    })?;
    Ok(keys.iter().filter_map(|key| found.remove(key)).collect())
}

/// Writes a new request; gives its key.
pub(super) fn insert(tx: &mut dyn Transaction, request: &Request) -> Result<i64> {
    let chosen = serde_json::to_string(&request.chosen).map_err(|error| CrmError::bug(error.to_string()))?;
    tx.insert(
        "INSERT INTO approvals (uid, number, home, object, record, title, operation, arguments, submitter, chosen, flow, \
         flow_name, flow_version, content, kept, fields_before, fields_after, status, round, step, created_at) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        params![
            &request.id.0,
            request.number,
            request.home.as_str(),
            request.record.object.as_str(),
            &request.record.id.0,
            request.title.as_deref(),
            request.operation.as_str(),
            request.arguments.as_str(),
            request.submitter.0,
            chosen,
            &request.flow.0,
            request.flow_name.as_str(),
            request.flow_version,
            to_json(&request.content),
            request.kept.as_str(),
            request.fields[0].as_deref(),
            request.fields[1].as_deref(),
            request.status,
            request.round,
            request.step,
            request.created_at
        ],
    )
}

/// Writes what became of a request.
pub(super) fn update(tx: &mut dyn Transaction, request: &Request) -> Result<()> {
    tx.execute(
        "UPDATE approvals SET version = ?, title = ?, arguments = ?, flow = ?, flow_name = ?, flow_version = ?, \
         content = ?, kept = ?, fields_before = ?, fields_after = ?, status = ?, outcome = ?, error = ?, reason = ?, \
         round = ?, step = ?, ended_at = ? WHERE id = ?",
        params![
            request.version,
            request.title.as_deref(),
            request.arguments.as_str(),
            &request.flow.0,
            request.flow_name.as_str(),
            request.flow_version,
            to_json(&request.content),
            request.kept.as_str(),
            request.fields[0].as_deref(),
            request.fields[1].as_deref(),
            request.status,
            request.outcome,
            request.error.as_deref(),
            request.reason,
            request.round,
            request.step,
            request.ended_at,
            request.key
        ],
    )
    .map(drop)
}

/// What is to be told of a request's history.
pub(super) struct Happened<'a> {
    pub(super) approval: i64,
    pub(super) at: (i64, i64),
    pub(super) kind: ApprovalEventKind,
    pub(super) actor: Option<i64>,
    pub(super) on_behalf_of: Option<i64>,
    pub(super) to: Option<i64>,
    pub(super) comment: Option<&'a str>,
    pub(super) reason: Option<ApprovalReason>,
    pub(super) now: Timestamp,
}

pub(super) fn happened(tx: &mut dyn Transaction, event: &Happened<'_>) -> Result<()> {
    let Happened { approval, at: (round, step), kind, actor, on_behalf_of, to, comment, reason, now } = event;
    tx.execute(
        "INSERT INTO approval_events (approval, round, step, kind, actor, for_user, to_user, comment, reason, happened_at) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        params![approval, round, step, *kind, actor, on_behalf_of, to, *comment, *reason, now],
    )
    .map(drop)
}

/// What happened to a request, in its order.
pub(crate) fn events(tx: &mut dyn Transaction, approval: i64) -> Result<Vec<Event>> {
    tx.all(
        "SELECT e.round, e.step, e.kind, a.uid, a.display_name, f.uid, f.display_name, t.uid, t.display_name, e.comment, \
         e.reason, e.happened_at FROM approval_events e LEFT JOIN users a ON a.id = e.actor \
         LEFT JOIN users f ON f.id = e.for_user LEFT JOIN users t ON t.id = e.to_user WHERE e.approval = ? ORDER BY e.id",
        params![approval],
        |c| {
            let (round, step, kind) = (c.next()?, c.next()?, c.next()?);
            let mut named = || -> Result<Option<(UserId, String)>> {
                let (id, name): (Option<uuid::Uuid>, Option<String>) = (c.next()?, c.next()?);
                Ok(id.map(UserId).zip(name))
            };
            let (actor, on_behalf_of, to) = (named()?, named()?, named()?);
            let (comment, reason, happened_at) = (c.next()?, c.next()?, c.next()?);
            Ok(Event { round, step, kind, actor, on_behalf_of, to, comment, reason, happened_at })
        },
    )
}

/// Who approved a step of a round before this one, by their keys.
pub(super) fn approved_before(tx: &mut dyn Transaction, request: &Request) -> Result<Vec<i64>> {
    tx.all(
        "SELECT DISTINCT s.decided_by FROM approval_sign_offs s WHERE s.approval = ? AND s.round = ? AND s.step < ? \
         AND s.status = 'approved' AND s.decided_by IS NOT NULL ORDER BY 1",
        params![request.key, request.round, request.step],
        |c| c.next(),
    )
}

/// Copies people in.
pub(super) fn copy(tx: &mut dyn Transaction, approval: i64, person: i64) -> Result<()> {
    tx.execute(
        "INSERT INTO approval_copies (approval, user_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
        params![approval, person],
    )
    .map(drop)
}

/// Those of the requests that somebody reads by what they are to them: who submitted one, was given a sign-off, whatever became of
/// it, or was copied in.
pub(crate) fn theirs(tx: &mut dyn Transaction, keys: &[i64], person: i64) -> Result<BTreeSet<i64>> {
    let select = "SELECT a.id FROM approvals a WHERE (a.submitter = ? OR EXISTS (SELECT 1 FROM approval_sign_offs s \
                  WHERE s.approval = a.id AND (s.holder = ? OR s.decided_by = ?)) OR EXISTS (SELECT 1 FROM approval_events e \
                  WHERE e.approval = a.id AND e.to_user = ?) OR EXISTS (SELECT 1 FROM approval_copies c \
                  WHERE c.approval = a.id AND c.user_id = ?)) AND a.id";
    let mut found = BTreeSet::new();
    each_by_key(tx, select, params![person, person, person, person, person], keys, |c| {
        found.insert(c.next()?);
        Ok(())
    })?;
    Ok(found)
}

/// The files of a record, each with the digest of its latest version.
pub(super) fn files(tx: &mut dyn Transaction, home: &str, record: RecordId) -> Result<Vec<(uuid::Uuid, Vec<u8>)>> {
    tx.all(
        "SELECT f.uid, c.sha256 FROM files f JOIN file_versions v ON v.file = f.id AND v.number = f.latest \
         JOIN file_contents c ON c.id = v.content WHERE f.home = ? AND f.record = ? ORDER BY f.id",
        params![home, &record.0],
        |c| Ok((c.next()?, c.next()?)),
    )
}

/// Whether a sign-off of a status is there where somebody decided in a round.
pub(super) fn is_decided(tx: &mut dyn Transaction, request: &Request) -> Result<bool> {
    let decided = [SignOffStatus::Approved, SignOffStatus::Rejected, SignOffStatus::Returned];
    tx.value(
        "SELECT EXISTS (SELECT 1 FROM approval_sign_offs WHERE approval = ? AND round = ? AND status IN (?, ?, ?) \
         AND decided_by IS NOT NULL)",
        params![request.key, request.round, decided[0], decided[1], decided[2]],
    )
}
