//! Backup and checks of the database.
//!
//! A backup is a copy of the whole database in one file, made while others go on working; it opens like any database.
//! `check` verifies the file, the references in it, and the derived data (totals, last order dates) against
//! recomputation; where these are found wrong, `rebuild` makes them anew. System administrators may.
//!
//! ```
//! use crm_core::Crm;
//!
//! # fn main() -> crm_core::Result<()> {
//! # let folder = tempfile::tempdir().expect("a folder");
//! # let crm = Crm::open(folder.path().join("erp.crm"))?;
//! # let admin = crm.bootstrap("admin", "管理员", &["system_administrator"])?;
//! # let session = crm.session(admin)?;
//! let report = session.maintenance().check()?;
//! assert!(report.ok, "{:?}", report.findings);
//!
//! let copy = folder.path().join("backup.crm");
//! session.maintenance().backup(copy.display().to_string())?;
//! let restored = Crm::options().read_only(true).open(&copy)?;
//! assert_eq!(restored.session(admin)?.users().me()?.display_name, "管理员");
//!
//! // A backup never overwrites another.
//! assert_eq!(session.maintenance().backup(copy.display().to_string()).unwrap_err().code(), "conflict");
//! # Ok(())
//! # }
//! ```

pub(crate) mod operations;
pub(crate) mod rules;
mod status;
mod types;

pub use operations::Maintenance;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::labels::texts;

/// What the area brings.
pub(crate) static AREA: Area = Area { operations: operations::OPERATIONS, texts: texts!(), ..Area::NONE };
