//! The log of sign-ins (登录日志): who came in or tried to, when, how, and from where.
//!
//! Every attempt with a password leaves a row ([`Crm::login`](crate::Crm::login),
//! [`Crm::sign_in`](crate::Crm::sign_in)), and so does every session that a host begins for a user it authenticated itself
//! with a *client* ([`Crm::session_with`](crate::Crm::session_with)). Sessions without a client leave none: hosts begin one
//! per request.
//!
//! System administrators read the log, and everybody what is their own. Names that nobody has stand in it as a hash alone,
//! since people type passwords there; passwords and codes never do. Failures are counted by name, address and reason, and
//! never so many rows a minute that guessing would fill the file. Rows are kept for as many days as the
//! [settings](crate::settings) say (`sign_in_days`, 180), then a nightly job removes them.
//!
//! Failed log-ins are among the refusals of the [audit](crate::audit) too.
//!
//! ```
//! use crm_core::Crm;
//! use crm_core::sign_ins::{Client, SignInFilter, SignInOutcome};
//!
//! # fn main() -> crm_core::Result<()> {
//! # let cheap = crm_core::PasswordCost { memory_kib: 8, passes: 1 };
//! # let crm = Crm::options().password_cost(cheap).open_in_memory()?;
//! # let admin = crm.bootstrap("admin", "管理员", &["system_administrator"])?;
//! # let session = crm.session(admin)?;
//! # session.users().change_password("correct horse".into(), None)?;
//! let from = Client { address: Some("192.0.2.7".into()), ..Default::default() };
//! for guess in ["hunter2", "correct horse"] {
//!     let _ = crm.sign_in("admin", &guess.into(), None, Some(&from));
//! }
//! let failed = SignInFilter { outcome: Some(SignInOutcome::Failed), ..Default::default() };
//! let row = session.sign_ins().list(Some(failed), None)?.items.remove(0);
//! assert_eq!((row.reason.as_deref(), row.times), (Some("wrong_credentials"), 1));
//! assert_eq!(session.sign_ins().mine(None)?.items.len(), 2);
//! # Ok(())
//! # }
//! ```

pub(crate) mod operations;
pub(crate) mod rules;
mod status;
pub(crate) mod store;
mod types;

pub use operations::SignIns;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::calendar;
use crate::engine::labels::texts;
use crate::engine::schedule::{Job, Task};

/// What the area brings.
pub(crate) static AREA: Area = Area {
    operations: operations::OPERATIONS,
    texts: texts!(),
    jobs: &[Task {
        job: Job::SIGN_INS_KEPT,
        doc: "Removing sign-ins that were kept long enough, at 03:00 in the company's time zone (LOGIN-2).",
        last: calendar::last_night,
        next: calendar::next_night,
        work_from: Some(rules::too_old_from),
        run: rules::remove_old,
    }],
    ..Area::NONE
};
