//! The audit: one row a call that changed something, one row a changed record, in the call's own transaction (AUDIT-1);
//! and refusals, in one of their own (PERM-2).
//!
//! It answers who did what, when, and what a record looked like before. Nobody writes it, and nothing in it can be
//! changed or deleted. What is refused for want of a permission, and failed log-ins, are kept too, repeats within a
//! minute counted in one row. A bulk call leaves a summary instead of thousands of rows, and passwords are never in it.
//! System administrators read it.
//!
//! ```
//! use crm_core::{AuditFilter, Crm, DictionaryEntryUpdate, NewDictionaryEntry};
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let admin = crm.bootstrap("admin", "管理员", &["system_administrator"])?;
//! # let session = crm.session(admin)?;
//! # let new = NewDictionaryEntry {
//! #     category: "region".into(), item: "港澳".into(), value: "9".into(), ..Default::default()
//! # };
//! # let entry = session.dictionary().create(new, None)?;
//! let changes = DictionaryEntryUpdate { item: Some("港澳台".into()), ..Default::default() };
//! session.dictionary().update(entry.id, changes)?;
//!
//! // The story of one record, newest first.
//! let filter = AuditFilter { record: Some(entry.id.into()), ..Default::default() };
//! let calls = session.audit().list(Some(filter), None)?.items;
//! assert_eq!(calls[0].operation, "dictionary.update");
//! assert_eq!(calls[0].user.as_ref().map(|u| u.display_name.as_str()), Some("管理员"));
//! let change = &calls[0].changes[0];
//! assert_eq!(change.before.as_deref(), Some(r#"{"item":"港澳","version":1}"#));
//! assert_eq!(change.after.as_deref(), Some(r#"{"item":"港澳台","version":2}"#));
//!
//! // An administrator is not a salesman, and the attempt is on record.
//! assert!(session.opportunities().list(None, None).is_err());
//! let refusals = session.audit().refusals(None, None)?.items;
//! assert_eq!((refusals[0].operation.as_str(), refusals[0].reason.as_str()), ("opportunities.list", "no_permission"));
//! # Ok(())
//! # }
//! ```

mod change;
pub(crate) mod operations;
pub(crate) mod rules;
pub(crate) mod store;
mod types;

pub use change::Action;
pub(crate) use change::Change;
pub use operations::Audit;
pub use types::*;

use std::sync::Arc;

use serde::Serialize;

use crate::area::Area;
use crate::clock::Timestamp;
use crate::error::{CrmError, Result};
use crate::events::{ChangeEvent, ChangedRecord};
use crate::gate::{Context, Entity, ErasedArguments, Event};
use crate::ids::RecordId;
use crate::labels::texts;
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

/// What the area brings.
pub(crate) static AREA: Area = Area { operations: operations::OPERATIONS, texts: texts!() };
