//! Records of any kind, by one set of operations: what a host needs that shows whatever there is, where it need not know
//! which kinds there are. Reads are one for all kinds, writes are their areas' (OBJ-4).
//!
//! ```
//! use crm_core::{Crm, Value};
//! use crm_core::opportunities::NewOpportunity;
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
//! let record = session.objects().get("opportunity".into(), opportunity.id.into())?;
//! assert_eq!((record.title.as_str(), record.status.as_deref()), ("数控机床 12 台", Some("unassigned")));
//! assert_eq!(record.values.text("customer_name")?, Some("华东精密机械"));
//!
//! // Of whatever kind, sought by a filter tree, with the columns that are wanted.
//! let filter = r#"{"field": "creator", "is": {"me": true}}"#.parse()?;
//! let columns = vec!["summary".into(), "creator.display_name".into()];
//! let page = session.objects().list("opportunity".into(), Some(filter), None, Some(columns), None)?;
//! assert_eq!(page.items[0].values.get("creator.display_name"), Some(&Value::Text("韩梅梅".into())));
//! # Ok(())
//! # }
//! ```

pub(crate) mod operations;
pub(crate) mod rules;
mod status;
mod types;

#[doc(hidden)]
pub use crate::engine::objects::{
    aggregate, catalogue, days, define, expr, filter, held, list, mistakes, model, order, path, plan, records, shape,
    values,
};
pub use operations::Objects;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::labels::texts;

/// What the area brings.
pub(crate) static AREA: Area = Area { operations: operations::OPERATIONS, texts: texts!(), ..Area::NONE };
