//! What the host's sales system sends, and what it hears back (SALES-1).

use rust_decimal::Decimal;

use crate::engine::clock::Date;
use crate::engine::error::FieldError;
use crate::engine::gate::kind::kinds;
use crate::engine::record::{choices, record};

kinds! {
    /// A feed of the host's sales system, with the cursor up to which its changes are here.
    SALES_FEED = "sales_feed" in sales_feeds;
}

record! {
    /// A product as the host's sales system has it now. What is absent is empty.
    input NewProduct {
        /// The host's own key.
        external_id: String [short],
        /// Its name.
        name: String [short],
        /// Its model.
        model: Option<String> = None [short],
        /// Its batch.
        batch: Option<String> = None [short],
        /// The unit it is counted in.
        unit: Option<String> = None [short],
        /// The price of one unit, up to six decimal places.
        price: Option<Decimal> = None [quantity],
        /// The currency of the price, ISO 4217; the company's where absent.
        currency: Option<String> = None [text(3)],
        /// Remarks.
        remarks: Option<String> = None [long],
    }
}

record! {
    /// A row of stock as the host's sales system has it now. What is absent is empty.
    input NewStock {
        /// The host's own key of the row.
        external_id: String [short],
        /// The host's key of the product, which may arrive later.
        product_external_id: String [short],
        /// The warehouse.
        warehouse: String [short],
        /// The place in the warehouse.
        bin: Option<String> = None [short],
        /// How much there is, in the product's unit, up to six decimal places.
        quantity: Decimal [quantity],
        /// Remarks.
        remarks: Option<String> = None [long],
    }
}

record! {
    /// A line of an order.
    input NewOrderLine replaces ORDER {
        /// The host's key of the product, which may arrive later. It or a name is required.
        product_external_id: Option<String> = None [short],
        /// The product's name on the order; where absent, the product's own is shown.
        product_name: Option<String> = None [short],
        /// How much, up to six decimal places; negative for a return.
        quantity: Decimal [quantity],
        /// The unit on the order; where absent, the product's own is shown.
        unit: Option<String> = None [short],
        /// The price of one unit, up to six decimal places.
        unit_price: Decimal [quantity],
        /// The discount as a part of one, 0.15 for 15 %. Used only to compute an absent amount.
        discount_rate: Option<Decimal> = None [quantity],
        /// The amount in the order's currency. Where absent: quantity × unit price × (1 − discount rate), rounded half
        /// to even to the currency's places.
        amount: Option<Decimal> = None,
    }
}

record! {
    /// An order as the host's sales system has it now, with all its lines. What is absent is empty.
    input NewOrder replaces ORDER {
        /// The host's own key.
        external_id: String [short],
        /// The number on the host's papers; the key where absent.
        number: Option<String> = None [short],
        /// The host's key of the customer. An order of a customer not known yet is kept, and joins it when it appears.
        customer_external_id: String [short],
        /// The day of the order.
        date: Date,
        /// Where it is delivered to.
        delivery_address: Option<String> = None [short],
        /// The status: 5 is shipped, 6 paid, 9 cancelled; any other is open.
        status: i64 [range(0, 99)],
        /// What the host calls the status. For 5, 6 and 9 the engine's own label is shown.
        status_label: Option<String> = None [short],
        /// The currency of the amounts, ISO 4217; the company's where absent.
        currency: Option<String> = None [text(3)],
        /// The total; the sum of the lines where absent.
        total: Option<Decimal> = None,
        /// The lines, in order.
        lines: Vec<NewOrderLine> [at_most(10_000)],
    }
}

choices! {
    /// What became of one record of a push.
    PushOutcome {
        /// It was new.
        Created = "created",
        /// It was there, and is changed.
        Updated = "updated",
        /// It was there and the same; or it was to be removed, and was not there.
        Unchanged = "unchanged",
        /// It is gone.
        Removed = "removed",
        /// It was refused; its errors say why.
        Refused = "refused",
    }
}

record! {
    /// What became of one record of a push.
    output PushedRecord {
        /// The host's key of the record.
        key: String,
        /// What became of it.
        outcome: PushOutcome,
        /// Why it was refused; fields are named within the record.
        errors: Vec<FieldError>,
    }
}

record! {
    /// What became of a push.
    output PushResult {
        /// Records created.
        created: i64,
        /// Records changed.
        updated: i64,
        /// Records that were the same already.
        unchanged: i64,
        /// Records removed.
        removed: i64,
        /// Records refused; only where the push was per record.
        refused: i64,
        /// Each record's result, in the order of the call.
        records: Vec<PushedRecord>,
    }
}

impl PushResult {
    /// A result without records.
    pub(crate) fn with_capacity(records: usize) -> PushResult {
        PushResult {
            created: 0,
            updated: 0,
            unchanged: 0,
            removed: 0,
            refused: 0,
            records: Vec::with_capacity(records),
        }
    }

    /// Adds a record's result.
    pub(crate) fn add(&mut self, key: &str, outcome: PushOutcome, errors: Vec<FieldError>) {
        *match outcome {
            PushOutcome::Created => &mut self.created,
            PushOutcome::Updated => &mut self.updated,
            PushOutcome::Unchanged => &mut self.unchanged,
            PushOutcome::Removed => &mut self.removed,
            PushOutcome::Refused => &mut self.refused,
        } += 1;
        self.records.push(PushedRecord { key: key.to_owned(), outcome, errors });
    }

    /// Adds the results of a further push.
    pub(crate) fn append(&mut self, more: PushResult) {
        self.created += more.created;
        self.updated += more.updated;
        self.unchanged += more.unchanged;
        self.removed += more.removed;
        self.refused += more.refused;
        self.records.extend(more.records);
    }

    /// Whether anything in the database is different now.
    pub(crate) fn changed(&self) -> bool {
        self.created + self.updated + self.removed > 0
    }
}
