//! Who works here, and what they may do.

pub mod departments;
pub mod roles;
pub mod users;
