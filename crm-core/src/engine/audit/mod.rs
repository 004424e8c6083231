//! Writing the audit: one row a call that changed something, one row a changed record, in the call's own transaction
//! (AUDIT-1); and refusals and sign-ins, along with whatever is written next (PERM-2, LOGIN-1). Areas read them for people.

mod change;
mod refusals;
mod sign_ins;
mod store;

pub use change::Action;
pub(crate) use change::{Change, MergedInto};
pub(crate) use refusals::{Refusals, Refused};
pub(crate) use sign_ins::SignIn;

use std::sync::Arc;

use serde_json::Value as Json;

use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::events::{ChangeEvent, ChangedRecord};
use crate::engine::gate::{self, Body, Context, Entity, Event};
use crate::engine::ids::RecordId;
use crate::engine::operations::Operation;
use crate::engine::schema::Type;
use crate::engine::storage::Transaction;
use crate::engine::wire::{Fields, Written, to_json};

/// Writes what a call changed; gives the event for the listeners. A call that changed nothing leaves nothing.
pub(crate) fn record(cx: &mut Context<'_>, body: &dyn Body) -> Result<Option<Event>> {
    let (changes, summary) = cx.take_changes();
    if changes.is_empty() && !cx.is_audited_anyway() {
        return Ok(None);
    }
    let arguments = match summary {
        Some(summary) => summary,
        // What came in bulk, a whole file perhaps, has no place here.
        None if cx.operation().bulk => "{}".to_owned(),
        None => without_bytes(cx.operation(), gate::arguments(body)),
    };
    let (at, actor, operation) = (cx.now(), cx.actor_key(), cx.called().to_owned());
    let sequence = store::insert(cx.tx(), at, actor, &operation, &arguments, &changes)?;
    if changes.is_empty() {
        return Ok(None);
    }
    Ok(Some(Arc::new(ChangeEvent {
        sequence,
        at,
        user: cx.actor_id(),
        operation,
        records: changes
            .iter()
            .map(|c| ChangedRecord { entity: c.entity.clone(), id: c.id, action: c.action })
            .collect(),
    })))
}

/// The arguments but those that are bytes: what is in a file is kept where files are, and goes with them.
fn without_bytes(operation: &Operation, arguments: String) -> String {
    let mut bytes = operation.arguments.iter().filter(|argument| matches!(argument.ty, Type::Bytes)).peekable();
    if bytes.peek().is_none() {
        return arguments;
    }
    let Ok(Json::Object(mut kept)) = serde_json::from_str(&arguments) else { return "{}".to_owned() };
    bytes.for_each(|argument| {
        kept.remove(argument.name());
    });
    Json::Object(kept).to_string()
}

/// Writes a record that was created outside the gate, by the engine for the host.
pub(crate) fn record_created<R: Fields>(
    tx: &mut dyn Transaction,
    at: Timestamp,
    operation: &str,
    arguments: &dyn Written,
    entity: Entity,
    id: impl Into<RecordId>,
    record: &R,
) -> Result<()> {
    let change = Change::new(entity, id.into(), Action::Created, None, Some(record));
    store::insert(tx, at, None, operation, &to_json(arguments), &[change]).map(drop)
}

/// Writes what the engine changed while it opened the database; the version of the engine stands for arguments.
pub(crate) fn record_upgrade(tx: &mut dyn Transaction, at: Timestamp, changes: &[Change]) -> Result<()> {
    if changes.is_empty() {
        return Ok(());
    }
    let arguments = concat!("{\"version\":\"", env!("CARGO_PKG_VERSION"), "\"}");
    store::insert(tx, at, None, UPGRADE, arguments, changes).map(drop)
}

/// Writes that a backup was opened for writing.
pub(crate) fn record_restore(tx: &mut dyn Transaction, at: Timestamp, summary: &str, changes: &[Change]) -> Result<()> {
    store::insert(tx, at, None, RESTORE, summary, changes).map(drop)
}

/// What that is called in the audit; it is no operation, since nobody calls it.
const RESTORE: &str = "restore";

/// The number of the last change, 0 where there is none.
pub(crate) fn latest(tx: &mut dyn Transaction) -> Result<i64> {
    store::latest(tx)
}

/// What an upgrade is called in the audit; it is no operation, since nobody calls it.
const UPGRADE: &str = "upgrade";
