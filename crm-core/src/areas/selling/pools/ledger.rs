//! Whose records are, and in which pools: every period and every stay is kept (ASSIGN-11). Whatever gives a record to somebody, or
//! takes it from them, says so here, beside its own write and before the record is read again.

use super::store;
use super::types::*;
use crate::engine::error::Result;
use crate::engine::gate::Context;

/// A record that is dealt, by its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    /// A customer.
    Customer(i64),
    /// An opportunity.
    Opportunity(i64),
}

/// The record is this user's from now on, or nobody's; how the period of whose it was ends, and a stay, where it is in a pool.
pub(crate) fn owned(cx: &mut Context<'_>, of: Of, owner: Option<i64>, how: (OwnerEnd, StayEnd)) -> Result<()> {
    let (now, by) = (cx.now(), cx.actor_key());
    let before = store::owner(cx.tx(), of)?;
    if before.map(|(_, owner)| owner) != owner {
        if let Some((period, _)) = before {
            store::end_period(cx.tx(), period, how.0, now)?;
        }
        if let Some(owner) = owner {
            store::begin_period(cx.tx(), of, owner, now)?;
        }
    }
    if owner.is_some() { store::end_stay(cx.tx(), of, (how.1, now), by, owner) } else { Ok(()) }
}

/// A new record is this user's.
pub(crate) fn begun(cx: &mut Context<'_>, of: Of, owner: Option<i64>) -> Result<()> {
    let now = cx.now();
    owner.map_or(Ok(()), |owner| store::begin_period(cx.tx(), of, owner, now))
}

/// The record is in no pool any more, and nobody's.
pub(crate) fn left(cx: &mut Context<'_>, of: Of, how: StayEnd) -> Result<()> {
    let (now, by) = (cx.now(), cx.actor_key());
    store::end_stay(cx.tx(), of, (how, now), by, None)
}

/// The record is in the pool from now on, and nobody's.
pub(crate) fn pooled(cx: &mut Context<'_>, of: Of, pool: i64, how: OwnerEnd, reason: &str) -> Result<()> {
    owned(cx, of, None, (how, StayEnd::Given))?;
    let (now, by) = (cx.now(), cx.actor_key());
    store::begin_stay(cx.tx(), of, pool, (now, by), reason)
}
