//! REP-4: the churn report, confirmed losses.

use super::types::*;
use crate::churn::WarningId;
use crate::customers::CustomerRef;
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::page::PageRequest;
use crate::engine::storage::{Columns, Direction, ListQuery, Order, Value, Visibility};
use crate::users::UserRef;

/// REP-4.
pub(super) fn churn(
    cx: &mut Context<'_>,
    filter: &Option<ChurnLossFilter>,
    page: &Option<PageRequest>,
) -> Result<ChurnLossPage> {
    cx.check_fields()?;
    let visible = cx.visibility(&Entity::WARNING)?;
    let partial = visible.is_partial();
    let tx = cx.tx();
    let mut query = losses(visible);
    if let Some(f) = filter {
        query.contains(tx, "k.name_folded", &f.customer_name);
        query.contains(tx, "a.display_name_folded", &f.account_manager_name);
    }
    let page = query.page(tx, LATEST_FIRST, page, read)?;
    Ok(ChurnLossPage { partial, ..page.into() })
}

/// The losses confirmed from the first instant up to, and without, the second: the latest `limit` of them, and how many
/// there are.
pub(super) fn between(
    cx: &mut Context<'_>,
    (from, before): (Timestamp, Timestamp),
    limit: i64,
) -> Result<(Vec<ChurnLoss>, i64)> {
    let visible = cx.visibility(&Entity::WARNING)?;
    let tx = cx.tx();
    let mut params = vec![Value::from(from), Value::from(before)];
    let seen = visible.of_column("w.id").map_or_else(String::new, |(seen, more)| {
        params.extend(more);
        format!(" AND {seen}")
    });
    let count = tx.value(
        &format!(
            "SELECT count(*) FROM churn_warnings w \
             WHERE w.status = 'lost' AND w.closed_at >= ? AND w.closed_at < ?{seen}"
        ),
        &params,
    )?;
    let mut query = losses(visible);
    query.and("w.closed_at >= ? AND w.closed_at < ?", [Value::from(from), Value::from(before)]);
    let request = Some(PageRequest { limit: Some(limit), ..Default::default() });
    let (rows, _, _) = query.page(tx, LATEST_FIRST, &request, read)?;
    Ok((rows, count))
}

const LATEST_FIRST: Order =
    Order { name: "churn_losses", keys: &[("w.closed_at", Direction::Descending), ("w.id", Direction::Descending)] };

fn losses<'a>(visible: Visibility) -> ListQuery<'a> {
    let mut query = ListQuery::new(
        "w.uid, k.uid, k.name, a.uid, a.display_name, w.reason, w.last_order_date, w.warned_at, w.closed_at",
        "churn_warnings w JOIN customers k ON k.id = w.customer LEFT JOIN users a ON a.id = w.account_manager",
        visible,
    );
    // Literally, so that the index of the lost serves.
    query.and("w.status = 'lost'", []);
    query
}

fn read(c: &mut Columns<'_>) -> Result<ChurnLoss> {
    Ok(ChurnLoss {
        warning: WarningId(c.next()?),
        customer: CustomerRef::read(c)?,
        account_manager: UserRef::read_optional(c)?,
        reason: c.next()?,
        last_order_date: c.next()?,
        warned_at: c.next()?,
        lost_at: c.next()?,
        withheld: Vec::new(),
    })
}
