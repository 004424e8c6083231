//! The statements that list requests. The engine writes them.

use std::collections::HashMap;

use super::types::*;
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::gate::Entity;
use crate::engine::ids::{RecordId, UserId};
use crate::engine::page::COUNT_LIMIT;
use crate::engine::storage::{Transaction, children, each_by_key, params};
use crate::engine::tables::Held;
use crate::users::UserRef;

/// What they are yet to decide.
pub(super) const HELD: &[Held] = &[Held {
    entity: Entity::SIGN_OFF,
    count: "SELECT count(*) FROM approval_sign_offs WHERE holder = ? AND status = 'open'",
}];

/// By what requests are found: one of what a filter says.
#[derive(Debug, Clone)]
pub(super) enum By {
    /// The record, by its table and id.
    Record(String, RecordId),
    /// The submitter, by key.
    Submitter(i64),
    /// Where they stand.
    Status(ApprovalStatus),
    /// Nothing.
    All,
}

/// The keys of requests before a place, the newest first.
pub(super) fn some(tx: &mut dyn Transaction, by: &By, (below, most): (i64, i64)) -> Result<Vec<i64>> {
    match by {
        By::Record(home, id) => tx.all(
            "SELECT id FROM approvals WHERE home = ? AND record = ? AND id < ? ORDER BY id DESC LIMIT ?",
            params![home.as_str(), &id.0, below, most],
            |c| c.next(),
        ),
        By::Submitter(user) => tx.all(
            "SELECT id FROM approvals WHERE submitter = ? AND id < ? ORDER BY id DESC LIMIT ?",
            params![*user, below, most],
            |c| c.next(),
        ),
        By::Status(status) => tx.all(
            "SELECT id FROM approvals WHERE status = ? AND id < ? ORDER BY id DESC LIMIT ?",
            params![*status, below, most],
            |c| c.next(),
        ),
        By::All => {
            tx.all("SELECT id FROM approvals WHERE id < ? ORDER BY id DESC LIMIT ?", params![below, most], |c| c.next())
        }
    }
}

/// The requests of a submitter that came back, the oldest first, by key, with when they did.
pub(super) fn returned(tx: &mut dyn Transaction, submitter: i64, most: i64) -> Result<Vec<(Timestamp, i64)>> {
    tx.all(
        "SELECT coalesce((SELECT e.happened_at FROM approval_events e WHERE e.approval = a.id ORDER BY e.id DESC LIMIT 1), \
         a.created_at), a.id FROM approvals a WHERE a.submitter = ? AND a.status = 'returned' ORDER BY a.id LIMIT ?",
        params![submitter, most],
        |c| Ok((c.next()?, c.next()?)),
    )
}

/// How many of them there are, up to one more than is counted.
pub(super) fn count_returned(tx: &mut dyn Transaction, submitter: i64) -> Result<i64> {
    let sql = "SELECT count(*) FROM (SELECT 1 FROM approvals a WHERE a.submitter = ? AND a.status = 'returned' LIMIT ?) AS counted";
    tx.value(sql, params![submitter, COUNT_LIMIT + 1])
}

/// The open sign-offs of requests.
pub(super) fn open(tx: &mut dyn Transaction, keys: &[i64]) -> Result<HashMap<i64, Vec<SignOff>>> {
    let select = "SELECT s.approval, s.uid, s.round, s.step, s.place, h.uid, h.display_name, s.opened_at, s.reason \
                  FROM approval_sign_offs s LEFT JOIN users h ON h.id = s.holder WHERE s.status = 'open' AND s.approval";
    let found = children(tx, select, keys, "s.id", &mut { usize::MAX }, |c| {
        let (id, round, step, group) = (SignOffId(c.next()?), c.next()?, c.next()?, c.next()?);
        let holder = UserRef::read_optional(c)?;
        let (opened_at, reason) = (c.next()?, c.next()?);
        let (decided_at, decided_by, comment, status) = (None, None, None, SignOffStatus::Open);
        Ok(SignOff { id, round, step, group, holder, status, opened_at, decided_at, decided_by, comment, reason })
    })?;
    Ok(found.unwrap_or_default())
}

/// What people are called, by their ids.
pub(super) fn named(tx: &mut dyn Transaction, users: &[UserId]) -> Result<HashMap<UserId, UserRef>> {
    let ids: Vec<uuid::Uuid> = users.iter().map(|user| user.0).collect();
    let mut found = HashMap::with_capacity(ids.len());
    each_by_key(tx, "SELECT uid, display_name FROM users WHERE uid", &[], &ids, |c| {
        let user = UserRef { id: UserId(c.next()?), display_name: c.next()? };
        found.insert(user.id, user);
        Ok(())
    })?;
    Ok(found)
}
