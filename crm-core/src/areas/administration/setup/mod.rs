//! Setup documents (设置文档): what configures the engine.
//!
//! A document has a kind and a name, is enabled or not, has a place among its kind, and in it the fields that its kind says.
//! Kinds are declared in code, each by what reads it; `kinds` lists those that this version has, `meta.describe` of
//! `setup.put` with a kind describes its form. Who may read and write the documents of a kind is a right of roles,
//! `setup.<kind>.read` and `setup.<kind>`, granted as operations are.
//!
//! A put replaces a document as a whole: all that is wrong is told at once, by paths inside of it, and `plan` tells it without
//! writing anything. What an enabled document names must be there, and stays there. Every version is kept.
//!
//! ```
//! use crm_core::{Crm, Tree};
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let admin = crm.bootstrap("admin", "管理员", &["system_administrator"])?;
//! # let session = crm.session(admin)?;
//! let setup = session.setup();
//! for kind in setup.kinds()? {
//!     for document in setup.list(kind.kind, None, None)?.items {
//!         println!("{} {} {}", kind.label, document.name, document.document);
//!     }
//! }
//! // A kind that this version lacks is told as such, whatever is asked of it.
//! let content: Tree = r#"{"stages": []}"#.parse()?;
//! let refused = setup.put("colour".into(), "sky".into(), content, None, None, None).unwrap_err();
//! assert_eq!((refused.fields()[0].field.as_str(), refused.fields()[0].code.as_str()), ("kind", "unknown_kind"));
//! # Ok(())
//! # }
//! ```

pub(crate) mod operations;
pub(crate) mod packed;
pub(crate) mod rules;
#[cfg(test)]
mod samples;
pub(crate) mod status;
pub(crate) mod store;
#[cfg(test)]
mod tests;
mod types;
mod write;

pub use operations::Setup;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::labels::texts;
use crate::engine::setup::Kind;

/// The area itself has no kinds: those that its tests declare are in no library.
#[cfg(not(test))]
const KINDS: &[&Kind] = &[];
#[cfg(test)]
const KINDS: &[&Kind] = samples::KINDS;

/// What the area brings.
pub(crate) static AREA: Area = Area {
    operations: operations::OPERATIONS,
    kinds: &[kinds::SETUP_DOCUMENT],
    texts: texts!(),
    folded: store::FOLDED,
    setup: KINDS,
    reprints: Some(packed::reprint),
    ..Area::NONE
};
