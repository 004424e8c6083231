//! Reports (统计报表): what customers contribute, what they are made of, what they ask for, and which are lost; and the
//! management report that keeps all four as they stood.
//!
//! One file a report, with its statements in it: a report is one question, asked of several areas' tables.

mod churn;
mod composition;
mod contribution;
mod management;
pub(crate) mod operations;
pub(crate) mod rules;
mod service;
mod shares;
mod types;

pub use operations::Reports;
pub use types::*;
