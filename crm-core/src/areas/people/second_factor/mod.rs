//! Second factors (双因素认证): what signing in takes beside a password.
//!
//! A user who has one shows, beside the password, the code of six digits that a device of theirs makes of a common secret
//! and the time (TOTP, RFC 6238; any authenticator does). It is [`Crm::sign_in`](crate::Crm::sign_in) that asks for it; a
//! host that authenticates its users itself checks a code with `second_factor.check`.
//!
//! ```text
//! nothing ──begin──▶ begun ──confirm──▶ on ──disable, reset──▶ nothing
//! ```
//!
//! Everybody sets up their own: `begin` gives the secret, once; `confirm` takes the first code and gives ten recovery
//! codes, once, each of which counts once in place of a code. They turn it off with a code; a system administrator resets
//! that of somebody who lost their device. A role may require one ([`roles`](crate::roles)): whoever holds it, has none, and
//! signed in by the engine can do nothing else until they have.
//!
//! Every code counts once. A wrong one counts like a wrong password, and enough of them lock the login.
//!
//! ```
//! use crm_core::Crm;
//! use crm_core::sign_ins::Client;
//!
//! # fn main() -> crm_core::Result<()> {
//! # let cheap = crm_core::PasswordCost { memory_kib: 8, passes: 1 };
//! # let crm = Crm::options().password_cost(cheap).open_in_memory()?;
//! let admin = crm.bootstrap("admin", "管理员", &["system_administrator"])?;
//! let session = crm.session(admin)?;
//! session.users().change_password("correct horse".into(), None)?;
//!
//! // The secret for the user's device, as a text to scan; the device shows codes from now on.
//! let begun = session.second_factor().begin(Some("华东 CRM".into()))?;
//! assert!(begun.uri.starts_with("otpauth://totp/"));
//! // Only a code of the device turns it on. Until then nobody is asked for one.
//! assert_eq!(session.second_factor().confirm("no code".into()).unwrap_err().code(), "invalid");
//! let from = Client { address: Some("192.0.2.7".into()), ..Default::default() };
//! assert!(crm.sign_in("admin", &"correct horse".into(), None, Some(&from)).is_ok());
//! # Ok(())
//! # }
//! ```

mod code;
pub(crate) mod operations;
pub(crate) mod rules;
pub(crate) mod status;
pub(crate) mod store;
mod types;

pub use operations::SecondFactor;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::labels::texts;

/// What the area brings.
pub(crate) static AREA: Area = Area { operations: operations::OPERATIONS, texts: texts!(), ..Area::NONE };
