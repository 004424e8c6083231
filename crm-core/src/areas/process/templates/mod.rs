//! Documents (文档模板) made of records of any kind: contracts, quotations, letters.
//!
//! A template is a setup document of the kind `template`: for which object it is, whether it makes HTML or text, its language,
//! and its body in the language of minijinja. Putting it refuses whatever it names and there is not, with the line. Templates
//! include clauses (条款) by their names. A document is made of a record under the caller's own rights; the values of records
//! are data: signs of the language in them print as they are, and in HTML everything is escaped.
//!
//! ```
//! use crm_core::objects::RecordKey;
//! use crm_core::{Crm, Tree};
//! # use crm_core::opportunities::NewOpportunity;
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let han = crm.bootstrap("han.meimei", "韩梅梅", &["sales_manager"])?;
//! # let session = crm.session(han)?;
//! # let new = NewOpportunity {
//! #     customer_name: "华东<精密>机械".into(),
//! #     success_probability: 60,
//! #     summary: "数控机床 12 台".into(),
//! #     description: "年底前更换旧设备".into(),
//! #     ..Default::default()
//! # };
//! # let opportunity = session.opportunities().create(new, None, None)?;
//! let template: Tree = r#"{
//!     "object": "opportunity", "format": "html", "language": "zh-Hans",
//!     "body": "<p>{{ record.customer_name }}:{{ record.summary }},把握 {{ record.success_probability|percent }}</p>"
//! }"#
//! .parse()?;
//! session.setup().put("template".into(), "概况".into(), template, None, None, None)?;
//!
//! let record = RecordKey { object: "opportunity".into(), id: opportunity.id.into() };
//! let document = session.templates().render("概况".into(), record, None)?;
//! assert_eq!(document.text, "<p>华东&lt;精密&gt;机械:数控机床 12 台,把握 60%</p>");
//! # Ok(())
//! # }
//! ```

mod data;
mod expressions;
mod family;
mod filing;
mod forms;
mod limits;
mod needs;
pub(crate) mod operations;
mod parsed;
mod print;
mod renames;
pub(crate) mod rules;
mod setup;
mod sorts;
mod status;
mod store;
mod types;
mod values;
mod walk;
mod words;
mod wrong;

pub use operations::Templates;
pub use setup::Template;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::labels::texts;

/// What the area brings.
pub(crate) static AREA: Area =
    Area { operations: operations::OPERATIONS, texts: texts!(), setup: &[&setup::TEMPLATE], ..Area::NONE };
