//! The gate, for every operation there is: by iterating over the list, never by naming one.

#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

#[path = "../support/faults.rs"]
mod faults;
#[path = "../support/samples.rs"]
mod samples;
#[path = "../support/story.rs"]
mod story;
#[path = "../support/mod.rs"]
mod support;

mod audited;
mod refusals;
