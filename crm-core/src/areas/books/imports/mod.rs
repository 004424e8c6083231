//! Imports of CSV files (SALES-3): products, stock, orders, and customers with their contacts, through a mapping from
//! the file's columns to the engine's fields.
//!
//! For hosts whose sales system can write files but not call a library, and for the first load of a company's books. A
//! mapping says of each field where it comes from: a column, perhaps with its values translated, or a constant. Files
//! are UTF-8 or GB18030, which is found out by evidence where it is not said. What can be read two ways is refused or
//! told. The report says of each line what became of it: created, updated, unchanged or refused, and why, what was left
//! out, and what an incomplete customer lacks. A bad line never stops the others unless `all_or_nothing` asks for it.
//! Every decision stands in `docs/imports.md`.
//!
//! A file is gone through twice, or more often: first to see whether it can be read at all, then to convert its lines,
//! outside of every transaction. Only writing holds the writer, a thousand lines at a time.
//!
//! The role `integration` may import.
//!
//! ```
//! use crm_core::Crm;
//! use crm_core::imports::{FieldMapping, ImportOutcome, ValueMapping};
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let erp = crm.bootstrap("erp", "ERP", &["integration", "sales_manager"])?;
//! # let session = crm.session(erp)?;
//! let file = "\
//! 编号,名称,国家,联系人
//! C1,华东精密机械,中国,王芳
//! C2,,中国,
//! ";
//! let column = |field: &str, column: &str| FieldMapping {
//!     field: field.into(),
//!     column: Some(column.into()),
//!     ..Default::default()
//! };
//! let china = ValueMapping { cell: "中国".into(), to: "华东".into() };
//! let mapping = vec![
//!     column("external_id", "编号"),
//!     column("name", "名称"),
//!     FieldMapping { values: Some(vec![china]), ..column("region", "国家") },
//!     column("contact.name", "联系人"),
//! ];
//! let report = session.imports().customers(file.as_bytes().to_vec().into(), mapping, None, None)?;
//!
//! assert_eq!((report.created, report.refused), (1, 1));
//! assert!(report.lines[0].lacks.contains(&"address".into())); // arrived, but incomplete
//! assert_eq!(report.lines[1].outcome, ImportOutcome::Refused);
//! assert_eq!((report.lines[1].line, report.lines[1].errors[0].field.as_str()), (3, "name"));
//! assert_eq!(session.contacts().list(None, None, None, None)?.items[0].name.as_deref(), Some("王芳"));
//! # Ok(())
//! # }
//! ```

mod convert;
mod customers;
mod extended;
mod mapping;
pub(crate) mod operations;
mod orders;
mod persons;
pub(crate) mod report;
mod rows;
pub(crate) mod rules;
mod run;
mod status;
mod table;
mod takes;
mod types;

pub use operations::Imports;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::labels::texts;

/// What the area brings.
pub(crate) static AREA: Area = Area { operations: operations::OPERATIONS, texts: texts!(), ..Area::NONE };
