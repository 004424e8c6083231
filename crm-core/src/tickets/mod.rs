//! Service tickets (客户服务).

pub(crate) mod operations;
pub(crate) mod rules;
pub(crate) mod status;

pub use operations::Tickets;
