//! Order history (历史订单) of customers, read from the host's sales system.
//!
//! Orders belong to the ERP that embeds the engine; it pushes them ([`sales`](crate::sales)), and here they are read:
//! what did this customer buy, and what is on that order? An order has a status from 0 to 99, of which three have a
//! meaning here: 5 is shipped (已发货), 6 paid (已回款), 9 cancelled (已取消). The history lists what is shipped or paid; a
//! single order is given whatever its status.
//!
//! Sales managers and account managers read all orders, and a customer's account manager those of the customer,
//! whatever their roles. Nobody changes one here.
//!
//! ```
//! use crm_core::Crm;
//! use crm_core::customers::NewCustomer;
//! use crm_core::sales::{NewOrder, NewOrderLine};
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let erp = crm.bootstrap("erp", "ERP", &["sales_manager", "integration"])?;
//! # let session = crm.session(erp)?;
//! # let new = NewCustomer { name: "华东精密机械".into(), external_id: Some("C1".into()), ..Default::default() };
//! # let batch = session.customers().import_many(vec![new], Some(true), None, None, None)?;
//! # let customer = batch.records[0].id.expect("it was created");
//! # let order = |key: &str, status: i64| NewOrder {
//! #     external_id: key.into(),
//! #     customer_external_id: "C1".into(),
//! #     date: "2026-03-02".parse().expect("a date"),
//! #     status,
//! #     lines: vec![NewOrderLine {
//! #         product_name: Some("轴承".into()),
//! #         quantity: "2".parse().expect("a decimal"),
//! #         unit_price: "12.5".parse().expect("a decimal"),
//! #         ..Default::default()
//! #     }],
//! #     ..Default::default()
//! # };
//! // The ERP pushed an order that is shipped, and one that is still open (status 2).
//! session.sales().push_orders(vec![order("SO-1", 5), order("SO-2", 2)], None)?;
//!
//! let history = session.orders().list(customer, None, None, None)?.items;
//! assert_eq!(history.len(), 1);
//! assert_eq!(history[0].status_label, "Shipped");
//!
//! let details = session.orders().get(history[0].id, None)?;
//! assert_eq!(details.lines[0].product_name, "轴承");
//! assert_eq!(details.order.total.expect("it is not withheld").amount.to_string(), "25.00");
//! # Ok(())
//! # }
//! ```

mod object;
pub(crate) mod operations;
pub(crate) mod rules;
pub(crate) mod status;
mod store;
mod types;

pub use operations::Orders;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::gate::kind::found;
use crate::engine::hanging::Concern;
use crate::engine::labels::texts;

/// What the area brings.
pub(crate) static AREA: Area = Area {
    operations: operations::OPERATIONS,
    follows: Some("customers"),
    kinds: &[kinds::ORDER
        .described_by(&object::OBJECT)
        .bearing(Concern::ALL)
        .extended_by(&status::EXTENDS)
        .belonging_by("customer")
        .found_by(|cx, id| found(rules::subject(cx, OrderId(id.0))?))],
    texts: texts!(),
    ..Area::NONE
};
