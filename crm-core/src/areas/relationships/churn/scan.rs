//! The scan (CHURN-1, CHURN-2): finds who has become quiet, and who is quiet no more, on snapshots by pages of keys, so
//! that it passes once over the active customers, never holds them all, and keeps no writer waiting meanwhile. What it
//! found it looks at again in the short transactions that write it.

use super::store::{self, Quiet};
use super::types::*;
use crate::engine::calendar::months_before;
use crate::engine::clock::Date;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity, Slices};
use crate::engine::schedule::End;

/// Calendar months without an order before a customer counts as quiet.
const MONTHS: u32 = 6;

/// Warnings of one transaction, and of one event.
const SLICE: usize = 500;

/// The day whose orders are just not too old: a customer is quiet whose latest order lies before it.
pub(super) fn quiet_before(cx: &mut Context<'_>) -> Result<Date> {
    Ok(months_before(cx.today()?, MONTHS))
}

/// What a look at the database found, by the customers' keys.
#[derive(Debug, Default)]
struct Found {
    /// Open warnings of theirs end.
    recovered: Vec<i64>,
    /// They get one, or begin today.
    quiet: Vec<i64>,
    /// There is nothing behind these.
    last: bool,
}

/// CHURN-1, CHURN-2. `end` runs in the last of the scan's transactions, where the caller has something to write behind
/// it. A scan that ends early leaves its slices, and the next one finds the rest.
pub(crate) fn run(slices: &mut Slices<'_>, mut end: Option<End<'_>>) -> Result<ChurnScan> {
    let (before, today) = slices.read(|cx| Ok((quiet_before(cx)?, cx.today()?)))?;
    let mut done = ChurnScan { warned: 0, recovered: 0 };
    let (mut recovered, mut warned) = (Some(0), 0);
    loop {
        let found = slices.read(|cx| look(cx, before, today, recovered, warned))?;
        let ends = found.last && end.is_some();
        if ends || !found.recovered.is_empty() || !found.quiet.is_empty() {
            let written = slices.write(|cx| {
                let written = write(cx, before, today, &found)?;
                match &mut end {
                    Some(end) if ends => end(cx)?,
                    _ => {}
                }
                Ok(written)
            })?;
            done.recovered += written.recovered;
            done.warned += written.warned;
        }
        if found.last {
            return Ok(done);
        }
        // A page that is not full was the last of its kind.
        recovered = recovered.and(found.recovered.last().copied().filter(|_| found.recovered.len() == SLICE));
        warned = found.quiet.last().copied().unwrap_or(warned);
    }
}

/// Looks behind the customers with these keys; nobody recovers any more where there is none.
fn look(cx: &mut Context<'_>, before: Date, today: Date, recovered: Option<i64>, warned: i64) -> Result<Found> {
    let mut found = Found::default();
    if let Some(behind) = recovered {
        found.recovered = store::recovered(cx.tx(), before, behind, SLICE)?;
    }
    let room = SLICE - found.recovered.len();
    if room > 0 {
        found.quiet = store::quiet(cx.tx(), before, today, warned, room)?;
        found.last = found.quiet.len() < room;
    }
    Ok(found)
}

/// Writes what was found, as far as it still holds. Whoever begins in the future began under a clock that was wrong, and
/// would not be warned of until then: they begin today.
fn write(cx: &mut Context<'_>, before: Date, today: Date, found: &Found) -> Result<ChurnScan> {
    let mut done = ChurnScan { warned: 0, recovered: 0 };
    cx.tx().expect(found.recovered.len() + found.quiet.len())?;
    for (key, warning) in store::recovered_of(cx.tx(), before, &found.recovered)? {
        close_recovered(cx, key, &warning)?;
        done.recovered += 1;
    }
    for quiet in store::quiet_of(cx.tx(), before, today, &found.quiet)? {
        if quiet.begins_later {
            store::begin(cx.tx(), quiet.key, today)?;
            continue;
        }
        warn(cx, quiet)?;
        done.warned += 1;
    }
    Ok(done)
}

/// CHURN-2: the warning becomes recovered. Its measures need not have been read.
pub(super) fn close_recovered(cx: &mut Context<'_>, key: i64, warning: &ChurnWarning) -> Result<()> {
    let now = cx.now();
    store::close(cx.tx(), key, WarningStatus::Recovered, None, now)?;
    let after = ChurnWarning {
        status: WarningStatus::Recovered,
        version: warning.version + 1,
        closed_at: Some(now),
        ..warning.clone()
    };
    cx.updated(Entity::WARNING, warning.id, warning, &after)
}

/// Adds a warning for a quiet customer without an open one.
fn warn(cx: &mut Context<'_>, quiet: Quiet) -> Result<()> {
    let (id, now) = (WarningId(cx.new_id()), cx.now());
    store::insert(cx.tx(), id, &quiet, now)?;
    let warning = ChurnWarning {
        id,
        version: 1,
        status: WarningStatus::Warned,
        customer: quiet.customer,
        account_manager: quiet.account_manager,
        last_order_date: quiet.last_order_date,
        warned_at: now,
        closed_at: None,
        reason: None,
        measures: Vec::new(),
        more_measures: false,
        withheld: Vec::new(),
    };
    cx.created(Entity::WARNING, id, &warning)
}
