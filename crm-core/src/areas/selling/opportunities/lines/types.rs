//! What a caller sends and gets.

use rust_decimal::Decimal;

use crate::engine::money::Money;
use crate::engine::record::record;
use crate::opportunities::OpportunityId;
use crate::products::ProductId;

record! {
    /// A line of an opportunity as the caller gives it (SALE-9).
    input NewOpportunityLine of OPPORTUNITY {
        /// The product. It or a name is required.
        product: Option<ProductId> = None,
        /// What it is called on the line; as the product is, where that is not said.
        name: Option<String> = None [short],
        /// How much, above 0, up to six decimal places.
        quantity: Decimal [quantity],
        /// The price of one unit, of nothing or more, up to six decimal places.
        unit_price: Decimal [quantity, of("opportunity.amount")],
        /// The discount as a part of one, from 0 to 1, up to six decimal places: 0.15 for 15 %.
        discount_rate: Option<Decimal> = None [quantity],
    }
}

record! {
    /// A line of an opportunity (SALE-9).
    output OpportunityLine of OPPORTUNITY {
        /// The opportunity.
        opportunity: OpportunityId,
        /// Its place, from 1.
        position: i64,
        /// The product, while there is it.
        product: Option<ProductId>,
        /// What it is called.
        name: String,
        /// How much, up to six decimal places.
        quantity: Decimal,
        /// The price of one unit, up to six decimal places; absent only where it is hidden.
        unit_price: Option<Decimal> [of("opportunity.amount")],
        /// The discount as a part of one.
        discount_rate: Option<Decimal>,
        /// Quantity × unit price × (1 − discount rate), without tax, rounded half to even once; absent only where it is hidden.
        amount: Option<Money> [of("opportunity.amount")],
    }
}
