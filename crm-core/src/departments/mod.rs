//! Departments (部门) of the company.

pub(crate) mod operations;
pub(crate) mod rules;
pub(crate) mod status;

pub use operations::Departments;
