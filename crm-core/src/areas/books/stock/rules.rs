//! What is checked and done.

use super::store;
use super::types::*;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::page::PageRequest;

pub(super) fn get(cx: &mut Context<'_>, id: &StockId) -> Result<StockItem> {
    match store::get(cx.tx(), *id)? {
        Some(item) => Ok(item),
        None => cx.not_found(Entity::STOCK, *id),
    }
}

/// STOCK-1.
pub(super) fn list(
    cx: &mut Context<'_>,
    filter: &Option<StockFilter>,
    page: &Option<PageRequest>,
) -> Result<StockPage> {
    cx.check_fields()?;
    store::list(cx.tx(), filter.as_ref(), page)
}
