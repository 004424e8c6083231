//! Substitutes (审批代理人): who signs off for whom, and for how long (APPR-12).
//!
//! ```
//! use crm_core::Crm;
//! use crm_core::substitutes::NewSubstitute;
//! # use crm_core::users::NewUser;
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let zhao = crm.bootstrap("zhao", "赵", &["system_administrator", "sales_manager"])?;
//! # let new = NewUser {
//! #     login: "li".into(),
//! #     display_name: "李".into(),
//! #     roles: Some(vec!["account_manager".into()]),
//! #     ..Default::default()
//! # };
//! # let li = crm.session(zhao)?.users().create(new, None)?.id;
//! let session = crm.session(zhao)?;
//! let new = NewSubstitute {
//!     user: None,
//!     substitute: li,
//!     starts_at: "2026-01-01T00:00:00Z".parse().expect("an instant"),
//!     ends_at: "2099-01-01T00:00:00Z".parse().expect("an instant"),
//!     flows: None,
//! };
//! let named = session.substitutes().set(new, None)?;
//! assert_eq!(session.substitutes().list(None)?[0].substitute.id, li);
//! session.substitutes().end(named.id, None)?;
//! # Ok(())
//! # }
//! ```

pub(crate) mod operations;
mod rules;
mod status;
mod store;
mod types;

pub use operations::Substitutes;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::gate::kind::found;
use crate::engine::labels::texts;

/// What the area brings.
pub(crate) static AREA: Area = Area {
    operations: operations::OPERATIONS,
    kinds: &[kinds::SUBSTITUTE.found_by(|cx, id| found(rules::subject(cx, SubstituteId(id.0))?))],
    texts: texts!(),
    ..Area::NONE
};
