//! Roles (角色) and the operations they hold.

pub(crate) mod operations;
pub(crate) mod rules;
pub(crate) mod status;
pub(crate) mod store;
mod types;

pub use operations::Roles;
pub use types::*;
