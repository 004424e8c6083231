//! Dealing (派单): giving a record to one of several people, in turn or to who has least to do (AUTO-9); and assignment rules
//! (分配规则), which are kept and give leads and customers by turn, by what people have in hand, or by their capacity (ASSIGN-1).
//!
//! ```
//! use crm_core::assignment::Dealing;
//! use crm_core::objects::RecordKey;
//! use crm_core::users::NewUser;
//! use crm_core::{Crm, People, PeopleKind};
//! # use crm_core::opportunities::NewOpportunity;
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let han = crm.bootstrap("han.meimei", "韩梅梅", &["system_administrator", "sales_manager"])?;
//! # let session = crm.session(han)?;
//! # let new = NewOpportunity {
//! #     customer_name: "华东精密机械".into(),
//! #     summary: "数控机床 12 台".into(),
//! #     description: "年底前更换旧设备".into(),
//! #     ..Default::default()
//! # };
//! # let opportunity = session.opportunities().create(new, None, None)?;
//! let new = NewUser { login: "li.lei".into(), display_name: "李雷".into(), ..Default::default() };
//! let li = session.users().create(NewUser { roles: Some(vec!["account_manager".into()]), ..new }, None)?;
//! let record = RecordKey { object: "opportunity".into(), id: opportunity.id.into() };
//! let among = People { kind: PeopleKind::Role, role: Some("account_manager".into()), ..Default::default() };
//! let owner = session.assignment().deal(record, among, Some(Dealing::LeastBusy))?;
//! assert_eq!(owner.id, li.id);
//! # Ok(())
//! # }
//! ```

mod book;
mod choose;
pub(crate) mod daily;
pub(crate) mod distribute;
pub(crate) mod operations;
mod rules;
mod setup;
mod status;
mod store;
mod types;

pub use operations::Assigning;
pub use setup::{AssignmentMatch, AssignmentMember, AssignmentMethod, AssignmentRule};
pub use types::*;

use crate::engine::area::Area;
use crate::engine::labels::texts;

/// What the area brings.
pub(crate) static AREA: Area = Area {
    operations: operations::OPERATIONS,
    texts: texts!(),
    due: &[daily::kind()],
    setup: &[&setup::ASSIGNMENT_RULE],
    ..Area::NONE
};
