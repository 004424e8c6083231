//! Reference data (数据字典): the choices of every coded field.

pub(crate) mod choose;
pub(crate) mod operations;
pub(crate) mod rules;
pub(crate) mod seed;
pub(crate) mod status;
pub(crate) mod store;
mod types;

pub use operations::Dictionary;
pub use types::*;
