//! A model-based test: random sequences of operations by several users, against a model in memory that is simple
//! enough to be obviously right. States, ownership and counts agree after each step.

#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

#[path = "../support/faults.rs"]
mod faults;
#[path = "../support/story.rs"]
mod story;
#[path = "../support/mod.rs"]
mod support;

mod every_text;
mod imports;
mod imports_damaged;
mod opportunities;
mod sales;
mod tables;
mod texts;
mod tickets;
mod values;
