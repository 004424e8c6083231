//! What is checked and done.

use super::store;
use super::types::*;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::page::PageRequest;
use crate::engine::storage::Table;
use crate::engine::tree::Tree;

pub(super) fn get(cx: &mut Context<'_>, id: &ProductId) -> Result<Product> {
    match Product::find(cx.tx(), *id)? {
        Some((_, product)) => Ok(product),
        None => cx.not_found(Entity::PRODUCT, *id),
    }
}

/// PROD-1.
pub(super) fn list(
    cx: &mut Context<'_>,
    filter: &Option<ProductFilter>,
    page: &Option<PageRequest>,
    matching: &Option<Tree>,
) -> Result<ProductPage> {
    let matching = cx.matching(&Entity::PRODUCT, matching)?;
    cx.check_fields()?;
    store::list(cx.tx(), filter.as_ref(), page, matching.as_ref())
}
