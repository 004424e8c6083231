//! Due jobs: what the engine does by the calendar. It owns no thread for it unless asked: a host calls
//! `jobs.run_due` when `jobs.next_due` says so, or leaves both to a [`Scheduler`].

pub(crate) mod operations;
pub(crate) mod rules;
mod schedule;
pub(crate) mod scheduler;
mod store;
mod types;

pub use operations::Jobs;
pub use scheduler::Scheduler;
pub use types::*;
