//! The outbox (发件箱): what hosts are told of records, in messages that exist only where the call committed.
//!
//! The engine sends nothing. A host takes messages for a while, does what they are for (calls another system, sends a mail) and
//! says that it did, or that it failed. What it says nothing of is handed out again, so that each comes at least once, under the
//! same id; of one record's messages the next comes when the one before it has ended.
//!
//! ```
//! use crm_core::Crm;
//! use crm_core::objects::RecordKey;
//! use crm_core::opportunities::NewOpportunity;
//! # use crm_core::users::NewUser;
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let admin = crm.bootstrap("admin", "管理员", &["system_administrator", "sales_manager"])?;
//! # let session = crm.session(admin)?;
//! # let new = NewUser { login: "erp".into(), display_name: "ERP".into(), roles: Some(vec!["integration".into()]), ..Default::default() };
//! # let erp = session.users().create(new, None)?.id;
//! # let new = NewOpportunity {
//! #     customer_name: "华东精密机械".into(),
//! #     summary: "数控机床 12 台".into(),
//! #     description: "年底前更换旧设备".into(),
//! #     ..Default::default()
//! # };
//! # let opportunity = session.opportunities().create(new, None, None)?;
//! let record = RecordKey { object: "opportunity".into(), id: opportunity.id.into() };
//! session.outbox().emit(record, "quote.wanted".into(), Some(vec!["summary".into()]), None)?;
//!
//! let host = crm.session(erp)?;
//! let message = host.outbox().take(None, None, None)?.remove(0);
//! assert!(message.payload.contains(r#""fields":{"summary":"数控机床 12 台"}"#));
//! host.outbox().done(vec![message.id])?;
//! assert!(host.outbox().take(None, None, None)?.is_empty());
//! # Ok(())
//! # }
//! ```

pub(crate) mod operations;
mod person;
mod rules;
mod status;
mod store;
mod types;

pub use operations::Outbox;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::calendar;
use crate::engine::labels::texts;
use crate::engine::schedule::{Job, Task};

/// What the area brings.
pub(crate) static AREA: Area = Area {
    operations: operations::OPERATIONS,
    kinds: &[kinds::MESSAGE],
    texts: texts!(),
    jobs: &[Task {
        job: Job::OUTBOX_KEPT,
        doc: "Removing messages that ended long enough ago, and ending those that nobody took for 30 days, at 03:00 in the \
              company's time zone (AUTO-11).",
        last: calendar::last_night,
        next: calendar::next_night,
        work_from: Some(rules::old_from),
        run: rules::look_after,
    }],
    ..Area::NONE
};
