//! What hosts that draw screens ask: descriptions, labels, and which operations a user may call on a record now.
//!
//! A form needs to know an operation's fields, their labels, limits and choices; a list needs to know which buttons to
//! show beside each row. Both come from the engine, by the same tables and rules that would refuse the call, so that a
//! screen promises nothing that does not hold, and in the session's language. Every signed-in user may ask.
//!
//! ```
//! use crm_core::{Crm, Entity, Locale};
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
//! // The buttons of a row: an unassigned opportunity of one's own.
//! let rows = session.meta().allowed(Entity::OPPORTUNITY, vec![opportunity.id.into()])?;
//! let allows = |operation: &str| rows[0].operations.iter().any(|allowed| allowed == operation);
//! assert!(allows("opportunities.update") && allows("opportunities.assign") && allows("opportunities.disqualify"));
//! assert!(!allows("opportunities.develop"));
//!
//! // The form of an operation, in Chinese.
//! let chinese = session.with_locale(Locale::ZhHans);
//! let form = chinese.meta().describe("opportunities.create".into(), None)?;
//! let field = form.arguments.iter().find(|f| f.path == "new.success_probability").expect("a field of the form");
//! assert_eq!((field.label.as_str(), field.required), ("成功机率", true));
//! assert_eq!((field.minimum, field.maximum), (Some(0), Some(100)));
//! # Ok(())
//! # }
//! ```

mod called;
pub(crate) mod describe;
mod documents;
mod fields;
pub(crate) mod operations;
pub(crate) mod rules;
mod status;
mod types;

pub use operations::Meta;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::labels::texts;

/// What the area brings.
pub(crate) static AREA: Area = Area { operations: operations::OPERATIONS, texts: texts!(), ..Area::NONE };
