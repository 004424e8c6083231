//! Whence forms were sent is forgotten after 30 days (CAPT-4).

use chrono::TimeDelta;

use super::store;
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Slices};
use crate::engine::schedule::End;

/// How long it is known.
const KNOWN: TimeDelta = TimeDelta::days(30);

/// Captures that one transaction of the job treats.
const SLICE: i64 = 1_000;

/// From when on the job has something to do.
pub(super) fn from(cx: &mut Context<'_>) -> Result<Option<Timestamp>> {
    Ok(store::first_address(cx.tx())?.and_then(|first| first.checked_add_signed(KNOWN)))
}

/// CAPT-4.
pub(super) fn run(slices: &mut Slices<'_>, end: End<'_>) -> Result<i64> {
    let mut forgotten = 0;
    loop {
        let some = slices.write(|cx| {
            let before = cx.now().checked_sub_signed(KNOWN).unwrap_or(Timestamp::MIN_UTC);
            let some = i64::try_from(store::forget(cx.tx(), before, SLICE)?).unwrap_or(SLICE);
            if some < SLICE {
                end(cx)?;
            }
            Ok(some)
        })?;
        forgotten += some;
        if some < SLICE {
            return Ok(forgotten);
        }
    }
}
