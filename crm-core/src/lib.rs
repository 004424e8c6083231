//! An embeddable CRM engine: the business logic of customer relationship management as a library, in-process and
//! without a server.
//!
//! Open a database, begin a session for a user, and call operations on its areas:
//!
//! ```
//! use crm_core::Crm;
//! use crm_core::opportunities::NewOpportunity;
//!
//! # fn main() -> crm_core::Result<()> {
//! let crm = Crm::open_in_memory()?; // or Crm::open("erp.crm")
//! let manager = crm.bootstrap("han.meimei", "韩梅梅", &["sales_manager", "account_manager"])?;
//! let session = crm.session(manager)?;
//!
//! let opportunity = session.opportunities().create(
//!     NewOpportunity {
//!         customer_name: "华东精密机械".into(),
//!         success_probability: 60,
//!         summary: "数控机床 12 台".into(),
//!         description: "年底前更换旧设备".into(),
//!         ..Default::default()
//!     },
//!     None,
//!     None,
//! )?;
//! let assigned = session.opportunities().assign(opportunity.id, manager, None, None)?;
//! assert_eq!(assigned.status.as_str(), "assigned");
//! # Ok(())
//! # }
//! ```
//!
//! Everything a host can do is an [`Operation`]; each is declared once, and every binding is a projection of it.
//! Whoever may not do a thing gets [`CrmError::Forbidden`], whoever asks for the impossible
//! [`CrmError::IllegalTransition`], and every change is in the audit.
//!
//! # The areas
//!
//! Each area is a module with an explanation and an example; its operations are methods of the area object, which hangs
//! off the session: `session.tickets()`. In the repository, `docs/operations.md` lists them all, with their errors and
//! the roles that hold them.
//!
//! | For | Areas |
//! |---|---|
//! | winning new customers | [`opportunities`], [`plans`], [`capture`] |
//! | looking after those one has | [`customers`], [`contacts`], [`interactions`], [`orders`], [`churn`], [`tickets`] |
//! | seeing how it goes | [`reports`] |
//! | the host's ERP | [`sales`], [`imports`], [`products`], [`stock`] |
//! | administration | [`users`], [`sign_ins`], [`second_factor`], [`roles`], [`departments`], [`dictionary`], [`settings`], [`setup`], [`audit`], [`maintenance`] |
//! | embedding it | [`jobs`], [`changes`], [`events`], [`meta`], [`labels`] |
//!
//! # What all operations have in common
//!
//! * Whether somebody may call it is decided by their roles ([`roles`]) and their duties, inside the transaction, at
//!   every call.
//! * A refused call changes nothing, and says why in a type ([`error`]): wrong fields are all named at once.
//! * Updates name what changes; `clear` empties a field; `version`, where it is given, refuses the call if somebody
//!   else was faster.
//! * Creates take an optional `id`, so that a repeated call does not make a second record.
//! * Lists come in pages ([`page`]), money with its currency ([`money`]), instants in UTC, days as calendar dates.

#[cfg(feature = "uniffi")]
uniffi::setup_scaffolding!();

mod areas;
mod engine;

include!(concat!(env!("OUT_DIR"), "/areas.rs"));

#[cfg(feature = "arrow")]
pub use engine::arrow;
#[cfg(feature = "python")]
pub use engine::python;
pub use engine::{
    bytes, clock, error, events, exact, file_store, labels, money, operations, page, permission, schema, storage, text,
    tree, validate, value,
};

#[doc(hidden)]
pub use engine::{ical, recurrence, wire};

use engine::{crm, gate, secret, session};

pub use bytes::Bytes;
pub use clock::{Date, Environment, SystemEnvironment, Timestamp};
pub use crm::{Crm, ListenerId, Options};
pub use engine::file_store::FileStore;
pub use engine::ids::{RecordId, UserId};
pub use engine::password::PasswordCost;
pub use engine::people::{People, PeopleKind};
pub use error::{CrmError, ERROR_CODES, FieldError, Result};
pub use events::{ChangeEvent, ChangeListener, ChangedRecord};
pub use gate::Entity;
pub use labels::Locale;
pub use money::Money;
pub use operations::{Access, Operation};
pub use page::{Count, PageRequest, Total};
pub use secret::Secret;
pub use session::Session;
pub use storage::sqlite::Synchronous;
pub use tree::Tree;
pub use value::{NamedValue, ObjectRef, Value, Values};

/// What most programs name: `use crm_core::prelude::*`. What belongs to an area stands in the area's module.
///
/// ```
/// use crm_core::opportunities::OpportunityId;
/// use crm_core::plans::NewPlanItem;
/// use crm_core::prelude::*;
///
/// fn visit(session: &Session, opportunity: OpportunityId, date: Date) -> Result<()> {
///     let new = NewPlanItem { date, content: "拜访总工程师".into() };
///     session.plans().add(opportunity, new, None).map(drop)
/// }
/// ```
pub mod prelude {
    pub use crate::{
        Crm, CrmError, Date, Entity, Locale, Money, PageRequest, RecordId, Result, Secret, Session, Timestamp, UserId,
    };
}
