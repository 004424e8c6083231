//! Tags (标签) on records of any kind: words of the house by which records are found again, whatever they are.
//!
//! A tag is a setup document of the kind `tag`: its name, a colour, and for which objects it is. Whoever keeps records puts the
//! enabled ones on any that they read; everybody who reads a record sees its tags. Filter trees ask for them by the field `tags`
//! of every object: `{"field": "tags", "in": ["重点", "老客户"]}` is any of them, several leaves under `and` are all of them,
//! `not` is none of them. A tag that records bear is not deleted but merged into another. With its record it goes; a pack's
//! sleeps with its pack, and is taken from all records where that is purged.
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
//! let important = r##"{"colour": "#CC0000", "objects": ["customer", "opportunity"]}"##.parse()?;
//! session.setup().put("tag".into(), "重点".into(), important, None, None, None)?;
//! let record = RecordKey { object: "opportunity".into(), id: opportunity.id.into() };
//! let tags = session.tags().set(record, Some(vec!["重点".into()]), None)?;
//! assert_eq!((tags[0].name.as_str(), tags[0].colour.as_str()), ("重点", "#CC0000"));
//!
//! let filter = r#"{"field": "tags", "is": "重点"}"#.parse()?;
//! assert_eq!(session.opportunities().list(None, None, Some(filter))?.items.len(), 1);
//! # Ok(())
//! # }
//! ```

pub(crate) mod operations;
mod rules;
mod setup;
mod status;
mod store;
mod types;

pub use operations::Tags;
pub use setup::Tag;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::hanging::{Concern, Hanging, Several};
use crate::engine::labels::texts;
use crate::engine::setup::store::awake;

/// What the area brings.
pub(crate) static AREA: Area = Area {
    operations: operations::OPERATIONS,
    texts: texts!(),
    hangs: &[Hanging {
        concern: Concern::Tags,
        columns: &["name", "colour"],
        table: "record_tags",
        kind: None,
        field: Some(Several {
            name: "tags",
            column: "tag",
            to: "setup_documents",
            called: "name_folded",
            only: concat!("$.kind = 'tag' AND ", awake!("$")),
        }),
        alone: None,
        follows: None,
    }],
    setup: &[&setup::TAG],
    ..Area::NONE
};
