//! Products and orders by the host's keys, as the audit tells them.

use uuid::Uuid;

use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::RecordId;
use crate::engine::storage::{Table, Transaction, params};
use crate::engine::wire::Record;
use crate::orders::{self, OrderId};
use crate::products::{Product, ProductId};

/// The record under the host's key; none where there is none.
pub(crate) fn by_external_id(
    cx: &mut Context<'_>,
    entity: &Entity,
    external_id: &str,
) -> Result<Option<(RecordId, Box<dyn Record>)>> {
    let sql = match *entity == Entity::ORDER {
        true => "SELECT uid FROM orders WHERE external_id = ?",
        false => "SELECT uid FROM products WHERE external_id = ?",
    };
    let Some(id) = cx.tx().one(sql, params![external_id], |c| c.next::<Uuid>())? else { return Ok(None) };
    let record: Option<Box<dyn Record>> = match *entity == Entity::ORDER {
        true => orders::rules::subject(cx, OrderId(id))?.map(|found| Box::new(found.order) as _),
        false => Product::find(cx.tx(), ProductId(id))?.map(|(_, product)| Box::new(product) as _),
    };
    Ok(record.map(|record| (RecordId(id), record)))
}

/// Counts a version of the record under the key: what changed lies beside it.
pub(crate) fn count_version(tx: &mut dyn Transaction, entity: &Entity, external_id: &str) -> Result<usize> {
    let sql = match *entity == Entity::ORDER {
        true => "UPDATE orders SET version = version + 1 WHERE external_id = ?",
        false => "UPDATE products SET version = version + 1 WHERE external_id = ?",
    };
    tx.execute(sql, params![external_id])
}
