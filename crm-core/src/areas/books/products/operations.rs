//! The operations on products.

use super::rules;
use super::types::*;
use crate::engine::page::PageRequest;
use crate::engine::tree::Tree;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! products_operations { ($($project:ident)::+) => { $($project)::+! {
    products: Products, "Products (产品) of the host's sales system; read-only.";

    /// Gives one product.
    read fn get(id: ProductId) -> Product;

    /// Lists products by name: all of them, or those with the given texts in name, model and batch (PROD-1).
    read fn list(filter: Option<ProductFilter> = None, page: Option<PageRequest> = None, matching: Option<Tree> = None) -> ProductPage;
} } }

crate::products_operations!(crate::engine::operations::project_core);
