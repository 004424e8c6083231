//! Imports of CSV files (导入).

pub(crate) mod operations;
pub(crate) mod rules;

pub use operations::Imports;
