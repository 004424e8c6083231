//! Shares (共享): one record shown to somebody whose it is not.
//!
//! The account manager of a customer, the assignee of an opportunity or of a ticket, and who changes such records by role
//! share one of them with a user, or with a department and those below it. `read` lets them see it and what belongs to
//! it; `write` lets them do what a collaborator may ([`collaborators`](crate::collaborators)), and no more, whatever
//! their roles hold. A share of a customer holds for its tickets too. Who was given a share can't pass it on.
//!
//! A share is enough, whatever the roles: the record is got by its id, and what belongs to it by naming it. It ends when
//! it is taken back, by who may give it or by the user who has it, and with the record.
//!
//! ```
//! use crm_core::Crm;
//! use crm_core::Entity;
//! use crm_core::customers::NewCustomer;
//! use crm_core::settings::SettingsUpdate;
//! use crm_core::shares::ShareAccess;
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
//! let partner = admin.users().create(new("partner", &[]), None)?.id;
//! let customer = crm.session(li)?.customers().create(
//!     NewCustomer { name: "华东精密机械".into(), account_manager: Some(li), ..Default::default() },
//!     None,
//!     None,
//! )?;
//!
//! // A partner without any role sees this one customer, and may not change it.
//! crm.session(li)?.shares().give(Entity::CUSTOMER, customer.id.into(), ShareAccess::Read, Some(partner), None)?;
//! assert_eq!(crm.session(partner)?.customers().get(customer.id)?.name, "华东精密机械");
//! let refused = crm.session(partner)?.customers().update(customer.id, Default::default(), None).unwrap_err();
//! assert_eq!(refused.code(), "forbidden");
//! # Ok(())
//! # }
//! ```

pub(crate) mod operations;
pub(crate) mod rules;
pub(crate) mod status;
pub(crate) mod store;
mod types;

pub use operations::Shares;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::labels::texts;

/// What the area brings.
pub(crate) static AREA: Area =
    Area { operations: operations::OPERATIONS, texts: texts!(), ties: Some(store::ties), ..Area::NONE };
