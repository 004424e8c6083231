//! Activity plans (活动方案): what is to be done with every record of a kind, step by step, kept once and applied as often as
//! wanted.
//!
//! A plan is a setup document of the kind `activity_plan`: the object of whose records it is, and its steps, each with a kind
//! of activity, the days from the start on which it is due, and whose it is (`People`, the first of whom counts; the caller's
//! where they are nobody). Applying it to a record plans all of them or none; the plan is not remembered in what it made.
//!
//! ```
//! use crm_core::objects::RecordKey;
//! use crm_core::Crm;
//! # use crm_core::opportunities::NewOpportunity;
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let han = crm.bootstrap("han.meimei", "韩梅梅", &["sales_manager"])?;
//! # let session = crm.session(han)?;
//! # let new = NewOpportunity {
//! #     customer_name: "华东精密机械".into(),
//! #     summary: "数控机床 12 台".into(),
//! #     description: "年底前更换旧设备".into(),
//! #     ..Default::default()
//! # };
//! # let opportunity = session.opportunities().create(new, None, None)?;
//! let plan = r#"{"object": "opportunity", "steps": [
//!     {"kind": "call", "subject": "约看样时间", "days": 1, "people": {"kind": "creator"}},
//!     {"kind": "visit", "subject": "看样", "days": 7}]}"#;
//! session.setup().put("activity_plan".into(), "新商机".into(), plan.parse()?, None, None, None)?;
//! let record = RecordKey { object: "opportunity".into(), id: opportunity.id.into() };
//! let start = "2026-03-02".parse().expect("a day");
//! let planned = session.activity_plans().apply("新商机".into(), record, start)?;
//! assert_eq!(planned[1].due_on, "2026-03-09".parse().ok());
//! # Ok(())
//! # }
//! ```

pub(crate) mod operations;
mod rules;
mod setup;
mod status;

pub use operations::ActivityPlans;
pub use setup::{ActivityPlan, ActivityPlanStep};

use crate::engine::area::Area;
use crate::engine::labels::texts;

/// What the area brings.
pub(crate) static AREA: Area =
    Area { operations: operations::OPERATIONS, texts: texts!(), setup: &[&setup::ACTIVITY_PLAN], ..Area::NONE };
