//! The days of planned activities at instants, after the company got another time zone (ACT-14): they may be a million, so they are
//! looked at in short transactions. How far that has come stands in the settings; where the process ends in the middle, the next one
//! that looks for due jobs, changes the settings or rebuilds goes on. What was done stays on the day that it had.

use super::store::days;
use super::touch;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Slices};
use crate::settings::store as settings;

/// Activities of one transaction.
const SLICE: i64 = 1_000;

/// Begins, in the transaction that changes the zone.
pub(crate) fn begin(cx: &mut Context<'_>) -> Result<()> {
    settings::set_dated_to(cx.tx(), Some(0))?;
    slice(cx)
}

/// Goes on until none is left. Several may do so at once.
pub(crate) fn finish(slices: &mut Slices<'_>) -> Result<()> {
    while slices.read(|cx| settings::dated_to(cx.tx()))?.is_some() {
        slices.write(slice)?;
    }
    Ok(())
}

/// Looks at the next activities, where any are left.
fn slice(cx: &mut Context<'_>) -> Result<()> {
    let Some(behind) = settings::dated_to(cx.tx())? else { return Ok(()) };
    let zone = cx.company()?.zone.clone();
    let page = days::timed(cx.tx(), behind, SLICE)?;
    let last = page.last().filter(|_| page.len() as i64 == SLICE).map(|(key, _)| *key);
    for (activity, span) in page {
        let on = span.on(&zone);
        if span.days != Some(on) {
            days::set_days(cx.tx(), activity, on)?;
            touch::settle(cx.tx(), activity, Vec::new())?;
        }
    }
    settings::set_dated_to(cx.tx(), last).map(drop)
}
