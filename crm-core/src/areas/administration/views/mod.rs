//! Saved views (视图): kept questions about the records of one object, which are asked again and again.
//!
//! A view gives rows, or with `measures` a table. A pack's is named `hotel.free_rooms` and changes with the pack; a person's has
//! an id, and a name among their own. Whoever asks one needs the right `list` of its object, and sees their own records and
//! fields in it. A person may share theirs with roles, departments or everybody, who ask it and don't change it.
//!
//! ```
//! use crm_core::{Crm, Value, Values};
//! use crm_core::views::{NewView, ViewShares};
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let han = crm.bootstrap("han.meimei", "韩梅梅", &["sales_manager"])?;
//! # let session = crm.session(han)?;
//! let definition = r#"{
//!     "of": "opportunity",
//!     "parameters": {"since": "date"},
//!     "filter": {"field": "created_at", "ge": {"parameter": "since"}},
//!     "columns": ["summary", "creator.display_name"],
//!     "sort": ["-created_at"]
//! }"#;
//! let view = session.views().create(NewView { name: "新商机".into(), definition: definition.parse()? }, None)?;
//! let id = view.id.expect("a person's view");
//! let since: Values = [("since", Value::Text("2026-03-01".into()))].into_iter().collect();
//! assert_eq!(session.views().rows(id.to_string(), Some(since), None)?.items.len(), 0);
//!
//! // Without its parameter it can't be asked.
//! let refused = session.views().rows(id.to_string(), None, None).unwrap_err();
//! assert_eq!((refused.fields()[0].field.as_str(), refused.fields()[0].code.as_str()), ("parameters.since", "required"));
//!
//! let everybody = ViewShares { everybody: true, ..Default::default() };
//! assert!(session.views().share(id, everybody)?.shares.everybody);
//! # Ok(())
//! # }
//! ```

pub(crate) mod operations;
pub(crate) mod rules;
mod status;
mod store;
mod types;

pub use operations::Views;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::gate::kind::found;
use crate::engine::labels::texts;

/// What the area brings.
pub(crate) static AREA: Area = Area {
    operations: operations::OPERATIONS,
    kinds: &[kinds::VIEW.personal_by("owner").found_by(|cx, id| found(rules::subject(cx, ViewId(id.0))?))],
    texts: texts!(),
    folded: store::FOLDED,
    reprints: Some(rules::reprint),
    ..Area::NONE
};
