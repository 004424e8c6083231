//! What a caller sends and gets.

use rust_decimal::Decimal;

use crate::engine::gate::kind::kinds;
use crate::engine::ids::id;
use crate::engine::page::page;
use crate::engine::record::record;
use crate::products::{ProductId, ProductRef};

kinds! {
    /// A stock row of the host's sales system.
    STOCK = "stock" in stock;
}

id! {
    /// Identifies a stock row of the host's sales system.
    StockId
}

record! {
    /// A row of stock of the host's sales system: how much of a product lies where.
    output StockItem {
        /// Its id.
        id: StockId,
        /// Its version: how often it was pushed with a change.
        version: i64,
        /// The host's own key of the row.
        external_id: String,
        /// The host's key of the product.
        product_external_id: String,
        /// The product, once it is known.
        product: Option<ProductRef>,
        /// The warehouse.
        warehouse: String,
        /// The place in the warehouse.
        bin: Option<String>,
        /// How much there is, in the product's unit, up to six decimal places.
        quantity: Decimal,
        /// Remarks.
        remarks: Option<String>,
    }
}

page!(StockPage of StockItem, "A page of stock, by the product's key.");

record! {
    /// Which rows of stock are wanted; what is absent does not restrict (STOCK-1).
    input StockFilter {
        /// Of this product.
        product: Option<ProductId> = None,
        /// The product's name contains this; width and case don't matter, and an empty text restricts nothing.
        product_name: Option<String> = None [short],
        /// The warehouse's name contains this; width and case don't matter, and an empty text restricts nothing.
        warehouse: Option<String> = None [short],
    }
}
