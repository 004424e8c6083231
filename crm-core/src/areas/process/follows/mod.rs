//! Followers (关注人) of records of any kind: who hears of what becomes of a record.
//!
//! Whoever reads a record follows it or not. Its creator and its owner do by themselves, and so does who writes a note on it or is
//! mentioned in one; unless they don't want that at all (`auto_follow` of their own settings), or once said so of this record.
//! Who maintains the record may add others who read it, and take them away. Followers hear of notes and new files, of another state
//! or owner, and of the record's end; with `updates` of every other change too. What they hear is in `notifications`.
//!
//! ```
//! use crm_core::Crm;
//! use crm_core::objects::RecordKey;
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
//! let record = RecordKey { object: "opportunity".into(), id: opportunity.id.into() };
//! // Who created it follows it.
//! let followers = session.follows().list(record.clone())?;
//! assert_eq!((followers[0].user.id, followers[0].updates), (han, false));
//!
//! session.follows().follow(record.clone(), None, true)?;
//! assert!(session.follows().list(record.clone())?[0].updates);
//! session.follows().unfollow(record.clone(), None)?;
//! assert!(session.follows().list(record)?.is_empty());
//! # Ok(())
//! # }
//! ```

pub(crate) mod operations;
mod rules;
mod status;
mod store;
mod types;

pub use operations::Follows;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::hanging::{Concern, Hanging};
use crate::engine::labels::texts;

/// What the area brings.
pub(crate) static AREA: Area = Area {
    operations: operations::OPERATIONS,
    texts: texts!(),
    hangs: &[Hanging {
        concern: Concern::Followers,
        columns: &["user", "updates"],
        table: "followers",
        kind: None,
        field: None,
        alone: None,
        follows: None,
    }],
    ..Area::NONE
};
