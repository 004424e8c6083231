//! The statements on what the host's sales system sends.

pub(super) mod compare;
pub(super) mod derived;
pub(super) mod extended;
pub(super) mod feeds;
pub(super) mod orders;
pub(super) mod products;
pub(super) mod stock;
