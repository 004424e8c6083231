//! Duplicates (疑似重复): records that may be the same, by rules that the house keeps.
//!
//! A rule is a setup document of the kind `duplicate_rule` (DUP-1): the object it is of, which records it may meet, groups of
//! comparisons of which one is enough, and what is done where a record is created, changed, imported, or comes out of an
//! opportunity. A new database has the rules of DUP-2, which keep pairs and refuse nothing.
//!
//! Each record has keys, one for each value that some rule compares: its folded name without the legal form, its number as it
//! is dialled from abroad (DUP-3, DUP-4). Keys are kept in one table with every write; so equal values are found by an index, and
//! similar ones by parts of their keys, with nothing left out (DUP-8). Where rules, the dictionary or settings change, a due
//! job makes keys anew, and a rule is in force once its keys are whole.
//!
//! ```
//! use crm_core::Crm;
//! # use crm_core::customers::NewCustomer;
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let erp = crm.bootstrap("erp", "ERP", &["integration", "sales_manager"])?;
//! # let session = crm.session(erp)?;
//! let named = |name: &str| NewCustomer { name: name.into(), ..Default::default() };
//! let known = vec![named("上海华东精密机械有限公司")];
//! session.customers().import_many(known, Some(true), None, None, None)?;
//!
//! let values = r#"{"name": "华东精密机械（上海）股份有限公司"}"#.parse()?;
//! let hits = session.duplicates().check("customer".into(), values, None)?;
//! assert_eq!(hits[0].name.as_deref(), Some("上海华东精密机械有限公司"));
//! assert_eq!((hits[0].rule.as_str(), hits[0].score), ("customer", 100));
//! # Ok(())
//! # }
//! ```

mod ask;
mod derived;
pub(crate) mod fields;
mod loaded;
pub(crate) mod meet;
pub(crate) mod operations;
mod rules;
mod scan;
mod setup;
mod status;
mod store;
mod types;
pub(crate) mod upkeep;

pub use operations::Duplicates;
pub use setup::{DuplicateAction, DuplicateCompare, DuplicateCriterion, DuplicateGroup, DuplicateRule};
pub use types::*;

use crate::engine::area::Area;
use crate::engine::calendar;
use crate::engine::labels::texts;
use crate::engine::schedule::{Job, Task};

/// What the area brings.
pub(crate) static AREA: Area = Area {
    operations: operations::OPERATIONS,
    kinds: &[kinds::DUPLICATE_PAIR],
    texts: texts!(),
    derived: &[
        &derived::Keys(fields::Subject::Customer),
        &derived::Keys(fields::Subject::Contact),
        &derived::Keys(fields::Subject::Opportunity),
    ],
    jobs: &[Task {
        job: Job::DUPLICATE_SCAN,
        doc: "Looking through all records for duplicates, Sundays at 01:00 in the company's time zone, where the settings want \
              it (DUP-8).",
        last: calendar::last_sunday_scan,
        next: calendar::next_sunday_scan,
        work_from: Some(scan::wanted_from),
        run: scan::weekly,
    }],
    due: &[upkeep::KEYS],
    begin: Some(upkeep::begin),
    setup: &[&setup::DUPLICATE_RULE],
    ..Area::NONE
};
