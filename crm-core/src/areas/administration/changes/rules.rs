//! What is checked and done.

use super::store;
use super::types::*;
use crate::audit::rules::{texts, withhold};
use crate::engine::audit;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::identity::Identity;
use crate::engine::page::{PageRequest, Room};

/// Changes given where the caller names no limit.
const DEFAULT_LIMIT: i64 = 1_000;

/// AUDIT-2.
pub(super) fn since(
    cx: &mut Context<'_>,
    sequence: &i64,
    limit: &Option<i64>,
    database: &Option<DatabaseId>,
    epoch: &Option<EpochId>,
) -> Result<ChangesSince> {
    cx.check_fields()?;
    let identity = Identity::load(cx.tx())?;
    let latest = audit::latest(cx.tx())?;
    identity.check(*sequence, database.map(Into::into), epoch.map(Into::into), latest)?;
    let request = PageRequest { limit: Some(limit.unwrap_or(DEFAULT_LIMIT)), ..Default::default() };
    let (mut items, more) = store::since(cx.tx(), *sequence, Room::of(&Some(request)))?;
    if let Some(told) = cx.audited(items.iter().map(|item| texts(&item.change)))? {
        for item in &mut items {
            withhold(&told, &mut item.change);
        }
    }
    let sequence = items.last().map_or(*sequence, |last| last.change.sequence);
    Ok(ChangesSince { items, sequence, more, database: identity.database.into(), epoch: identity.epoch().into() })
}

pub(super) fn latest(cx: &mut Context<'_>) -> Result<ChangesLatest> {
    let identity = Identity::load(cx.tx())?;
    let sequence = audit::latest(cx.tx())?;
    Ok(ChangesLatest { sequence, database: identity.database.into(), epoch: identity.epoch().into() })
}
