//! Departments (部门) of the company.

pub(crate) mod operations;
pub(crate) mod rules;
pub(crate) mod status;
pub(crate) mod store;
mod types;

pub use operations::Departments;
pub use types::*;
