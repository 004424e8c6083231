//! Development plans (客户开发计划): the dated steps by which an opportunity is developed.
//!
//! Once an opportunity is assigned, its assignee plans how to win the organisation: call on them on the 3rd, talk on
//! the phone on the 9th, make an offer. Each step has a day, which is fixed, and a content, which may be rewritten; as
//! the plan is carried out, the assignee records what came of each step. A plan has no states of its own: it may be
//! changed while its opportunity ([`opportunities`](crate::opportunities)) is `assigned`, and stays as it is
//! afterwards.
//!
//! Sales managers and account managers read every plan, and sales managers plan for any opportunity. Its assignee reads
//! and plans for that one, whatever their roles, and alone records results.
//!
//! ```
//! use crm_core::Crm;
//! use crm_core::opportunities::NewOpportunity;
//! use crm_core::plans::NewPlanItem;
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let han = crm.bootstrap("han.meimei", "韩梅梅", &["sales_manager", "account_manager"])?;
//! # let session = crm.session(han)?;
//! # let new = NewOpportunity {
//! #     customer_name: "华东精密机械".into(),
//! #     summary: "数控机床 12 台".into(),
//! #     description: "年底前更换旧设备".into(),
//! #     ..Default::default()
//! # };
//! # let opportunity = session.opportunities().create(new, None, None)?;
//! session.opportunities().assign(opportunity.id, han, None, None)?;
//! let plans = session.plans();
//! let step = |date: &str, content: &str| NewPlanItem { date: date.parse().expect("a date"), content: content.into() };
//! let phone = plans.add(opportunity.id, step("2026-03-09", "电话沟通需求"), None)?;
//! plans.add(opportunity.id, step("2026-03-03", "初次拜访"), None)?;
//! plans.record_result(phone.id, "对方要求报价".into(), None)?;
//!
//! // A plan comes with its opportunity, its steps by date.
//! let plan = plans.get(opportunity.id, None)?;
//! assert_eq!(plan.opportunity.customer_name, "华东精密机械");
//! assert_eq!(plan.items[0].content, "初次拜访");
//! assert_eq!(plan.items[1].result.as_deref(), Some("对方要求报价"));
//! # Ok(())
//! # }
//! ```

pub(crate) mod operations;
pub(crate) mod rules;
pub(crate) mod status;
pub(crate) mod store;
mod types;

pub use operations::Plans;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::gate::kind::found;
use crate::engine::labels::texts;

/// What the area brings.
pub(crate) static AREA: Area = Area {
    operations: operations::OPERATIONS,
    follows: Some("opportunities"),
    kinds: &[kinds::PLAN_ITEM
        .belonging_by("opportunity")
        .found_by(|cx, id| found(rules::subject(cx, PlanItemId(id.0))?))],
    texts: texts!(),
    ..Area::NONE
};
