//! Collaborators (协作人): who works on a customer or an opportunity beside the one whose it is.
//!
//! A customer has one account manager and an opportunity one assignee; a second seller, a product specialist or a
//! deputy is named as a collaborator. They maintain the record and what belongs to it as its account manager or assignee
//! does: data, contacts, visits, the steps of a plan, new tickets. They do not decide: who else works on it, whose it
//! is, what became of it. Being named is enough, whatever their roles are.
//!
//! The account manager or the assignee names them, and sales managers do. Lost customers and closed opportunities have
//! them too. The call says what kind of record it is about: `customer` or `opportunity`.
//!
//! ```
//! use crm_core::Crm;
//! use crm_core::Entity;
//! use crm_core::customers::{CustomerUpdate, NewCustomer};
//! use crm_core::settings::SettingsUpdate;
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let admin = crm.session(crm.bootstrap("admin", "管理员", &["system_administrator"])?)?;
//! # let nothing = SettingsUpdate { required_customer_fields: Some(vec![]), ..Default::default() };
//! # admin.settings().update(nothing)?;
//! # let new = |login: &str, roles: &[&str]| crm_core::users::NewUser {
//! #     login: login.into(),
//! #     display_name: login.into(),
//! #     roles: Some(roles.iter().map(|r| (*r).to_owned()).collect()),
//! #     ..Default::default()
//! # };
//! let li = admin.users().create(new("li.lei", &["account_manager"]), None)?.id;
//! let han = admin.users().create(new("han.mei", &[]), None)?.id;
//! let customer = crm.session(li)?.customers().create(
//!     NewCustomer { name: "华东精密机械".into(), account_manager: Some(li), ..Default::default() },
//!     None,
//!     None,
//! )?;
//!
//! // Han Mei holds no role, and is a collaborator of this one customer.
//! crm.session(li)?.collaborators().add(Entity::CUSTOMER, customer.id.into(), han)?;
//! let changes = CustomerUpdate { phone: Some("021-5555 0100".into()), ..Default::default() };
//! crm.session(han)?.customers().update(customer.id, changes, None)?;
//! # Ok(())
//! # }
//! ```

pub(crate) mod operations;
pub(crate) mod rules;
pub(crate) mod status;
pub(crate) mod store;
mod types;

pub use operations::Collaborators;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::labels::texts;

/// What the area brings.
pub(crate) static AREA: Area = Area {
    operations: operations::OPERATIONS,
    kinds: &[kinds::COLLABORATION.without_id()],
    texts: texts!(),
    held: store::HELD,
    ties: Some(store::ties),
    ..Area::NONE
};
