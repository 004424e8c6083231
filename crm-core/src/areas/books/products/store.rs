//! The statements that read products; `sales` writes them.

use super::types::*;
use crate::engine::error::Result;
use crate::engine::objects::Matching;
use crate::engine::page::PageRequest;
use crate::engine::storage::{Direction, Filter, Order, Table, Transaction, Visibility};
use crate::engine::tables::{Folded, folded};

/// Texts that are kept folded too.
pub(super) const FOLDED: &[Folded] = folded! {
    products: "name" => name_folded;
    products: "model" => model_folded;
    products: "batch" => batch_folded;
};

const BY_NAME: Order =
    Order { name: "products", keys: &[("p.name_folded", Direction::Ascending), ("p.id", Direction::Ascending)] };

pub(super) fn list(
    tx: &mut dyn Transaction,
    filter: Option<&ProductFilter>,
    page: &Option<PageRequest>,
    matching: Option<&Matching>,
) -> Result<ProductPage> {
    let mut list = Product::list(Visibility::whole("products have no scope"));
    if let Some(filter) = filter {
        filter.narrow(tx, &mut list)?;
    }
    list.matching(tx, matching)?;
    list.page(tx, BY_NAME, page, Product::read).map(ProductPage::from)
}
