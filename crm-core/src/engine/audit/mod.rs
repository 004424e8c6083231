//! Writing the audit: one row a call that changed something, one row a changed record, in the call's own transaction
//! (AUDIT-1); and refusals, in one of their own (PERM-2). An area reads it for people.

mod change;
mod store;

pub use change::Action;
pub(crate) use change::Change;

use std::sync::Arc;

use serde::Serialize;

use crate::clock::Timestamp;
use crate::error::{CrmError, Result};
use crate::events::{ChangeEvent, ChangedRecord};
use crate::gate::{Context, Entity, ErasedArguments, Event};
use crate::ids::RecordId;
use crate::session::Actor;
use crate::storage::{Storage, Transaction};

/// Writes what a call changed; gives the event for the listeners. A call that changed nothing leaves nothing.
pub(crate) fn record(cx: &mut Context<'_>, arguments: Option<&dyn ErasedArguments>) -> Result<Option<Event>> {
    let (changes, summary) = cx.take_changes();
    if changes.is_empty() {
        return Ok(None);
    }
    let arguments = match (summary, arguments) {
        (Some(summary), _) => summary,
        // What came in bulk, a whole file perhaps, has no place here.
        (None, Some(arguments)) if !cx.operation().bulk => arguments.to_json()?,
        (None, _) => "{}".to_owned(),
    };
    let (at, actor, operation) = (cx.now(), cx.actor_key(), cx.operation().name);
    let call = store::insert_call(cx.tx(), at, actor, operation, &arguments)?;
    let mut sequence = 0;
    for change in &changes {
        sequence = store::insert_change(cx.tx(), call, change)?;
    }
    Ok(Some(Arc::new(ChangeEvent {
        sequence,
        at,
        user: cx.actor_id(),
        operation: operation.to_owned(),
        records: changes.iter().map(|c| ChangedRecord { entity: c.entity, id: c.id, action: c.action }).collect(),
    })))
}

/// Writes a record that was created outside the gate, by the engine for the host.
pub(crate) fn record_created<A: Serialize, R: Serialize>(
    tx: &mut dyn Transaction,
    at: Timestamp,
    operation: &str,
    arguments: &A,
    entity: Entity,
    id: impl Into<RecordId>,
    record: &R,
) -> Result<()> {
    let arguments = serde_json::to_string(arguments).map_err(|e| CrmError::bug(e.to_string()))?;
    let call = store::insert_call(tx, at, None, operation, &arguments)?;
    let change = Change::new(entity, id.into(), Action::Created, None, Some(record))?;
    store::insert_change(tx, call, &change)?;
    Ok(())
}

/// Records a refusal in a transaction of its own. It never hides the refusal itself, so its own failure (a database
/// that is read-only or full) is let go.
pub(crate) fn record_refusal(storage: &dyn Storage, actor: &Actor, operation: &str, reason: &str, now: Timestamp) {
    if storage.is_read_only() {
        return;
    }
    let key = actor.key();
    let _ = storage.write(&mut |tx| store::count_refusal(tx, now, key, "", operation, reason));
}

/// Records a failed log-in, as [`record_refusal`] does a refusal. `user` is whom the login name belongs to, if anybody.
pub(crate) fn record_failed_login(
    storage: &dyn Storage,
    user: Option<i64>,
    login: &str,
    operation: &str,
    reason: &str,
    now: Timestamp,
) {
    if storage.is_read_only() {
        return;
    }
    let _ = storage.write(&mut |tx| store::count_refusal(tx, now, user, login, operation, reason));
}
