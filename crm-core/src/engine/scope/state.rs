//! Whether a database is scoped. The first role that is narrowed begins the making of what follows from the truth, in
//! slices and by a job; until that is done nobody is narrowed, and nobody half. The last that is widened ends it at once.

use super::kinds;
use super::{store, truth};
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity, Slices};
use crate::engine::schedule::End;
use crate::engine::storage::Transaction;

/// Records of one transaction, and rows that are removed in one.
const SLICE: usize = 500;

/// What was there before is there no more.
const UNSCOPED: i64 = 0;

/// What follows from the truth is being made; every write keeps it meanwhile.
const MAKING: i64 = 1;

/// Roles narrow.
const IN_FORCE: i64 = 2;

/// Whether what is set is in force.
pub(crate) fn in_force(tx: &mut dyn Transaction) -> Result<bool> {
    Ok(store::state(tx)? == IN_FORCE)
}

/// Whether writes keep `access`, for who is no user.
pub(crate) fn is_kept(tx: &mut dyn Transaction) -> Result<bool> {
    Ok(store::state(tx)? != UNSCOPED)
}

/// Called behind every change of what a role is narrowed to.
pub(crate) fn changed(tx: &mut dyn Transaction) -> Result<()> {
    match (store::state(tx)?, store::any_narrowed(tx)?) {
        (UNSCOPED, true) => store::set_state(tx, MAKING)?,
        // While it is being made nobody is narrowed anyway, and writes go on being kept: else a job under way would bring into
        // force what it made before, though somebody was narrowed again meanwhile. It ends the making, either way.
        (IN_FORCE, false) => store::set_state(tx, UNSCOPED)?,
        _ => store::next_epoch(tx)?,
    };
    store::note_all(tx).map(drop)
}

/// From when on there is something to make or to remove.
pub(crate) fn work_from(cx: &mut Context<'_>) -> Result<Option<Timestamp>> {
    let tx = cx.tx();
    let work = match store::state(tx)? {
        UNSCOPED => store::any_rows(tx)?,
        state => state == MAKING,
    };
    Ok(work.then_some(Timestamp::MIN_UTC))
}

/// Makes what is to be made, or removes what nobody needs; how many rows that were. Several may do so at once: whatever
/// one has made right the other finds right.
pub(crate) fn work(slices: &mut Slices<'_>, end: End<'_>) -> Result<i64> {
    let rows = finish(slices)?;
    slices.write(|cx| end(cx))?;
    Ok(rows)
}

/// The same, with nothing to note behind it.
pub(crate) fn finish(slices: &mut Slices<'_>) -> Result<i64> {
    let mut rows = 0;
    if slices.read(|cx| store::state(cx.tx()))? == MAKING {
        rows += make(slices)?;
    }
    while slices.read(|cx| Ok(store::state(cx.tx())? == UNSCOPED && store::any_rows(cx.tx())?))? {
        rows += slices.write(|cx| match store::state(cx.tx())? {
            UNSCOPED => store::remove_rows(cx.tx(), SLICE * 4),
            _ => Ok(0),
        })?;
    }
    Ok(i64::try_from(rows).unwrap_or(i64::MAX))
}

fn make(slices: &mut Slices<'_>) -> Result<usize> {
    let mut rows = 0;
    // What people reach comes first: everything else is made of it.
    let mut behind = 0;
    loop {
        let users = slices.read(|cx| store::users(cx.tx(), behind, SLICE))?;
        let Some(last) = users.last() else { break };
        behind = *last;
        rows += slices.write(|cx| {
            let mut changed = 0;
            for user in &users {
                changed += usize::from(store::settle_reach(cx.tx(), *user)?);
            }
            Ok(changed)
        })?;
    }
    for kind in kinds::all() {
        for find in [truth::records, truth::strays] {
            let mut behind = 0;
            loop {
                let keys = slices.read(|cx| find(cx.tx(), kind, behind, SLICE))?;
                let Some(last) = keys.last() else { break };
                behind = *last;
                let done = slices.write(|cx| match store::state(cx.tx())? {
                    MAKING => truth::settle(cx.tx(), kind, &keys).map(Some),
                    _ => Ok(None),
                })?;
                // Another job ended it meanwhile, and what was made here counts for nothing new.
                let Some(done) = done else { return Ok(rows) };
                rows += done;
            }
        }
    }
    slices.write(|cx| {
        if store::state(cx.tx())? != MAKING {
            return Ok(());
        }
        if store::any_narrowed(cx.tx())? {
            store::set_state(cx.tx(), IN_FORCE)?;
            store::note_all(cx.tx())?;
            // From here on people see less: that stands in the audit.
            cx.changed_beside(Entity::named("role"), &serde_json::json!({"in_force": true}))?;
        } else {
            // Every role was widened again meanwhile.
            store::set_state(cx.tx(), UNSCOPED)?;
            store::note_all(cx.tx())?;
        }
        Ok(())
    })?;
    Ok(rows)
}
