//! The operations on stock.

use super::rules;
use super::types::*;
use crate::engine::page::PageRequest;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! stock_operations { ($($project:ident)::+) => { $($project)::+! {
    stock: StockArea, "Stock (库存) of the host's sales system; read-only.";

    /// Gives one row of stock.
    read fn get(id: StockId) -> StockItem;

    /// Lists stock, ordered by the host's key of the product: all of it, or that of a product or a warehouse
    /// (STOCK-1).
    read fn list(filter: Option<StockFilter> = None, page: Option<PageRequest> = None) -> StockPage;
} } }

crate::stock_operations!(crate::engine::operations::project_core);
