//! Data scope (SCOPE-1 to SCOPE-18): a cast of people and records, decisions that a person can read, an oracle that knows
//! no SQL, and the engine, which must agree.

#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

mod cast;
mod decisions;
#[path = "../support/faults.rs"]
mod faults;
mod oracle;
mod paths;
mod plans;
mod random;
#[path = "../support/reads.rs"]
mod reads;
mod same;
mod states;
mod steps;
#[path = "../support/mod.rs"]
mod support;
mod together;
#[path = "../support/watch.rs"]
mod watch;
mod world;
