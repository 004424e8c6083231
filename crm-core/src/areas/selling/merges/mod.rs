//! Merges (合并): records that are the same become one, and become several again where that was wrong (DUP-10 to DUP-14).
//!
//! Two to ten customers, or contacts, become one, the *survivor*. Its empty fields are filled from the others, the
//! *losers*, in their order; whatever refers to a loser, or hangs on it, is the survivor's from then on. The id, the number
//! and the key of a loser stay: in every operation they stand for the survivor. For some days a merge can be undone.
//! Opportunities and what packs define can't be merged yet (`not_supported`).
//!
//! ```
//! use crm_core::Crm;
//! use crm_core::customers::NewCustomer;
//! use crm_core::objects::RecordKey;
//! use crm_core::settings::SettingsUpdate;
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let admin = crm.session(crm.bootstrap("admin", "管理员", &["system_administrator", "sales_manager"])?)?;
//! # let nothing = SettingsUpdate { required_customer_fields: Some(vec![]), ..Default::default() };
//! # admin.settings().update(nothing)?;
//! let session = admin;
//! let new = |name: &str, phone: Option<&str>| NewCustomer {
//!     name: name.into(),
//!     phone: phone.map(str::to_owned),
//!     ..Default::default()
//! };
//! let kept = session.customers().create(new("华东精密机械", None), None, None)?;
//! let twin = session.customers().create(new("华东精密机械有限公司", Some("021-5555 0100")), None, None)?;
//! let records = [kept.id, twin.id].map(|id| RecordKey { object: "customer".into(), id: id.into() }).to_vec();
//!
//! let preview = session.merges().preview(records.clone(), None, None)?;
//! assert_eq!(preview.survivor.id, kept.id.into());
//! let merge = session.merges().apply(records, None, None, None, None, None)?;
//!
//! // The other's id leads to the one that stayed, which has its number now.
//! let found = session.customers().get(twin.id)?;
//! assert_eq!((found.id, found.phone.as_deref()), (kept.id, Some("021-5555 0100")));
//!
//! session.merges().undo(merge.id, None)?;
//! assert_eq!(session.customers().get(twin.id)?.name, "华东精密机械有限公司");
//! assert_eq!(session.customers().get(kept.id)?.phone, None);
//! # Ok(())
//! # }
//! ```

mod fields;
mod kinds;
mod moves;
pub(crate) mod operations;
mod plan;
mod rules;
mod status;
pub(crate) mod store;
#[cfg(test)]
mod tests;
mod types;
mod undo;

pub use operations::Merges;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::gate::kind::found;
use crate::engine::labels::texts;

/// What the area brings.
pub(crate) static AREA: Area = Area {
    operations: operations::OPERATIONS,
    kinds: &[types::kinds::MERGE.found_by(|cx, id| found(rules::subject(cx, MergeId(id.0))?))],
    texts: texts!(),
    ..Area::NONE
};
