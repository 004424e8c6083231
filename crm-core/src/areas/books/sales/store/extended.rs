//! The statements on products and orders of which packs say something, by the host's keys.

use uuid::Uuid;

use crate::engine::error::Result;
use crate::engine::gate::Entity;
use crate::engine::storage::{Transaction, params};

/// The id of the order or product under the key.
pub(crate) fn by_external_id(tx: &mut dyn Transaction, entity: &Entity, external_id: &str) -> Result<Option<Uuid>> {
    let sql = match *entity == Entity::ORDER {
        true => "SELECT uid FROM orders WHERE external_id = ?",
        false => "SELECT uid FROM products WHERE external_id = ?",
    };
    tx.one(sql, params![external_id], |c| c.next())
}

/// Counts a version of the record under the key: what changed lies beside it.
pub(crate) fn count_version(tx: &mut dyn Transaction, entity: &Entity, external_id: &str) -> Result<usize> {
    let sql = match *entity == Entity::ORDER {
        true => "UPDATE orders SET version = version + 1 WHERE external_id = ?",
        false => "UPDATE products SET version = version + 1 WHERE external_id = ?",
    };
    tx.execute(sql, params![external_id])
}
