//! What is checked and done.

use super::status::OwnedOrder;
use super::store;
use super::types::*;
use crate::customers::{self, CustomerId};
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::labels::{self, Locale};
use crate::engine::page::{self, PageRequest};
use crate::engine::tree::Tree;

/// ORDER-1.
pub(super) fn list(
    cx: &mut Context<'_>,
    customer: &CustomerId,
    filter: &Option<OrderFilter>,
    page: &Option<PageRequest>,
    matching: &Option<Tree>,
) -> Result<OrderPage> {
    let (key, customer) = customers::rules::load(cx, *customer)?;
    cx.guard(&customer, &None)?;
    let matching = cx.matching(&Entity::ORDER, matching)?;
    cx.check_fields()?;
    let locale = cx.session().locale();
    let mut page = store::list(cx.tx(), key, filter.as_ref(), page, matching.as_ref())?;
    for order in &mut page.items {
        name_status(order, locale);
    }
    Ok(page)
}

/// ORDER-2.
pub(super) fn get(cx: &mut Context<'_>, id: &OrderId, after: &Option<String>) -> Result<OrderDetails> {
    let Some((key, found)) = store::get(cx.tx(), *id)? else {
        return cx.not_found(Entity::ORDER, *id);
    };
    cx.guard(&found, &None)?;
    cx.check_fields()?;
    let OwnedOrder { mut order, currency, .. } = found;
    name_status(&mut order, cx.session().locale());
    let (lines, next) = store::lines(cx.tx(), key, &currency, &page::behind(after))?;
    Ok(OrderDetails { order, lines, next })
}

/// The order as its guards see it.
pub(crate) fn subject(cx: &mut Context<'_>, id: OrderId) -> Result<Option<OwnedOrder>> {
    Ok(store::get(cx.tx(), id)?.map(|(_, found)| found))
}

/// The statuses that have a meaning here are called by it in the session's language; the others as the host calls
/// them, which is what was read.
fn name_status(order: &mut Order, locale: Locale) {
    if matches!(order.status, SHIPPED | PAID | CANCELLED)
        && let Some(label) = labels::choice(locale, "OrderStatus", &order.status.to_string())
    {
        order.status_label = label;
    } else if order.status_label.is_empty() {
        order.status_label = order.status.to_string();
    }
}
