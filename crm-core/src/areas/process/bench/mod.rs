//! The workbench (工作台): what somebody has before them today, in one call and one read transaction.
//!
//! It has a section for each sort of it: what is overdue, of today and coming; what they are to approve, and what came back to them;
//! opportunities that were given to them, plan items and
//! tickets that wait, warnings of churn, customers that are forgotten, birthdays of contacts, what they did of late, what they were
//! told, the work reports that they owe, and each saved view that says `bench`. A section tells how many there are and the first of them. What the caller has no right
//! to is absent. Each is read along an index of the person, so it costs the same however large the company is.
//!
//! ```
//! use crm_core::Crm;
//! # use crm_core::activities::NewActivity;
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let han = crm.bootstrap("han.meimei", "韩梅梅", &["sales_manager"])?;
//! # let session = crm.session(han)?;
//! # let kind = session.dictionary().choices("activity_kind".into())?[0].id;
//! # let due_on = "2020-03-06".parse().ok();
//! # session.activities().create(NewActivity { kind, subject: "催款".into(), due_on, ..Default::default() }, None)?;
//! let bench = session.bench().today(None, Some(3), None)?;
//! let overdue = &bench.sections[0];
//! assert_eq!((overdue.name.as_str(), overdue.total.count), ("overdue", 1));
//! assert_eq!(overdue.rows[0].record.title.as_deref(), Some("催款"));
//! # Ok(())
//! # }
//! ```

pub(crate) mod operations;
mod rules;
mod sections;
mod status;
mod store;
mod types;
mod waiting;

pub use operations::Workbench;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::labels::texts;

/// What the area brings.
pub(crate) static AREA: Area = Area { operations: operations::OPERATIONS, texts: texts!(), ..Area::NONE };
