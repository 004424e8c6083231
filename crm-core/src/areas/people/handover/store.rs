//! The statements of hand-over.

use super::records::Handed;
use crate::engine::error::Result;
use crate::engine::ids::RecordId;
use crate::engine::permission::ADMINISTRATOR;
use crate::engine::storage::{Transaction, params};

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
             UNION ALL SELECT id, uid FROM opportunities WHERE creator = ? AND status = 'unassigned') AS h ORDER BY h.id",
            params![person, person],
            |c| Ok(RecordId(c.next()?)),
        ),
        Handed::Ticket => tx.all(
            "SELECT h.uid FROM (SELECT id, uid FROM tickets WHERE assignee = ? AND status <> 'archived' \
             UNION ALL SELECT id, uid FROM tickets WHERE creator = ? AND status = 'created') AS h ORDER BY h.id",
            params![person, person],
            |c| Ok(RecordId(c.next()?)),
        ),
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

/// Whether a role other than the administrators' lets the user do this.
pub(super) fn holds_beyond_administration(tx: &mut dyn Transaction, user: i64, operation: &str) -> Result<bool> {
    tx.value(
        "SELECT EXISTS (SELECT 1 FROM user_roles u JOIN role_operations o ON o.role = u.role AND o.operation = ? \
         JOIN roles r ON r.id = u.role WHERE u.user_id = ? AND NOT (r.built_in = TRUE AND r.name = ?))",
        params![operation, user, ADMINISTRATOR],
    )
}
