//! Users (用户): who may sign in, and what they are.

pub(crate) mod bootstrap;
pub(crate) mod login;
pub(crate) mod operations;
pub(crate) mod rules;
pub(crate) mod store;
mod types;

pub use operations::Users;
pub use types::*;
