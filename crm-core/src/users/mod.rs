//! Users (用户): who may sign in, and what they are.

pub(crate) mod bootstrap;
pub(crate) mod login;
mod login_store;
pub(crate) mod operations;
mod own;
pub(crate) mod password;
pub(crate) mod rules;
pub(crate) mod status;
pub(crate) mod store;
mod types;

pub use operations::Users;
pub use password::PasswordCost;
pub use types::*;
