//! The settings of a database: the company's time zone, its currency, what a complete customer needs.
//!
//! There is one row of them. A new database takes time zone and currency from [`Options`](crate::Options)
//! (`Asia/Shanghai` and `CNY` where nothing is said). Every signed-in user may read the settings, since forms and dates
//! depend on them; system administrators change them.
//!
//! ```
//! use crm_core::Crm;
//! use crm_core::settings::SettingsUpdate;
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let admin = crm.bootstrap("admin", "管理员", &["system_administrator"])?;
//! # let session = crm.session(admin)?;
//! assert_eq!(session.settings().get()?.time_zone, "Asia/Shanghai");
//!
//! // From now on a customer is complete with a name, a phone and an account manager.
//! let changes = SettingsUpdate {
//!     time_zone: Some("Europe/Berlin".into()),
//!     required_customer_fields: Some(vec!["phone".into(), "account_manager".into()]),
//!     ..Default::default()
//! };
//! let settings = session.settings().update(changes)?;
//! assert_eq!(settings.required_customer_fields, ["name", "account_manager", "phone"]);
//! # Ok(())
//! # }
//! ```

pub(crate) mod operations;
pub(crate) mod rules;
pub(crate) mod status;
pub(crate) mod store;
mod types;

pub use operations::SettingsArea;
pub use types::{Settings, SettingsUpdate};

use crate::engine::area::Area;
use crate::engine::labels::texts;

/// What the area brings.
pub(crate) static AREA: Area = Area {
    operations: operations::OPERATIONS,
    kinds: &[types::kinds::SETTINGS.without_id().found_by(rules::subject)],
    texts: texts!(),
    begin: Some(store::create),
    reprints: Some(rules::reprint),
    ..Area::NONE
};
