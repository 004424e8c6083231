//! What is checked and done.

use chrono::TimeDelta;

use super::store;
use super::types::*;
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Slices};
use crate::engine::page::PageRequest;
use crate::engine::schedule::End;
use crate::settings::rules as settings;
use crate::users::rules::own;

/// Rows that one transaction removes.
const SLICE: i64 = 5_000;

/// LOGIN-2.
pub(super) fn list(
    slices: &mut Slices<'_>,
    filter: &Option<SignInFilter>,
    page: &Option<PageRequest>,
) -> Result<SignInPage> {
    slices.write_refusals()?;
    slices.read(|cx| store::list(cx.tx(), filter.as_ref(), page))
}

/// LOGIN-2.
pub(super) fn mine(slices: &mut Slices<'_>, page: &Option<PageRequest>) -> Result<SignInPage> {
    slices.write_refusals()?;
    slices.read(|cx| {
        let (user, _) = own(cx)?;
        store::of_user(cx.tx(), user, page)
    })
}

/// How long they are kept.
fn kept(cx: &mut Context<'_>) -> Result<TimeDelta> {
    Ok(TimeDelta::days(settings::of(cx)?.sign_in_days))
}

/// From when on there is one that is too old.
pub(super) fn too_old_from(cx: &mut Context<'_>) -> Result<Option<Timestamp>> {
    let kept = kept(cx)?;
    let oldest = store::oldest(cx.tx())?;
    Ok(oldest.map(|oldest| oldest.checked_add_signed(kept).unwrap_or(Timestamp::MAX_UTC)))
}

/// LOGIN-2: removes what is too old, some thousand at a time.
pub(super) fn remove_old(slices: &mut Slices<'_>, end: End<'_>) -> Result<i64> {
    let mut removed = 0;
    loop {
        let some = slices.write(|cx| {
            let until = cx.now() - kept(cx)?;
            let some = i64::try_from(store::remove(cx.tx(), until, SLICE)?).unwrap_or(SLICE);
            if some < SLICE {
                end(cx)?;
            }
            Ok(some)
        })?;
        removed += some;
        if some < SLICE {
            return Ok(removed);
        }
    }
}
