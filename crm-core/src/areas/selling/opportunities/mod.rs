//! Opportunities (销售机会): winning a new customer, or selling to one that is there, from the first word of it to its
//! development or failure.
//!
//! Somebody hears that an organisation may buy, and writes down who it is, what it may want and how likely that is. A
//! sales manager then gives the opportunity to one account manager, who develops it along its plan
//! ([`plans`](crate::plans)) until the organisation has become a customer ([`customers`](crate::customers)) or turns
//! out not to want to. One that names a customer (SALE-3) sells to that one, bears its name, and makes none when it succeeds. What
//! customers buy arrives as orders ([`sales`](crate::sales)).
//!
//! ```text
//! unassigned ──assign──▶ assigned ──develop──▶ developed
//!   update, delete ◀─release─ reassign └─fail─▶ failed
//!      └──────────────disqualify─────────────────┘
//! ```
//!
//! Sales managers and account managers read, create and edit opportunities; an assignee reads their own, whatever their
//! roles. Only the creator deletes one, only a sales manager assigns, reassigns and disqualifies, and only the assignee
//! says whether the development succeeded or failed, which is final. The assignee or a sales manager gives one back; it is
//! a lead again, that was assigned once and can't be deleted any more (SALE-4).
//!
//! ```
//! use crm_core::Crm;
//! use crm_core::opportunities::{NewOpportunity, OpportunityStatus};
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let han = crm.bootstrap("han.meimei", "韩梅梅", &["sales_manager", "account_manager"])?;
//! # let session = crm.session(han)?;
//! let new = NewOpportunity {
//!     customer_name: "华东精密机械".into(),
//!     success_probability: 60, // percent
//!     summary: "数控机床 12 台".into(),
//!     description: "年底前更换旧设备".into(),
//!     contact_name: Some("王芳".into()),
//!     ..Default::default()
//! };
//! let opportunity = session.opportunities().create(new, None, None)?;
//! assert_eq!(opportunity.status, OpportunityStatus::Unassigned);
//! session.opportunities().assign(opportunity.id, han, None, None)?;
//!
//! // Success makes the organisation a customer, with its first contact.
//! let developed = session.opportunities().develop(opportunity.id, None, None, None, None)?;
//! assert_eq!(developed.status, OpportunityStatus::Developed);
//! let customer = session.customers().get(developed.customer.expect("a developed opportunity has one"))?;
//! assert_eq!(customer.name, "华东精密机械");
//!
//! // What was developed can't be assigned again.
//! let refused = session.opportunities().reassign(opportunity.id, han, None).unwrap_err();
//! assert_eq!(refused.code(), "illegal_transition");
//! # Ok(())
//! # }
//! ```

mod alerts;
mod develop;
pub(crate) mod estimate;
pub(crate) mod existing;
mod lines;
mod lost;
mod many;
mod object;
pub(crate) mod operations;
pub(crate) mod persons;
pub mod pipelines;
pub(crate) mod rules;
pub(crate) mod status;
pub(crate) mod store;
mod types;

pub use lines::{NewOpportunityLine, OpportunityLine};
pub use operations::Opportunities;
pub use persons::{NewPerson, Person};
pub use pipelines::{
    Board, BoardColumn, BoardSums, OpportunityDetail, Pipeline, PipelineStage, StageId, StageRef, StageStay, StageTime,
    Unconverted,
};
pub use types::*;

use crate::engine::area::Area;
use crate::engine::gate::kind::found_with_key;
use crate::engine::hanging::Concern;
use crate::engine::labels::texts;
use crate::engine::storage::Table;
use crate::engine::tables::Column;

/// What the area brings.
pub(crate) static AREA: Area = Area {
    operations: operations::OPERATIONS,
    kinds: &[
        kinds::OPPORTUNITY
            .described_by(&object::OBJECT)
            .owned_by("assignee")
            .bearing(Concern::ALL)
            .extended_by(&status::EXTENDS)
            .found_by(|cx, id| found_with_key(Opportunity::find(cx.tx(), id)?)),
        pipelines::kinds::PIPELINE.described_by(&pipelines::PIPELINE_OBJECT),
        pipelines::kinds::STAGE.described_by(&pipelines::STAGE_OBJECT),
    ],
    scoped: store::SCOPED,
    texts: texts!(),
    entries: &[
        Column::of("opportunities", "lost_reason"),
        Column::of("opportunities", "kind"),
        Column::of("opportunities", "origin"),
        Column::of("opportunities", "region"),
        Column::of("opportunity_persons", "role"),
    ],
    folded: store::FOLDED,
    held: store::HELD,
    begin: Some(|tx, _, ids| {
        let now = ids.now();
        crate::engine::storage::migrate::pipelines::bring(tx, ids, now)
    }),
    setup: &[&pipelines::SETUP],
    ..Area::NONE
};
