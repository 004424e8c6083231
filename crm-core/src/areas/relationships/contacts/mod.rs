//! Contacts (联系人): the people at a customer whom one talks to.
//!
//! A contact belongs to one customer and never moves to another. Name, gender (a choice of the dictionary), position
//! and office phone are required; only the contact that comes out of an opportunity may lack what the opportunity did
//! not know, until its first update. Contacts have no states, but are frozen while their customer is lost.
//!
//! Sales managers and account managers read all contacts. The customer's account manager, whatever their roles, and
//! sales managers add, change and delete them.
//!
//! ```
//! use crm_core::Crm;
//! use crm_core::contacts::{ContactUpdate, NewContact};
//! use crm_core::customers::NewCustomer;
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let han = crm.bootstrap("han.meimei", "韩梅梅", &["sales_manager", "integration"])?;
//! # let session = crm.session(han)?;
//! # let new = NewCustomer { name: "华东精密机械".into(), ..Default::default() };
//! # let batch = session.customers().import_many(vec![new], Some(true), None, None, None)?;
//! # let customer = batch.records[0].id.expect("it was created");
//! let gender = session.dictionary().choices("gender".into())?[0].id;
//! let new = NewContact {
//!     name: Some("王芳".into()),
//!     gender: Some(gender),
//!     position: Some("采购经理".into()),
//!     office_phone: Some("021-5555 0100".into()),
//!     mobile: Some("138 0000 0000".into()),
//!     ..Default::default()
//! };
//! let contact = session.contacts().create(customer, new, None, None)?;
//!
//! // `clear` empties what is no longer so; a required field can't be emptied.
//! let changes = ContactUpdate { clear: Some(vec!["mobile".into()]), ..Default::default() };
//! assert_eq!(session.contacts().update(contact.id, changes, None)?.mobile, None);
//! let changes = ContactUpdate { position: Some("".into()), ..Default::default() };
//! assert_eq!(session.contacts().update(contact.id, changes, None).unwrap_err().fields()[0].code, "required");
//! assert_eq!(session.contacts().list(Some(customer), None, None, None)?.items.len(), 1);
//! # Ok(())
//! # }
//! ```

pub(crate) mod birthdays;
mod object;
pub(crate) mod operations;
pub(crate) mod rules;
pub(crate) mod status;
pub(crate) mod store;
mod types;

pub use operations::Contacts;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::gate::kind::found;
use crate::engine::hanging::Concern;
use crate::engine::labels::texts;
use crate::engine::tables::Column;

/// What the area brings.
pub(crate) static AREA: Area = Area {
    operations: operations::OPERATIONS,
    follows: Some("customers"),
    kinds: &[kinds::CONTACT
        .described_by(&object::OBJECT)
        .bearing(Concern::ALL)
        .extended_by(&status::EXTENDS)
        .belonging_by("customer")
        .found_by(|cx, id| found(rules::subject(cx, ContactId(id.0))?))],
    scoped: store::SCOPED,
    texts: texts!(),
    entries: &[Column::of("contacts", "gender")],
    folded: store::FOLDED,
    derived: &[&birthdays::Kept],
    ..Area::NONE
};
