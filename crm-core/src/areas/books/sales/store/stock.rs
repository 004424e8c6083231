//! The statements of a push of stock.

use std::collections::HashMap;

use uuid::Uuid;

use crate::engine::error::Result;
use crate::engine::storage::{Transaction, each_by_key, from_millionths, millionths, params};
use crate::engine::text::fold;
use crate::sales::types::NewStock;

/// The rows that are stored under the host's keys, each with its own key.
pub(crate) fn find(tx: &mut dyn Transaction, external_ids: &[&str]) -> Result<HashMap<String, (i64, NewStock)>> {
    let mut found = HashMap::new();
    let select = "SELECT id, external_id, product_external_id, warehouse, bin, quantity_e6, remarks FROM stock \
                  WHERE external_id";
    each_by_key(tx, select, &[], external_ids, |c| {
        let key = c.next()?;
        let row = NewStock {
            external_id: c.next()?,
            product_external_id: c.next()?,
            warehouse: c.next()?,
            bin: c.next()?,
            quantity: from_millionths(c.next()?),
            remarks: c.next()?,
        };
        found.insert(row.external_id.clone(), (key, row));
        Ok(())
    })?;
    Ok(found)
}

pub(crate) fn insert(tx: &mut dyn Transaction, id: Uuid, s: &NewStock) -> Result<i64> {
    tx.insert(
        "INSERT INTO stock (product_external_id, warehouse, warehouse_folded, bin, quantity_e6, remarks, external_id, \
         uid) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        params![
            &s.product_external_id,
            &s.warehouse,
            fold(&s.warehouse),
            &s.bin,
            millionths(s.quantity)?,
            &s.remarks,
            &s.external_id,
            &id,
        ],
    )
}

pub(crate) fn update(tx: &mut dyn Transaction, key: i64, s: &NewStock) -> Result<usize> {
    tx.execute(
        "UPDATE stock SET version = version + 1, product_external_id = ?, warehouse = ?, warehouse_folded = ?, bin = ?, \
         quantity_e6 = ?, remarks = ? WHERE id = ?",
        params![
            &s.product_external_id,
            &s.warehouse,
            fold(&s.warehouse),
            &s.bin,
            millionths(s.quantity)?,
            &s.remarks,
            key,
        ],
    )
}

pub(crate) fn remove(tx: &mut dyn Transaction, external_id: &str) -> Result<usize> {
    tx.execute("DELETE FROM stock WHERE external_id = ?", params![external_id])
}
