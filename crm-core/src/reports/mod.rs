//! Reports (统计报表).

pub(crate) mod operations;
pub(crate) mod rules;

pub use operations::Reports;
