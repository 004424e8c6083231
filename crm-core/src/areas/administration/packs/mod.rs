//! Packs (扩展包): definitions of objects, fields, states, rules and views as documents, which an administrator plans and
//! applies while the system runs.
//!
//! `plan` says what a document would change, class by class, with the rows that it concerns, and what stands against it;
//! nothing is written. `apply` does exactly what was planned, in one transaction, or nothing. A pack owns what it defines;
//! the administrators' own changes are the pack `my`.
//!
//! ```
//! use crm_core::{Crm, Tree};
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let admin = crm.bootstrap("admin", "管理员", &["system_administrator"])?;
//! # let session = crm.session(admin)?;
//! let document: Tree = r#"{
//!     "pack": "library", "version": 1, "language": 1, "title": "Library",
//!     "objects": {"book": {"title": "name", "fields": {
//!         "name": {"type": "text", "required": true, "search": true},
//!         "pages": {"type": "integer", "min": 1}
//!     }}},
//!     "roles": {"system_administrator": ["library.book"]}
//! }"#.parse()?;
//! let plan = session.packs().plan(document.clone())?;
//! assert!(plan.refusals.is_empty());
//! session.packs().apply(document, plan.digest)?;
//!
//! let book = session.call("library.book.create", r#"{"new": {"name": "红楼梦", "pages": 1606}}"#)?;
//! assert!(book.contains(r#""title":"红楼梦""#));
//! # Ok(())
//! # }
//! ```

pub(crate) mod operations;
mod rules;
pub(crate) mod status;
pub(crate) mod store;
mod types;

pub use operations::Packs;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::labels::texts;

/// What the area brings.
pub(crate) static AREA: Area =
    Area { operations: operations::OPERATIONS, kinds: &[kinds::PACK], texts: texts!(), ..Area::NONE };
