//! What is checked and done.

use super::store;
use super::types::*;
use crate::error::Result;
use crate::gate::Context;

/// Changes given where the caller names no limit.
const DEFAULT_LIMIT: i64 = 1_000;

/// AUDIT-2.
pub(super) fn since(cx: &mut Context<'_>, sequence: &i64, limit: &Option<i64>) -> Result<ChangesSince> {
    cx.check_fields()?;
    let limit = limit.unwrap_or(DEFAULT_LIMIT);
    let mut items = store::since(cx.tx(), *sequence, limit + 1)?;
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = items.len() > wanted;
    items.truncate(wanted);
    let sequence = items.last().map_or(*sequence, |last| last.change.sequence);
    Ok(ChangesSince { items, sequence, more })
}

pub(super) fn latest(cx: &mut Context<'_>) -> Result<i64> {
    store::latest(cx.tx())
}
