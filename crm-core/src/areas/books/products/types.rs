//! What a caller sends and gets.

use rust_decimal::Decimal;

use crate::engine::error::Result;
use crate::engine::gate::kind::kinds;
use crate::engine::ids::id;
use crate::engine::page::page;
use crate::engine::record::record;
use crate::engine::storage::Columns;

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
    output Product {
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
        price: Option<Decimal>,
        /// The currency of the price, ISO 4217.
        currency: Option<String>,
        /// Remarks.
        remarks: Option<String>,
    }
}

page!(ProductPage of Product, "A page of products, by name.");

record! {
    /// Which products are wanted; what is absent does not restrict (PROD-1).
    input ProductFilter {
        /// The name contains this; width and case don't matter, and an empty text restricts nothing.
        name: Option<String> = None [short],
        /// The model contains this; width and case don't matter, and an empty text restricts nothing.
        model: Option<String> = None [short],
        /// The batch contains this; width and case don't matter, and an empty text restricts nothing.
        batch: Option<String> = None [short],
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

impl ProductRef {
    /// Reads `uid, name, model, batch, unit`, all NULL where there is no product.
    pub(crate) fn read_optional(c: &mut Columns<'_>) -> Result<Option<ProductRef>> {
        let (id, name): (Option<uuid::Uuid>, Option<String>) = (c.next()?, c.next()?);
        let (model, batch, unit) = (c.next()?, c.next()?, c.next()?);
        Ok(id.zip(name).map(|(id, name)| ProductRef { id: ProductId(id), name, model, batch, unit }))
    }
}
