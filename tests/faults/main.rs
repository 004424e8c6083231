//! Faults as real faults: statements that fail, processes that die, threads that race.

#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

#[path = "../support/faults.rs"]
mod faults;
#[path = "../support/mod.rs"]
mod support;
#[path = "../support/story.rs"]
mod story;

mod half;
