//! Notifications (通知): what people are told of records that they own, follow or are mentioned on.
//!
//! Each says why somebody is told it and what happened, in the reader's language; what a note says is read from the note, so that
//! it stands there as it is now. One person gets one a record and call, for what counts most, and none for what they did
//! themselves. Only who reads the record is told, and sees it listed and counted: that is asked anew each time. A page's count of
//! the unread is the badge.
//!
//! ```
//! use crm_core::Crm;
//! use crm_core::notes::NewNote;
//! use crm_core::notifications::NotificationKind;
//! use crm_core::objects::RecordKey;
//! # use crm_core::opportunities::NewOpportunity;
//! # use crm_core::users::NewUser;
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let admin = crm.bootstrap("admin", "管理员", &["system_administrator"])?;
//! # let new = |login: &str, name: &str| NewUser {
//! #     login: login.into(),
//! #     display_name: name.into(),
//! #     roles: Some(vec!["sales_manager".into()]),
//! #     ..Default::default()
//! # };
//! # let han = crm.session(admin)?.users().create(new("han", "韩梅梅"), None)?.id;
//! # let li = crm.session(admin)?.users().create(new("li", "李雷"), None)?.id;
//! # let new = NewOpportunity {
//! #     customer_name: "华东精密机械".into(),
//! #     summary: "数控机床 12 台".into(),
//! #     description: "年底前更换旧设备".into(),
//! #     ..Default::default()
//! # };
//! # let opportunity = crm.session(han)?.opportunities().create(new, None, None)?;
//! let record = RecordKey { object: "opportunity".into(), id: opportunity.id.into() };
//! let new = NewNote { text: "下周二再联系".into(), mentions: Some(vec![li]), ..Default::default() };
//! crm.session(han)?.notes().create(record, new, None)?;
//!
//! let session = crm.session(li)?;
//! let told = session.notifications().list(true, None)?.items.remove(0);
//! assert_eq!(told.kind, NotificationKind::Mentioned);
//! assert_eq!(told.text, "韩梅梅 mentioned you in a note on Opportunity “数控机床 12 台”");
//! assert_eq!(told.quote.as_deref(), Some("下周二再联系"));
//! assert_eq!(session.notifications().mark_read(Some(vec![told.id]), None)?.count, 1);
//! assert!(session.notifications().list(true, None)?.items.is_empty());
//! # Ok(())
//! # }
//! ```

pub(crate) mod digest;
pub(crate) mod messages;
pub(crate) mod operations;
pub(crate) mod rules;
mod sentence;
mod status;
mod store;
mod types;

pub use operations::Notifications;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::hanging::{Concern, Hanging};
use crate::engine::labels::texts;
use crate::engine::telling;

/// What the area brings.
pub(crate) static AREA: Area = Area {
    operations: operations::OPERATIONS,
    texts: texts!(),
    hangs: &[Hanging {
        concern: Concern::Followers,
        columns: &[],
        table: "notifications",
        kind: None,
        field: None,
        alone: None,
        follows: None,
    }],
    due: &[telling::kept(), digest::kind()],
    ..Area::NONE
};
