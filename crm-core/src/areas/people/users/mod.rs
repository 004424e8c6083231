//! Users (用户): who may sign in, and what they are.
//!
//! Everybody who acts is a user with a login name, a name shown to people, roles ([`roles`](crate::roles)), and perhaps
//! a department, regions and industries, by which a manager finds whom to give a task to. The first user of a database
//! is made by [`Crm::bootstrap`](crate::Crm::bootstrap), is an administrator, and makes the others. Users are never
//! deleted, since the history names them, but disabled.
//!
//! ```text
//! active ──disable──▶ disabled ──enable──▶ active
//! ```
//!
//! Passwords are optional. A host that authenticates its users itself begins sessions with
//! [`Crm::session`](crate::Crm::session); one that leaves it to the engine sets passwords and uses
//! [`Crm::sign_in`](crate::Crm::sign_in), which asks for a code too where a user has a
//! [second factor](crate::second_factor). The log of sign-ins is in [`sign_ins`](crate::sign_ins).
//!
//! System administrators create and change users; the last active one can neither be disabled nor lose the role. Every
//! signed-in user lists colleagues, and changes their own profile and password.
//!
//! ```
//! use crm_core::Crm;
//! use crm_core::users::{ColleagueFilter, NewUser, UserStatus};
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let admin = crm.bootstrap("admin", "管理员", &["system_administrator"])?;
//! # let session = crm.session(admin)?;
//! let new = NewUser {
//!     login: "Li.Lei".into(),
//!     display_name: "李雷".into(),
//!     roles: Some(vec!["account_manager".into()]),
//!     ..Default::default()
//! };
//! let li = session.users().create(new, None)?;
//! let own = crm.session_by_login("li.lei")?; // the case of a login name does not matter
//! assert_eq!(own.users().me()?.display_name, "李雷");
//!
//! // To whom may an opportunity be assigned?
//! let filter = ColleagueFilter { role: Some("account_manager".into()), ..Default::default() };
//! assert_eq!(own.users().colleagues(Some(filter), None)?.items[0].id, li.id);
//!
//! // Disabling tells what somebody else has to take over. Whatever the user does next is refused.
//! let disabled = session.users().disable(li.id, None)?;
//! assert_eq!((disabled.user.status, disabled.holds), (UserStatus::Disabled, vec![]));
//! assert_eq!(own.users().me().unwrap_err().code(), "forbidden");
//! # Ok(())
//! # }
//! ```

mod attempt;
pub(crate) mod bootstrap;
pub(crate) mod login;
mod object;
pub(crate) mod operations;
mod own;
pub(crate) mod rules;
pub(crate) mod status;
pub(crate) mod store;
mod types;

pub use operations::Users;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::gate::kind::found;
use crate::engine::ids::UserId;
use crate::engine::labels::texts;
use crate::engine::tables::Column;

/// What the area brings.
pub(crate) static AREA: Area = Area {
    operations: operations::OPERATIONS,
    kinds: &[kinds::USER
        .described_by(&object::OBJECT)
        .extended_by(&status::EXTENDS)
        .found_by(|cx, id| found(rules::subject(cx, UserId(id.0))?))],
    texts: texts!(),
    entries: &[Column::of("user_regions", "region")],
    folded: store::FOLDED,
    ..Area::NONE
};
