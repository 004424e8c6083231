//! The scan (CHURN-1, CHURN-2): finds who has become quiet, and who is quiet no more, by pages of keys, so that it
//! passes once over the active customers and never holds them all.

use super::store;
use super::types::*;
use crate::calendar::months_before;
use crate::clock::Date;
use crate::error::Result;
use crate::gate::{Context, Entity};
use crate::ids::WarningId;

/// Calendar months without an order before a customer counts as quiet.
const MONTHS: u32 = 6;

/// Rows of one query.
const PAGE: usize = 1_000;

/// The day whose orders are just not too old: a customer is quiet whose latest order lies before it.
pub(super) fn quiet_before(cx: &mut Context<'_>) -> Result<Date> {
    Ok(months_before(cx.today()?, MONTHS))
}

/// CHURN-1, CHURN-2.
pub(crate) fn run(cx: &mut Context<'_>) -> Result<ChurnScan> {
    let before = quiet_before(cx)?;
    Ok(ChurnScan { recovered: recover(cx, before)?, warned: warn(cx, before)? })
}

/// Closes the open warnings whose customers are quiet no more; gives their number.
fn recover(cx: &mut Context<'_>, before: Date) -> Result<i64> {
    let mut recovered = 0;
    let mut last_customer = 0;
    loop {
        let page = store::recovered(cx.tx(), before, last_customer, PAGE)?;
        for found in &page {
            last_customer = found.customer_key;
            close_recovered(cx, found.key, &found.warning)?;
            recovered += 1;
        }
        if page.len() < PAGE {
            return Ok(recovered);
        }
    }
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

/// Adds a warning for every quiet customer without an open one; gives their number. Whoever begins in the future began
/// under a clock that was wrong, and would not be warned of until then: they begin today.
fn warn(cx: &mut Context<'_>, before: Date) -> Result<i64> {
    let today = cx.today()?;
    let mut warned = 0;
    let mut last_customer = 0;
    loop {
        let page = store::quiet(cx.tx(), before, today, last_customer, PAGE)?;
        for quiet in &page {
            last_customer = quiet.key;
            if quiet.begins_later {
                store::begin(cx.tx(), quiet.key, today)?;
                continue;
            }
            let (id, now) = (WarningId(cx.new_id()), cx.now());
            store::insert(cx.tx(), id, quiet, now)?;
            let warning = ChurnWarning {
                id,
                version: 1,
                status: WarningStatus::Warned,
                customer: quiet.customer.clone(),
                account_manager: quiet.account_manager.clone(),
                last_order_date: quiet.last_order_date,
                warned_at: now,
                closed_at: None,
                reason: None,
                measures: Vec::new(),
                more_measures: false,
            };
            cx.created(Entity::WARNING, id, &warning)?;
            warned += 1;
        }
        if page.len() < PAGE {
            return Ok(warned);
        }
    }
}
