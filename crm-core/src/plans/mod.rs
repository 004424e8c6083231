//! Development plans (客户开发计划): the dated steps by which an opportunity is developed.

pub(crate) mod operations;
pub(crate) mod rules;
pub(crate) mod status;
pub(crate) mod store;
mod types;

pub use operations::Plans;
pub use types::*;
