//! Reference data (数据字典): the choices of every coded field.
//!
//! A customer's region, its level, a ticket's kind: such fields don't take any text but one of a list, so that reports
//! can count them. The lists are the dictionary. An entry has a `category` (the field), an `item` (what people call it)
//! and a `value` (a short code behind it). Calls name an entry by its id; records show its item as it is called now, so
//! a renamed item is renamed everywhere. A new database holds `region`, `customer_level` and `ticket_kind`, to be
//! replaced as the company likes, and the fixed categories `gender`, `satisfaction` and `credit`.
//!
//! Every signed-in user reads the choices of a category. System administrators list, add, change and delete entries;
//! one that is not `editable` stays as it is, and one in use can't be deleted.
//!
//! ```
//! use crm_core::Crm;
//! use crm_core::dictionary::{DictionaryEntryUpdate, NewDictionaryEntry};
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let admin = crm.bootstrap("admin", "管理员", &["system_administrator"])?;
//! # let session = crm.session(admin)?;
//! let dictionary = session.dictionary();
//! let new = NewDictionaryEntry {
//!     category: "region".into(),
//!     item: "港澳".into(),
//!     value: "9".into(),
//!     ..Default::default()
//! };
//! let entry = dictionary.create(new, None)?;
//! let changes = DictionaryEntryUpdate { item: Some("港澳台".into()), ..Default::default() };
//! dictionary.update(entry.id, changes)?;
//!
//! let regions = dictionary.choices("region".into())?;
//! assert_eq!(regions[0].item, "华北");
//! assert_eq!(regions.last().map(|c| (c.id, c.item.as_str())), Some((entry.id, "港澳台")));
//!
//! dictionary.delete(entry.id, None)?;
//! assert_eq!(dictionary.choices("region".into())?.len(), regions.len() - 1);
//! # Ok(())
//! # }
//! ```

pub(crate) mod choose;
mod object;
pub(crate) mod operations;
pub(crate) mod rules;
pub(crate) mod seed;
pub(crate) mod status;
pub(crate) mod store;
mod types;

pub use operations::Dictionary;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::gate::kind::found;
use crate::engine::labels::texts;

/// What the area brings.
pub(crate) static AREA: Area = Area {
    operations: operations::OPERATIONS,
    kinds: &[kinds::DICTIONARY_ENTRY
        .described_by(&object::OBJECT)
        .found_by(|cx, id| found(rules::find(cx, DictionaryEntryId(id.0))?))],
    texts: texts!(),
    folded: store::FOLDED,
    begin: Some(seed::fill),
    ..Area::NONE
};
