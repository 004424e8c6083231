//! The audit: one row a call that changed something, one row a changed record, in the call's own transaction (AUDIT-1);
//! and refusals, in one of their own (PERM-2).
//!
//! It answers who did what, when, and what a record looked like before. Nobody writes it, and nothing in it can be
//! changed or deleted. What is refused for want of a permission, and failed log-ins, are kept too, repeats within a
//! minute counted in one row. A bulk call leaves a summary instead of thousands of rows, and passwords are never in it.
//! System administrators read it.
//!
//! ```
//! use crm_core::Crm;
//! use crm_core::audit::AuditFilter;
//! use crm_core::dictionary::{DictionaryEntryUpdate, NewDictionaryEntry};
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let admin = crm.bootstrap("admin", "管理员", &["system_administrator"])?;
//! # let session = crm.session(admin)?;
//! # let new = NewDictionaryEntry {
//! #     category: "region".into(), item: "港澳".into(), value: "9".into(), ..Default::default()
//! # };
//! # let entry = session.dictionary().create(new, None)?;
//! let changes = DictionaryEntryUpdate { item: Some("港澳台".into()), ..Default::default() };
//! session.dictionary().update(entry.id, changes)?;
//!
//! // The story of one record, newest first.
//! let filter = AuditFilter { record: Some(entry.id.into()), ..Default::default() };
//! let calls = session.audit().list(Some(filter), None)?.items;
//! assert_eq!(calls[0].operation, "dictionary.update");
//! assert_eq!(calls[0].user.as_ref().map(|u| u.display_name.as_str()), Some("管理员"));
//! let change = &calls[0].changes[0];
//! assert_eq!(change.before.as_deref(), Some(r#"{"version":1,"item":"港澳"}"#));
//! assert_eq!(change.after.as_deref(), Some(r#"{"version":2,"item":"港澳台"}"#));
//!
//! // An administrator is not a salesman, and the attempt is on record.
//! assert!(session.opportunities().list(None, None, None).is_err());
//! let refusals = session.audit().refusals(None, None)?.items;
//! assert_eq!((refusals[0].operation.as_str(), refusals[0].reason.as_str()), ("opportunities.list", "no_permission"));
//! # Ok(())
//! # }
//! ```

mod derived;
pub(crate) mod operations;
pub(crate) mod rules;
mod status;
pub(crate) mod store;
mod types;

pub use crate::engine::audit::Action;
pub use operations::Audit;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::labels::texts;

/// What the area brings.
pub(crate) static AREA: Area =
    Area { operations: operations::OPERATIONS, texts: texts!(), derived: derived::DERIVED, ..Area::NONE };
