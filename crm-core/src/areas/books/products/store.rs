//! The statements that read products; `sales` writes them.

use super::types::*;
use crate::engine::error::Result;
use crate::engine::page::PageRequest;
use crate::engine::storage::{Columns, Direction, ListQuery, Order, Transaction, Visibility, from_millionths, params};
use crate::engine::tables::{Folded, folded};

/// Texts that are kept folded too.
pub(super) const FOLDED: &[Folded] = folded! {
    products: "name" => name_folded;
    products: "model" => model_folded;
    products: "batch" => batch_folded;
};

/// What [`read`] reads, in its order.
macro_rules! columns {
    () => {
        "p.uid, p.version, p.external_id, p.name, p.model, p.batch, p.unit, p.price_e6, p.currency, p.remarks"
    };
}

const BY_NAME: Order =
    Order { name: "products", keys: &[("p.name_folded", Direction::Ascending), ("p.id", Direction::Ascending)] };

fn read(c: &mut Columns<'_>) -> Result<Product> {
    Ok(Product {
        id: ProductId(c.next()?),
        version: c.next()?,
        external_id: c.next()?,
        name: c.next()?,
        model: c.next()?,
        batch: c.next()?,
        unit: c.next()?,
        price: c.next::<Option<i64>>()?.map(from_millionths),
        currency: c.next()?,
        remarks: c.next()?,
    })
}

pub(super) fn get(tx: &mut dyn Transaction, id: ProductId) -> Result<Option<Product>> {
    tx.one(concat!("SELECT ", columns!(), " FROM products p WHERE p.uid = ?"), params![&id.0], read)
}

pub(super) fn list(
    tx: &mut dyn Transaction,
    filter: Option<&ProductFilter>,
    page: &Option<PageRequest>,
) -> Result<ProductPage> {
    let mut query = ListQuery::new(columns!(), "products p", Visibility::All);
    if let Some(f) = filter {
        query.contains(tx, "p.name_folded", &f.name);
        query.contains(tx, "p.model_folded", &f.model);
        query.contains(tx, "p.batch_folded", &f.batch);
    }
    query.page(tx, BY_NAME, page, read).map(ProductPage::from)
}
