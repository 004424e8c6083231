//! The changed records in order, for hosts that follow the engine.
//!
//! A host that keeps a copy of something (a search index, a data warehouse) needs every change exactly once, also those
//! of the time it was not running. Changes are numbered; the host asks for those behind the last number it has dealt
//! with, and stores the new number with what it made of them. A listener ([`ChangeListener`](crate::ChangeListener)) is
//! quicker to hear, but hears only while it is there; the two go well together. System administrators and the role
//! `integration` may follow.
//!
//! Numbers mean something in one history alone. Every answer names the database and its *epoch*, the host stores them
//! beside the number and gives them back, and is refused where it can't go on from there: after a backup was restored
//! that had not yet what the host has dealt with, or with the file of another company. It reads the records anew then,
//! and follows from [`latest`](Changes::latest) on.
//!
//! ```
//! use crm_core::Crm;
//! use crm_core::departments::NewDepartment;
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let admin = crm.bootstrap("admin", "管理员", &["system_administrator"])?;
//! # let session = crm.session(admin)?;
//! let start = session.changes().latest()?; // stored by the host; 0 would be from the beginning
//! let mut dealt_with = start.sequence;
//!
//! let department = session.departments().create(NewDepartment { name: "销售部".into(), ..Default::default() }, None)?;
//! session.departments().delete(department.id, None)?;
//!
//! let mut heard = Vec::new();
//! loop {
//!     let changes = session.changes().since(dealt_with, None, Some(start.database), Some(start.epoch))?;
//!     heard.extend(changes.items.iter().map(|item| format!("{} {}", item.change.entity, item.change.action)));
//!     dealt_with = changes.sequence;
//!     if !changes.more {
//!         break;
//!     }
//! }
//! assert_eq!(heard, ["department created", "department deleted"]);
//! # Ok(())
//! # }
//! ```

pub(crate) mod operations;
pub(crate) mod rules;
mod status;
mod store;
mod types;
mod wait;

pub use operations::Changes;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::labels::texts;

/// What the area brings.
pub(crate) static AREA: Area = Area { operations: operations::OPERATIONS, texts: texts!(), ..Area::NONE };
