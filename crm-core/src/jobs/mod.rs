//! Due jobs: what the engine does by the calendar.

pub(crate) mod operations;
pub(crate) mod rules;

pub use operations::Jobs;
