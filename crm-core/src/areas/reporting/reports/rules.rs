//! The rule behind each operation of the area stands in its report's file.

pub(super) use super::churn::churn;
pub(super) use super::composition::composition;
pub(super) use super::contribution::contribution;
pub(super) use super::funnel::funnel;
pub(super) use super::management::{get_submitted, submit, submitted};
pub(super) use super::service::service;
pub(super) use super::sources::sources;
pub(super) use super::work::work;
