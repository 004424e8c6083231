//! What a caller sends and gets.

use rust_decimal::Decimal;

use crate::customers::CustomerRef;
use crate::engine::clock::Date;
use crate::engine::gate::kind::kinds;
use crate::engine::ids::id;
use crate::engine::money::Money;
use crate::engine::page::page;
use crate::engine::record::record;
use crate::products::ProductId;

kinds! {
    /// An order of the host's sales system.
    ORDER = "order" in orders;
}

id! {
    /// Identifies an order of the host's sales system.
    OrderId
}

/// The status of an order that is shipped (已发货).
pub const SHIPPED: i64 = 5;

/// The status of an order that is paid (已回款).
pub const PAID: i64 = 6;

/// The status of an order that is cancelled (已取消).
pub const CANCELLED: i64 = 9;

record! {
    /// An order of the host's sales system.
    output Order of ORDER extended {
        /// Its id.
        id: OrderId,
        /// Its version: how often it was pushed with a change.
        version: i64,
        /// The host's own key.
        external_id: String,
        /// The number on the host's papers.
        number: String,
        /// The customer, once it is known.
        customer: Option<CustomerRef>,
        /// The host's key of the customer; absent only where it is hidden.
        customer_external_id: Option<String> [of("customer.external_id")],
        /// The day of the order.
        date: Date,
        /// Where it is delivered to.
        delivery_address: Option<String> [confidential(address)],
        /// The status, 0 to 99: 5 is shipped, 6 paid, 9 cancelled, any other open.
        status: i64,
        /// What the status is called: shipped, paid and cancelled in the session's language, any other as the host
        /// calls it, or its number where the host has no name for it.
        status_label: String,
        /// The total: the host's, or the sum of the lines; absent only where it is hidden.
        total: Option<Money> [confidential(amount)],
    }
}

page!(OrderPage of Order, "A page of a customer's orders, newest first.");

record! {
    /// Which orders of a customer are wanted; what is absent does not restrict.
    input OrderFilter {
        /// Of this status: 5 (shipped) or 6 (paid). No other is in the list.
        status: Option<i64> = None [range(0, 99)],
        /// Of this day or later.
        date_from: Option<Date> = None,
        /// Of this day or earlier.
        date_to: Option<Date> = None,
    }
}

record! {
    /// A line of an order.
    output OrderLine of ORDER {
        /// Its place, from 1.
        position: i64,
        /// The product, once it is known.
        product: Option<ProductId>,
        /// The host's key of the product.
        product_external_id: Option<String>,
        /// The product's name: as it stands on the order, or the product's own, or its key.
        product_name: String,
        /// How much, in the unit, up to six decimal places; negative for a return.
        quantity: Decimal,
        /// The unit: as it stands on the order, or the product's own.
        unit: Option<String>,
        /// The price of one unit in the order's currency, up to six decimal places; absent only where it is hidden.
        unit_price: Option<Decimal> [confidential(amount)],
        /// The amount of the line: the host's, or quantity × unit price less the discount; absent only where it is hidden.
        amount: Option<Money> [confidential(amount)],
    }
}

record! {
    /// One order in full (ORDER-2).
    output OrderDetails {
        /// The order, with its total.
        order: Order,
        /// Its lines, in order.
        lines: Vec<OrderLine>,
        /// Pass it as `after` to get the lines that follow; absent where these were all.
        next: Option<String>,
    }
}
