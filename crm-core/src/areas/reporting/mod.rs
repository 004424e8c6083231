//! How it goes.

pub mod reports;
