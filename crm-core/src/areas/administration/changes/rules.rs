//! What is checked and done.

use super::store;
use super::types::*;
use crate::error::Result;
use crate::gate::Context;
use crate::page::{PageRequest, Room};

/// Changes given where the caller names no limit.
const DEFAULT_LIMIT: i64 = 1_000;

/// AUDIT-2.
pub(super) fn since(cx: &mut Context<'_>, sequence: &i64, limit: &Option<i64>) -> Result<ChangesSince> {
    cx.check_fields()?;
    let request = PageRequest { limit: Some(limit.unwrap_or(DEFAULT_LIMIT)), ..Default::default() };
    let (items, more) = store::since(cx.tx(), *sequence, Room::of(&Some(request)))?;
    let sequence = items.last().map_or(*sequence, |last| last.change.sequence);
    Ok(ChangesSince { items, sequence, more })
}

pub(super) fn latest(cx: &mut Context<'_>) -> Result<i64> {
    store::latest(cx.tx())
}
