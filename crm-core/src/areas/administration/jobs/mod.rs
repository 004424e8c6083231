//! Due jobs: what the engine does by the calendar. It owns no thread for it unless asked: a host calls `jobs.run_due`
//! when `jobs.next_due` says so, or leaves both to a [`Scheduler`].
//!
//! Three are for the whole database: the churn scan ([`churn`](crate::churn)), every Saturday at 02:00 in the company's time zone; removing
//! old sign-ins ([`sign_ins`](crate::sign_ins)), at 03:00 of a night where there are any; and preparing the first narrowing of
//! roles ([`roles`](crate::roles)), at once. A due job runs once, even where several processes ask; what was missed while
//! the host was down is made up for by one run. What falls due for single records, such as a reminder, is an *item*: items are
//! served oldest first, each once, and one that fails is tried again after 1, 5 and 30 minutes and then given up, without
//! stopping the others. Where a job or a transaction fails, what was committed is told, and the failure beside it. Jobs act as `system` in the audit. The role `integration` may ask for them and run them.
//!
//! ```
//! use crm_core::Crm;
//! use crm_core::jobs::Job;
//! # use crm_core::{Environment, SystemEnvironment, Timestamp};
//! # use std::sync::{Arc, Mutex};
//! #
//! # struct Clock(Mutex<Timestamp>);
//! #
//! # impl Clock {
//! #     fn set(&self, now: &str) {
//! #         *self.0.lock().expect("a clock") = now.parse().expect("an instant");
//! #     }
//! # }
//! #
//! # impl Environment for Clock {
//! #     fn now(&self) -> Timestamp {
//! #         *self.0.lock().expect("a clock")
//! #     }
//! #     fn random(&self, bytes: &mut [u8; 32]) {
//! #         SystemEnvironment.random(bytes);
//! #     }
//! # }
//!
//! # fn main() -> crm_core::Result<()> {
//! # let clock = Arc::new(Clock(Mutex::new("2026-03-02T01:00:00Z".parse().expect("an instant"))));
//! # let crm = Crm::options().environment(clock.clone()).open_in_memory()?;
//! # let erp = crm.bootstrap("erp", "ERP", &["integration"])?;
//! # let session = crm.session(erp)?;
//! // It is Monday in Shanghai. The next scan is on Saturday at 02:00 there, still Friday in UTC.
//! let next = session.jobs().next_due()?;
//! assert_eq!((next.job, next.due_at.to_rfc3339()), (Job::CHURN_SCAN, "2026-03-06T18:00:00+00:00".into()));
//! assert!(session.jobs().run_due(None)?.is_empty());
//!
//! // The host was switched off for two weekends. One run makes up for both.
//! clock.set("2026-03-16T01:00:00Z");
//! let runs = session.jobs().run_due(None)?;
//! assert_eq!(runs.len(), 1);
//! assert_eq!(runs[0].due_at.to_rfc3339(), "2026-03-13T18:00:00+00:00");
//! assert!(session.jobs().run_due(None)?.is_empty());
//! # Ok(())
//! # }
//! ```

pub(crate) mod operations;
pub(crate) mod rules;
#[cfg(test)]
mod samples;
pub(crate) mod scheduler;
mod status;
mod store;
#[cfg(test)]
mod tests;
mod types;

pub use crate::engine::schedule::Job;
pub use operations::Jobs;
pub use scheduler::Scheduler;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::due::Kind;
use crate::engine::labels::texts;

/// The area itself has no due work: what its tests declare is in no library.
#[cfg(not(test))]
const DUE: &[Kind] = &[];
#[cfg(test)]
const DUE: &[Kind] = samples::KINDS;

/// What the area brings.
pub(crate) static AREA: Area = Area { operations: operations::OPERATIONS, texts: texts!(), due: DUE, ..Area::NONE };
