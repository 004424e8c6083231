//! Customers (客户): organisations, from the first data to loss and win-back.
//!
//! A customer is an organisation that the company sells to: its name and address, its region and level, how satisfied
//! it is and how well it pays, its bank and tax numbers, and who looks after it: its account manager. It is entered by
//! hand, comes out of a developed opportunity, or is imported from the host's books. Which fields must be filled is a
//! setting of the database ([`settings`](crate::settings)); a customer that arrived with less is *incomplete* until an
//! update fills them, and says so.
//!
//! ```text
//! active ──churn.confirm──▶ lost ──win_back──▶ active
//! ```
//!
//! A lost customer and its contacts are frozen. Interactions and tickets stay possible, since winning it back needs
//! them, and its orders still arrive. Sales managers and account managers read all customers and create new ones. A
//! customer is changed by its account manager, whatever their roles, or by a sales manager; only a sales manager wins
//! it back.
//!
//! ```
//! use crm_core::Crm;
//! use crm_core::customers::{CustomerUpdate, NewCustomer};
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let li = crm.bootstrap("li.lei", "李雷", &["account_manager"])?;
//! # let session = crm.session(li)?;
//! let new = NewCustomer {
//!     name: "华东精密机械".into(),
//!     account_manager: Some(li),
//!     satisfaction: Some(4),
//!     credit: Some(3),
//!     address: Some("上海市浦东新区 1 号".into()),
//!     ..Default::default()
//! };
//! // Everything that is missing is named at once.
//! let refused = session.customers().create(new.clone(), None, None).unwrap_err();
//! let missing: Vec<_> = refused.fields().iter().map(|f| f.field.as_str()).collect();
//! assert_eq!(missing, ["region", "level", "phone"]);
//!
//! // Regions and levels are choices of the dictionary.
//! let region = session.dictionary().choices("region".into())?[0].id;
//! let level = session.dictionary().choices("customer_level".into())?[0].id;
//! let phone = Some("021-5555 0100".into());
//! let new = NewCustomer { region: Some(region), level: Some(level), phone, ..new };
//! let customer = session.customers().create(new, None, None)?;
//! assert!(customer.complete);
//!
//! // An update names what changes, and nothing else.
//! let changes = CustomerUpdate { satisfaction: Some(5), ..Default::default() };
//! assert_eq!(session.customers().update(customer.id, changes, None)?.satisfaction, Some(5));
//! # Ok(())
//! # }
//! ```

mod batch;
pub(crate) mod belonging;
mod derived;
pub(crate) mod forgotten;
mod object;
pub(crate) mod operations;
pub(crate) mod recount;
pub(crate) mod rules;
pub(crate) mod status;
pub(crate) mod store;
mod types;

pub use operations::Customers;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::gate::kind::found_with_key;
use crate::engine::hanging::Concern;
use crate::engine::labels::texts;
use crate::engine::tables::Column;

/// What the area brings.
pub(crate) static AREA: Area = Area {
    operations: operations::OPERATIONS,
    kinds: &[kinds::CUSTOMER
        .described_by(&object::OBJECT)
        .owned_by("account_manager")
        .bearing(Concern::ALL)
        .asked_by(forgotten::conditions)
        .extended_by(&status::EXTENDS)
        .found_by(|cx, id| found_with_key(store::get(cx.tx(), CustomerId(id.0))?))],
    scoped: store::SCOPED,
    texts: texts!(),
    entries: &[Column::of("customers", "region"), Column::of("customers", "level")],
    folded: store::FOLDED,
    held: store::HELD,
    derived: &[&derived::Complete],
    ..Area::NONE
};
