//! Reports (统计报表): what customers contribute, what they are made of, what they ask for, and which are lost; and the
//! management report that keeps all four as they stood.
//!
//! * `contribution` (客户贡献分析): what each customer's orders amount to, the largest first;
//! * `composition` (客户构成分析): how the customers divide by level, credit or satisfaction;
//! * `service` (客户服务分析): how many tickets there are of each kind;
//! * `churn` (客户流失分析): the confirmed losses, with their reasons;
//! * `work` (工作统计): what people did in a period.
//!
//! Sales managers and executives read them, and account managers what they did themselves. A sales manager may submit all four for a period, with a comment; the
//! submitted report is kept unchanged, for the executives to list and read. Years and days are those of the company's
//! time zone.
//!
//! ```
//! use crm_core::Crm;
//! use crm_core::customers::NewCustomer;
//! use crm_core::reports::{CompositionBy, ContributionFilter};
//! use crm_core::sales::NewOrder;
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let han = crm.bootstrap("han.meimei", "韩梅梅", &["sales_manager", "integration"])?;
//! # let session = crm.session(han)?;
//! # let new = NewCustomer { name: "华东精密机械".into(), external_id: Some("C1".into()), ..Default::default() };
//! # session.customers().import_many(vec![new], Some(true), None, None, None)?;
//! # let order = |key: &str, day: &str, total: &str| NewOrder {
//! #     external_id: key.into(),
//! #     customer_external_id: "C1".into(),
//! #     date: day.parse().expect("a date"),
//! #     status: 6,
//! #     total: Some(total.parse().expect("a decimal")),
//! #     ..Default::default()
//! # };
//! session.sales().push_orders(vec![order("SO-1", "2025-06-01", "800"), order("SO-2", "2026-03-02", "1200")], None)?;
//!
//! let filter = ContributionFilter { year: Some(2026), ..Default::default() };
//! let rows = session.reports().contribution(Some(filter), None)?.items;
//! assert_eq!((rows[0].customer.name.as_str(), rows[0].orders), ("华东精密机械", 1));
//! assert_eq!(rows[0].amount.amount.to_string(), "1200.00");
//!
//! // Shares are in basis points: 10,000 are all customers. The last row is of those without a level.
//! let report = session.reports().composition(CompositionBy::Level, false)?;
//! let without = report.rows.last().expect("a row of its own");
//! assert_eq!((without.entry.is_none(), without.customers, without.share), (true, 1, 10_000));
//! # Ok(())
//! # }
//! ```

mod churn;
mod composition;
mod contribution;
mod days;
mod funnel;
mod funnel_types;
mod management;
pub(crate) mod operations;
pub(crate) mod rules;
mod service;
mod shares;
mod sources;
mod sql;
mod status;
mod types;
pub(crate) mod work;
mod work_types;

pub use funnel_types::*;
pub use operations::Reports;
pub use types::*;
pub use work_types::*;

use crate::engine::area::Area;
use crate::engine::labels::texts;

/// What the area brings.
pub(crate) static AREA: Area = Area {
    operations: operations::OPERATIONS,
    kinds: &[kinds::MANAGEMENT_REPORT.personal_by("submitter")],
    texts: texts!(),
    ..Area::NONE
};
