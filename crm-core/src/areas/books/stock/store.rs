//! The statements that read stock; `sales` writes it.

use super::types::*;
use crate::engine::error::Result;
use crate::engine::page::PageRequest;
use crate::engine::storage::{Columns, Direction, ListQuery, Order, Transaction, Visibility, from_millionths, params};
use crate::engine::tables::{Folded, folded};
use crate::products::ProductRef;

/// Texts that are kept folded too.
pub(super) const FOLDED: &[Folded] = folded! {
    stock: "warehouse" => warehouse_folded;
};

/// What [`read`] reads, in its order.
macro_rules! columns {
    () => {
        "s.uid, s.version, s.external_id, s.product_external_id, p.uid, p.name, p.model, p.batch, p.unit, \
         s.warehouse, s.bin, s.quantity_e6, s.remarks"
    };
}

macro_rules! tables {
    () => {
        "stock s LEFT JOIN products p ON p.external_id = s.product_external_id"
    };
}

const BY_PRODUCT: Order =
    Order { name: "stock", keys: &[("s.product_external_id", Direction::Ascending), ("s.id", Direction::Ascending)] };

fn read(c: &mut Columns<'_>) -> Result<StockItem> {
    Ok(StockItem {
        id: StockId(c.next()?),
        version: c.next()?,
        external_id: c.next()?,
        product_external_id: c.next()?,
        product: ProductRef::read_optional(c)?,
        warehouse: c.next()?,
        bin: c.next()?,
        quantity: from_millionths(c.next()?),
        remarks: c.next()?,
    })
}

pub(super) fn get(tx: &mut dyn Transaction, id: StockId) -> Result<Option<StockItem>> {
    tx.one(concat!("SELECT ", columns!(), " FROM ", tables!(), " WHERE s.uid = ?"), params![&id.0], read)
}

pub(super) fn list(
    tx: &mut dyn Transaction,
    filter: Option<&StockFilter>,
    page: &Option<PageRequest>,
) -> Result<StockPage> {
    let mut query = ListQuery::new(columns!(), tables!(), Visibility::whole("stock has no scope"));
    if let Some(f) = filter {
        let product = f.product.as_ref().map(|p| &p.0);
        query.when("s.product_external_id = (SELECT external_id FROM products WHERE uid = ?)", product);
        query.contains(tx, "p.name_folded", &f.product_name);
        query.contains(tx, "s.warehouse_folded", &f.warehouse);
    }
    query.page(tx, BY_PRODUCT, page, read).map(StockPage::from)
}
