//! The statements of a push of products.

use std::collections::HashMap;

use uuid::Uuid;

use crate::engine::error::Result;
use crate::engine::storage::{Transaction, each_by_key, from_millionths, millionths, params};
use crate::engine::text::fold;
use crate::sales::types::NewProduct;

/// The products that are stored under the host's keys, each with its own key.
pub(crate) fn find(tx: &mut dyn Transaction, external_ids: &[&str]) -> Result<HashMap<String, (i64, NewProduct)>> {
    let mut found = HashMap::new();
    let select = "SELECT id, external_id, name, model, batch, unit, price_e6, currency, remarks FROM products \
                  WHERE external_id";
    each_by_key(tx, select, &[], external_ids, |c| {
        let key = c.next()?;
        let product = NewProduct {
            external_id: c.next()?,
            name: c.next()?,
            model: c.next()?,
            batch: c.next()?,
            unit: c.next()?,
            price: c.next::<Option<i64>>()?.map(from_millionths),
            currency: c.next()?,
            remarks: c.next()?,
        };
        found.insert(product.external_id.clone(), (key, product));
        Ok(())
    })?;
    Ok(found)
}

pub(crate) fn insert(tx: &mut dyn Transaction, id: Uuid, p: &NewProduct) -> Result<i64> {
    tx.insert(
        "INSERT INTO products (name, name_folded, model, model_folded, batch, batch_folded, unit, price_e6, currency, \
         remarks, external_id, uid) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        params![
            &p.name,
            fold(&p.name),
            &p.model,
            p.model.as_deref().map(fold),
            &p.batch,
            p.batch.as_deref().map(fold),
            &p.unit,
            p.price.map(millionths).transpose()?,
            &p.currency,
            &p.remarks,
            &p.external_id,
            &id,
        ],
    )
}

pub(crate) fn update(tx: &mut dyn Transaction, key: i64, p: &NewProduct) -> Result<usize> {
    tx.execute(
        "UPDATE products SET version = version + 1, name = ?, name_folded = ?, model = ?, model_folded = ?, batch = ?, \
         batch_folded = ?, unit = ?, price_e6 = ?, currency = ?, remarks = ? WHERE id = ?",
        params![
            &p.name,
            fold(&p.name),
            &p.model,
            p.model.as_deref().map(fold),
            &p.batch,
            p.batch.as_deref().map(fold),
            &p.unit,
            p.price.map(millionths).transpose()?,
            &p.currency,
            &p.remarks,
            key,
        ],
    )
}

pub(crate) fn remove(tx: &mut dyn Transaction, external_id: &str) -> Result<usize> {
    tx.execute("DELETE FROM products WHERE external_id = ?", params![external_id])
}
