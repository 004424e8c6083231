//! The statements of hand-over.

use std::collections::HashSet;

use super::records::Handed;
use crate::activities::store as activities;
use crate::engine::error::Result;
use crate::engine::ids::RecordId;
use crate::engine::permission::ADMINISTRATOR;
use crate::engine::storage::{Transaction, Visibility, each_by_key, params};

/// What a person has of a kind, in the order of the records' keys.
pub(super) fn held(tx: &mut dyn Transaction, kind: Handed, person: i64) -> Result<Vec<RecordId>> {
    match kind {
        Handed::Customer => {
            tx.all("SELECT uid FROM customers WHERE account_manager = ? ORDER BY id", params![person], |c| {
                Ok(RecordId(c.next()?))
            })
        }
        Handed::Opportunity => tx.all(
            "SELECT h.uid FROM (SELECT id, uid FROM opportunities WHERE assignee = ? AND status = 'assigned' \
             UNION ALL SELECT id, uid FROM opportunities WHERE creator = ? AND status = 'unassigned' \
             AND pool IS NULL) AS h ORDER BY h.id",
            params![person, person],
            |c| Ok(RecordId(c.next()?)),
        ),
        Handed::Ticket => tx.all(
            "SELECT h.uid FROM (SELECT id, uid FROM tickets WHERE assignee = ? AND status <> 'archived' \
             UNION ALL SELECT id, uid FROM tickets WHERE creator = ? AND status = 'created') AS h ORDER BY h.id",
            params![person, person],
            |c| Ok(RecordId(c.next()?)),
        ),
        Handed::Activity => activities::handed(tx, person),
    }
}

/// The open warnings of the customers that a person has.
pub(super) fn open_warnings(tx: &mut dyn Transaction, person: i64) -> Result<Vec<RecordId>> {
    tx.all(
        "SELECT w.uid FROM customers c JOIN churn_warnings w ON w.customer = c.id \
         WHERE c.account_manager = ? AND w.status IN ('warned', 'deferred') ORDER BY w.id",
        params![person],
        |c| Ok(RecordId(c.next()?)),
    )
}

/// Those of the records of a table that are seen; `None` where all are.
pub(super) fn seen_of(
    tx: &mut dyn Transaction,
    visible: &Visibility,
    table: &str,
    ids: &[RecordId],
) -> Result<Option<HashSet<RecordId>>> {
    let Some((seen, params)) = visible.of_column("r.id") else { return Ok(None) };
    let select = format!("SELECT r.uid FROM {table} r WHERE {seen} AND r.uid");
    let keys: Vec<uuid::Uuid> = ids.iter().map(|id| id.0).collect();
    let mut found = HashSet::new();
    each_by_key(tx, &select, &params, &keys, |c| {
        found.insert(RecordId(c.next()?));
        Ok(())
    })?;
    Ok(Some(found))
}

/// Whether a role other than the administrators' lets the user do this.
pub(super) fn holds_beyond_administration(tx: &mut dyn Transaction, user: i64, operation: &str) -> Result<bool> {
    tx.value(
        "SELECT EXISTS (SELECT 1 FROM user_roles u JOIN role_operations o ON o.role = u.role AND o.operation = ? \
         JOIN roles r ON r.id = u.role WHERE u.user_id = ? AND NOT (r.built_in = TRUE AND r.name = ?))",
        params![operation, user, ADMINISTRATOR],
    )
}
