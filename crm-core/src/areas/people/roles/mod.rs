//! Roles (角色) and the operations they hold.
//!
//! A permission is an operation's name, `tickets.create`; a role is a set of them; a user holds roles. Five come built
//! in: `system_administrator` (系统管理员), `sales_manager` (销售主管), `account_manager` (客户经理), `executive` (高管) and
//! `integration` (系统集成, the host itself). They are fixed, but may be copied, and administrators make roles of their
//! own. Beside its permissions a user has what a duty grants, whatever the roles: the assignee of a ticket may handle
//! it.
//!
//! A role may be granted a whole area. That grants the operations the area has now, by name; what a later version adds
//! is granted to no one unasked. System administrators manage roles; what they change holds from the next call on.
//!
//! ```
//! use crm_core::Crm;
//! use crm_core::roles::{NewRole, RoleUpdate};
//! use crm_core::users::NewUser;
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let admin = crm.bootstrap("admin", "管理员", &["system_administrator"])?;
//! # let session = crm.session(admin)?;
//! // A service desk, which may do everything with tickets.
//! let new = NewRole { name: "客服".into(), grant: Some(vec!["tickets".into()]) };
//! let desk = session.roles().create(new, None)?;
//! assert!(desk.operations.contains(&"tickets.assign".into()));
//!
//! let lucy = NewUser {
//!     login: "lucy".into(),
//!     display_name: "露西".into(),
//!     roles: Some(vec!["客服".into()]),
//!     ..Default::default()
//! };
//! let lucy = crm.session(session.users().create(lucy, None)?.id)?;
//! assert!(lucy.tickets().list(None, None, None).is_ok());
//! assert_eq!(lucy.customers().list(None, None, None).unwrap_err().code(), "forbidden");
//!
//! let changes = RoleUpdate { grant: Some(vec!["customers.list".into()]), ..Default::default() };
//! session.roles().update(desk.id, changes)?;
//! assert!(lucy.customers().list(None, None, None).is_ok());
//! # Ok(())
//! # }
//! ```

mod derived;
pub(crate) mod operations;
pub(crate) mod rules;
pub(crate) mod status;
pub(crate) mod store;
mod types;

pub use operations::Roles;
pub use types::*;

use chrono::TimeDelta;

use crate::engine::area::Area;
use crate::engine::gate::kind::found_with_key;
use crate::engine::labels::texts;
use crate::engine::schedule::{Job, Task};
use crate::engine::scope;

/// What the area brings.
pub(crate) static AREA: Area = Area {
    operations: operations::OPERATIONS,
    kinds: &[kinds::ROLE.found_by(|cx, id| found_with_key(store::get(cx.tx(), RoleId(id.0))?))],
    texts: texts!(),
    derived: &[&derived::Limited],
    jobs: &[Task {
        job: Job::SCOPE,
        doc: "Preparing the first narrowing of a database, and clearing up behind the last widening (SCOPE-1): due at once.",
        last: |_, now| now,
        next: |_, now| now + TimeDelta::microseconds(1),
        work_from: Some(scope::state::work_from),
        run: scope::state::work,
    }],
    ..Area::NONE
};
