//! Notes (备注) on records of any kind: what somebody wants the next one to know, where it is found.
//!
//! Whoever reads a record reads its notes, and roles that work with records write some, whatever the record's state is. A note
//! may mention people: the answer names those who don't read the record, with whom the author may share it then. It may
//! reply to another; replies stand under that one. Its author changes it, its author or a sales manager deletes it for good;
//! its replies stay, as notes of their own. With its record it goes.
//!
//! ```
//! use crm_core::Crm;
//! use crm_core::notes::NewNote;
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
//! let new = NewNote { text: "下周二再联系".into(), ..Default::default() };
//! let written = session.notes().create(record.clone(), new, None)?;
//! assert_eq!(written.unreached, []);
//!
//! let reply = NewNote { text: "好".into(), reply_to: Some(written.note.id), ..Default::default() };
//! session.notes().create(record.clone(), reply, None)?;
//! let page = session.notes().list(record, None)?;
//! let texts: Vec<_> = page.items.iter().map(|note| note.text.as_str()).collect();
//! assert_eq!(texts, ["下周二再联系", "好"]);
//! assert_eq!(page.items[0].record.title.as_deref(), Some("数控机床 12 台"));
//! # Ok(())
//! # }
//! ```

pub(crate) mod operations;
pub(crate) mod rules;
mod status;
mod store;
mod types;

pub use operations::Notes;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::gate::Entity;
use crate::engine::gate::kind::found;
use crate::engine::hanging::{Concern, Hanging};
use crate::engine::labels::texts;

/// What the area brings.
pub(crate) static AREA: Area = Area {
    operations: operations::OPERATIONS,
    kinds: &[kinds::NOTE.hanging().found_by(|cx, id| found(rules::subject(cx, NoteId(id.0))?))],
    texts: texts!(),
    hangs: &[Hanging {
        concern: Concern::Notes,
        columns: &["text", "author", "created_at", "edited_at", "mentions", "reply_to"],
        table: "notes",
        kind: Some(Entity::NOTE),
        field: None,
        alone: None,
        follows: None,
    }],
    ..Area::NONE
};
