//! Interactions (交往记录) with customers: visits, calls.
//!
//! Whoever met or called a customer writes down when, where, what it was about and what was agreed, so that the next
//! person knows. An interaction may name the ticket it followed: after a complaint was handled, somebody should ask
//! whether all is well, and the handled tickets that nobody followed up yet can be listed (`tickets.list`,
//! `followed_up`). Interactions have no states, and stay possible with a lost customer.
//!
//! Sales managers and account managers read all of them. The customer's account manager, whatever their roles, and
//! sales managers record, change and delete them.
//!
//! ```
//! use crm_core::Crm;
//! use crm_core::customers::NewCustomer;
//! use crm_core::interactions::NewInteraction;
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let han = crm.bootstrap("han.meimei", "韩梅梅", &["sales_manager", "integration"])?;
//! # let session = crm.session(han)?;
//! # let new = NewCustomer { name: "华东精密机械".into(), ..Default::default() };
//! # let batch = session.customers().import_many(vec![new], Some(true), None, None, None)?;
//! # let customer = batch.records[0].id.expect("it was created");
//! let visit = |date: &str, summary: &str| NewInteraction {
//!     date: date.parse().expect("a date"),
//!     place: "客户公司".into(),
//!     summary: summary.into(),
//!     details: "参观车间，了解设备现状".into(),
//!     ..Default::default()
//! };
//! session.interactions().create(customer, visit("2026-03-10", "二次拜访"), None)?;
//! session.interactions().create(customer, visit("2026-03-03", "初次拜访"), None)?;
//!
//! // Newest first by the day of the visit, whenever it was written down.
//! let page = session.interactions().list(Some(customer), None, None, None)?;
//! let summaries: Vec<_> = page.items.iter().map(|i| i.summary.as_str()).collect();
//! assert_eq!(summaries, ["二次拜访", "初次拜访"]);
//! # Ok(())
//! # }
//! ```

mod object;
pub(crate) mod operations;
pub(crate) mod rules;
pub(crate) mod status;
pub(crate) mod store;
mod types;

pub use operations::Interactions;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::gate::kind::found;
use crate::engine::hanging::Concern;
use crate::engine::labels::texts;

/// What the area brings.
pub(crate) static AREA: Area = Area {
    operations: operations::OPERATIONS,
    follows: Some("customers"),
    kinds: &[kinds::INTERACTION
        .described_by(&object::OBJECT)
        .bearing(Concern::ALL)
        .extended_by(&status::EXTENDS)
        .belonging_by("customer")
        .found_by(|cx, id| found(rules::subject(cx, InteractionId(id.0))?))],
    scoped: store::SCOPED,
    texts: texts!(),
    ..Area::NONE
};
