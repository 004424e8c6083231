//! What the host's sales system sends: products, stock and orders, pushed or pulled, and what is derived from them.
//!
//! The ERP that embeds the engine stays the owner of these records, and names them by its own keys. It may *push* them
//! as they change; or implement a [`SalesFeed`], which the engine *pulls*
//! ([`Session::pull_sales`](crate::Session::pull_sales)) and whose cursor it keeps, so that nothing is lost or read
//! twice; or import CSV files ([`imports`](crate::imports)). Pushing is idempotent: what is the same already stays
//! untouched, so a host in doubt pushes again. A call takes up to 10,000 records, and is stored as a whole or not at
//! all, unless it asks for `per_record`.
//!
//! An order names its customer by the customer's `external_id`. One that comes before its customer is kept, and joins
//! the customer when it appears. From the orders the engine derives what the churn scan and the contribution report
//! need.
//!
//! The role `integration` may do all this; it is meant for the host itself and not for a person.
//!
//! ```
//! use crm_core::Crm;
//! use crm_core::sales::{NewOrder, NewOrderLine, PushOutcome};
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let erp = crm.bootstrap("erp", "ERP", &["integration"])?;
//! # let session = crm.session(erp)?;
//! let line = NewOrderLine {
//!     product_external_id: Some("P1".into()),
//!     quantity: "3".parse().expect("a decimal"),
//!     unit_price: "19.99".parse().expect("a decimal"),
//!     discount_rate: Some("0.15".parse().expect("a decimal")), // 15 %
//!     ..Default::default()
//! };
//! let order = NewOrder {
//!     external_id: "SO-1".into(),
//!     customer_external_id: "C1".into(), // not here yet: it may come later
//!     date: "2026-03-02".parse().expect("a date"),
//!     status: 5, // shipped
//!     lines: vec![line],
//!     ..Default::default()
//! };
//! assert_eq!(session.sales().push_orders(vec![order.clone()], None)?.created, 1);
//! assert_eq!(session.sales().push_orders(vec![order.clone()], None)?.unchanged, 1);
//!
//! // Record by record, a wrong one does not stop the others.
//! let wrong = NewOrder { external_id: "SO-2".into(), status: 100, ..order.clone() };
//! let result = session.sales().push_orders(vec![wrong, NewOrder { status: 6, ..order }], Some(true))?;
//! assert_eq!(result.records[0].outcome, PushOutcome::Refused);
//! assert_eq!(result.records[0].errors[0].field, "status");
//! assert_eq!(result.records[1].outcome, PushOutcome::Updated);
//! # Ok(())
//! # }
//! ```

pub(crate) mod amounts;
mod compare;
pub(crate) mod dates;
pub(crate) mod derived;
pub(crate) mod extended;
mod feed;
pub(crate) mod operations;
pub(crate) mod push;
mod push_orders;
pub(crate) mod rules;
mod slices;
mod status;
mod store;
mod totals;
mod types;

pub use feed::{SalesChanges, SalesChangesResult, SalesFeed, SalesFeedState, SalesPull, SalesRefusal};
pub use operations::Sales;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::labels::texts;

/// What the area brings.
pub(crate) static AREA: Area = Area {
    operations: operations::OPERATIONS,
    kinds: &[kinds::SALES_FEED.without_id()],
    texts: texts!(),
    derived: compare::DERIVED,
    ..Area::NONE
};
