//! Faults as real faults: statements that fail, processes that die, threads that race.

#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

#[path = "../support/faults.rs"]
mod faults;
#[path = "../support/story.rs"]
mod story;
#[path = "../support/mod.rs"]
mod support;

mod backups;
mod churn;
mod files;
mod half;
mod kill;
mod locks;
mod log;
mod names;
mod packs;
mod processes;
mod races;
mod refusals;
mod refused;
mod reminders;
mod series;
mod store;
mod threads;
mod versions;
mod waits;
