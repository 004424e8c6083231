//! Hand-over (移交): what somebody who leaves, moves or falls ill has passes to others.
//!
//! A sales manager hands the customers, open opportunities and open tickets of one person over to another: everything,
//! the records named, or those that a filter finds, so that a portfolio can be dealt to several. Each record passes as
//! the single operation would pass it: with a version, its history and its row in the audit. It happens whole or not at
//! all.
//!
//! With *everything* the person's collaborations pass on too and what was shared with them ends. Somebody who stays for
//! a while may be kept as a collaborator of the customers. System administrators may hand over what a disabled person
//! has, without reading a record of it.
//!
//! ```
//! use crm_core::Crm;
//! use crm_core::customers::NewCustomer;
//! use crm_core::handover::NewHandover;
//! use crm_core::settings::SettingsUpdate;
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let admin = crm.session(crm.bootstrap("admin", "管理员", &["system_administrator"])?)?;
//! # let nothing = SettingsUpdate { required_customer_fields: Some(vec![]), ..Default::default() };
//! # admin.settings().update(nothing)?;
//! # let hire = |login: &str| {
//! #     let new = crm_core::users::NewUser {
//! #         login: login.into(),
//! #         display_name: login.into(),
//! #         roles: Some(vec!["account_manager".into()]),
//! #         ..Default::default()
//! #     };
//! #     admin.users().create(new, None)
//! # };
//! let (li, han) = (hire("li.lei")?.id, hire("han.mei")?.id);
//! let new = NewCustomer { name: "华东精密机械".into(), account_manager: Some(li), ..Default::default() };
//! let customer = crm.session(li)?.customers().create(new, None, None)?;
//!
//! // Li Lei has left; who disables an account is told what it leaves behind.
//! let left = admin.users().disable(li, None)?;
//! assert_eq!(left.holds[0].count, 1);
//! let everything = NewHandover { everything: Some(true), ..Default::default() };
//! admin.handover().run(li, han, "离职".into(), everything)?;
//! assert_eq!(crm.session(han)?.customers().get(customer.id)?.account_manager.map(|u| u.id), Some(han));
//! # Ok(())
//! # }
//! ```

pub(crate) mod operations;
mod records;
pub(crate) mod rules;
pub(crate) mod status;
mod store;
mod types;

pub use operations::Handover;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::labels::texts;

/// What the area brings.
pub(crate) static AREA: Area = Area { operations: operations::OPERATIONS, texts: texts!(), ..Area::NONE };
