//! What a caller sends and gets.

use rust_decimal::Decimal;

use crate::engine::gate::kind::kinds;
use crate::engine::ids::id;
use crate::engine::page::page;
use crate::engine::record::record;
use crate::engine::storage::referred;

kinds! {
    /// A product of the host's sales system.
    PRODUCT = "product" in products;
}

id! {
    /// Identifies a product of the host's sales system.
    ProductId
}

record! {
    /// A product of the host's sales system.
    output Product extended of PRODUCT in products as p {
        /// Its id.
        id: ProductId,
        /// Its version: how often it was pushed with a change.
        version: i64,
        /// The host's own key.
        external_id: String,
        /// Its name.
        name: String,
        /// Its model.
        model: Option<String>,
        /// Its batch.
        batch: Option<String>,
        /// The unit it is counted in.
        unit: Option<String>,
        /// The price of one unit, up to six decimal places.
        price: Option<Decimal> = "price_e6",
        /// The currency of the price, ISO 4217.
        currency: Option<String>,
        /// Remarks.
        remarks: Option<String>,
    }
}

page!(ProductPage of Product, "A page of products, by name.");

record! {
    /// Which products are wanted; what is absent does not restrict (PROD-1).
    filter ProductFilter of Product {
        /// The name contains this; width and case don't matter, and an empty text restricts nothing.
        name: String => contains name_folded [short],
        /// The model contains this; width and case don't matter, and an empty text restricts nothing.
        model: String => contains model_folded [short],
        /// The batch contains this; width and case don't matter, and an empty text restricts nothing.
        batch: String => contains batch_folded [short],
    }
}

record! {
    /// A product as other records mention it.
    output ProductRef {
        /// Its id.
        id: ProductId,
        /// Its name.
        name: String,
        /// Its model.
        model: Option<String>,
        /// Its batch.
        batch: Option<String>,
        /// The unit it is counted in.
        unit: Option<String>,
    }
}

referred! { ProductId in products }
referred! { ProductRef in products { id: ProductId, name, model, batch, unit } }
