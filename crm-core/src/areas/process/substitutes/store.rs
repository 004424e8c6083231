//! The statement of its own that the area needs: who stands in for whom the engine keeps.

use crate::engine::error::Result;
use crate::engine::ids::RecordId;
use crate::engine::storage::{Transaction, params};

/// What a flow is called; of one that is gone nothing is told.
pub(super) fn flow_name(tx: &mut dyn Transaction, id: RecordId) -> Result<Option<String>> {
    tx.one("SELECT name FROM setup_documents WHERE uid = ?", params![&id.0], |c| c.next())
}
