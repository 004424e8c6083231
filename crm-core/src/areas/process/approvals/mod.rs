//! Approvals (审批): an operation on a record that is carried out once people have agreed to it (APPR). How a flow guards, asks
//! and ends is the engine's (`engine/approval`); here is who submits, decides and reads.
//!
//! A flow is a setup document of the kind `approval_flow`. It begins disabled.
//!
//! ```text
//! submit ─▶ pending ─▶ approved (carried out, or failed) ─▶ cancelled
//!            │  ▲ └──▶ rejected, withdrawn, cancelled
//!            ▼  │ resubmit
//!          returned ─▶ withdrawn, cancelled
//! ```
//!
//! ```
//! use crm_core::Crm;
//! use crm_core::approvals::{ApprovalStatus, NewApproval};
//! use crm_core::customers::NewCustomer;
//! use crm_core::objects::RecordKey;
//! # use crm_core::settings::SettingsUpdate;
//! # use crm_core::users::NewUser;
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let admin = crm.bootstrap("admin", "管理员", &["system_administrator", "sales_manager"])?;
//! # let new = NewUser {
//! #     login: "wang".into(),
//! #     display_name: "王".into(),
//! #     roles: Some(vec!["sales_manager".into()]),
//! #     ..Default::default()
//! # };
//! # let wang = crm.session(admin)?.users().create(new, None)?.id;
//! # let nothing = SettingsUpdate { required_customer_fields: Some(vec![]), ..Default::default() };
//! # crm.session(admin)?.settings().update(nothing)?;
//! let session = crm.session(admin)?;
//! let flow = serde_json::json!({
//!     "object": "customer", "operation": "update", "condition": "name != old.name",
//!     "steps": [{"name": "经理", "groups": [{"people": [{"kind": "users", "users": [admin]}]}]}],
//!     "fallback": admin,
//! });
//! session.setup().put("approval_flow".into(), "更名".into(), flow.into(), None, None, None)?;
//! session.setup().enable("approval_flow".into(), "更名".into())?;
//!
//! let theirs = crm.session(wang)?;
//! let customer = theirs.customers().create(NewCustomer { name: "华东".into(), ..Default::default() }, None, None)?;
//! let record = RecordKey { object: "customer".into(), id: customer.id.into() };
//! let arguments = serde_json::json!({"changes": {"name": "华东精密"}});
//! let asked = theirs.approvals().submit(record, "update".into(), arguments.into(), NewApproval::default(), None)?;
//! assert_eq!(asked.status, ApprovalStatus::Pending);
//!
//! let approved = session.approvals().approve(asked.sign_offs[0].id, None)?;
//! assert_eq!(approved.status, ApprovalStatus::Approved);
//! assert_eq!(theirs.customers().get(customer.id)?.name, "华东精密");
//! # Ok(())
//! # }
//! ```

mod list;
pub(crate) mod operations;
mod rules;
mod status;
mod store;
mod told;
mod types;
pub(crate) mod waiting;

pub use operations::Approvals;
pub use types::*;

use crate::engine::approval::{APPROVAL_FLOW, due};
use crate::engine::area::Area;
use crate::engine::gate::kind::found;
use crate::engine::labels::texts;

/// What the area brings.
pub(crate) static AREA: Area = Area {
    operations: operations::OPERATIONS,
    kinds: &[
        kinds::APPROVAL.found_by(|cx, id| found(told::subject(cx, ApprovalId(id.0))?)),
        kinds::SIGN_OFF.found_by(|cx, id| found(told::sign_off(cx, SignOffId(id.0))?)),
    ],
    texts: texts!(),
    held: store::HELD,
    due: &[due()],
    setup: &[&APPROVAL_FLOW],
    ..Area::NONE
};
