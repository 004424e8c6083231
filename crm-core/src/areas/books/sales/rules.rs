//! What is checked and done.

use std::collections::HashSet;

use serde::Serialize;

use super::feed::*;
use super::slices::{Push, Step};
use super::store::{derived as derived_store, feeds};
use super::types::*;
use super::{derived, push};
use crate::customers::CustomerId;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity, Slices};
use crate::engine::ids::RecordId;

/// Records a call may bring.
const MAX_RECORDS: usize = 10_000;

/// What the audit keeps of a push.
#[derive(Serialize)]
struct Counts {
    created: i64,
    updated: i64,
    unchanged: i64,
    removed: i64,
    refused: i64,
}

impl From<&PushResult> for Counts {
    fn from(r: &PushResult) -> Counts {
        Counts {
            created: r.created,
            updated: r.updated,
            unchanged: r.unchanged,
            removed: r.removed,
            refused: r.refused,
        }
    }
}

/// One summary row for a push, none where it changed nothing.
pub(super) fn summarise(cx: &mut Context<'_>, entity: Entity, result: &PushResult) -> Result<()> {
    if result.changed() { cx.summarise(entity, &Counts::from(result)) } else { Ok(()) }
}

/// SALES-1.
pub(super) fn push_products(
    slices: &mut Slices<'_>,
    products: &[NewProduct],
    per_record: &Option<bool>,
) -> Result<PushResult> {
    let push = Push { entity: Entity::PRODUCT, list: "products", check: push::check_products, write: push::products };
    push.run(slices, products, *per_record)
}

/// SALES-1.
pub(super) fn push_stock(slices: &mut Slices<'_>, stock: &[NewStock], per_record: &Option<bool>) -> Result<PushResult> {
    let push = Push { entity: Entity::STOCK, list: "stock", check: push::check_declared, write: push::stock };
    push.run(slices, stock, *per_record)
}

/// SALES-1.
pub(super) fn push_orders(
    slices: &mut Slices<'_>,
    orders: &[NewOrder],
    per_record: &Option<bool>,
) -> Result<PushResult> {
    let push = Push { entity: Entity::ORDER, list: "orders", check: push::check_orders, write: push::orders };
    push.run(slices, orders, *per_record)
}

fn remove(entity: Entity, write: Step<String>) -> Push<String> {
    Push { entity, list: "external_ids", check: push::check_declared, write }
}

/// SALES-1.
pub(super) fn remove_products(
    slices: &mut Slices<'_>,
    keys: &[String],
    per_record: &Option<bool>,
) -> Result<PushResult> {
    remove(Entity::PRODUCT, push::remove_products).run(slices, keys, *per_record)
}

/// SALES-1.
pub(super) fn remove_stock(slices: &mut Slices<'_>, keys: &[String], per_record: &Option<bool>) -> Result<PushResult> {
    remove(Entity::STOCK, push::remove_stock).run(slices, keys, *per_record)
}

/// SALES-1.
pub(super) fn remove_orders(slices: &mut Slices<'_>, keys: &[String], per_record: &Option<bool>) -> Result<PushResult> {
    remove(Entity::ORDER, push::remove_orders).run(slices, keys, *per_record)
}

/// SALES-2.
pub(super) fn apply_changes(
    cx: &mut Context<'_>,
    feed: &str,
    changes: &SalesChanges,
    cursor: &Option<String>,
    per_record: &Option<bool>,
) -> Result<SalesChangesResult> {
    let per_record = per_record.unwrap_or(false);
    let stored = feeds::get(cx.tx(), feed)?.and_then(|state| state.cursor);
    if stored != *cursor {
        return Err(CrmError::conflict(Entity::SALES_FEED.as_str(), feed, "stale_cursor"));
    }
    let (products, stock, orders) = (list(&changes.products), list(&changes.stock), list(&changes.orders));
    let (gone_products, gone_stock, gone_orders) =
        (list(&changes.removed_products), list(&changes.removed_stock), list(&changes.removed_orders));
    let records =
        products.len() + stock.len() + orders.len() + gone_products.len() + gone_stock.len() + gone_orders.len();
    if records > MAX_RECORDS {
        let detail = format!("must have at most {MAX_RECORDS} records together");
        cx.violations().add("changes", "too_many", detail, Some(MAX_RECORDS.to_string()));
        cx.check_fields()?;
    }
    told_once(cx, "removed_products", gone_products, products.iter().map(|p| p.external_id.as_str()));
    told_once(cx, "removed_stock", gone_stock, stock.iter().map(|s| s.external_id.as_str()));
    told_once(cx, "removed_orders", gone_orders, orders.iter().map(|o| o.external_id.as_str()));
    let mut result = SalesChangesResult {
        cursor: changes.next_cursor.clone(),
        products: push::products(cx, "products", products, per_record)?,
        stock: push::stock(cx, "stock", stock, per_record)?,
        orders: push::orders(cx, "orders", orders, per_record)?,
    };
    result.products.append(push::remove_products(cx, "removed_products", gone_products, per_record)?);
    result.stock.append(push::remove_stock(cx, "removed_stock", gone_stock, per_record)?);
    result.orders.append(push::remove_orders(cx, "removed_orders", gone_orders, per_record)?);
    // Everything that was found in any of the lists, in one error.
    cx.check_fields()?;
    let parts = [(Entity::PRODUCT, &result.products), (Entity::STOCK, &result.stock), (Entity::ORDER, &result.orders)];
    if cursor.as_deref() == Some(changes.next_cursor.as_str()) && !parts.iter().any(|(_, part)| part.changed()) {
        // A host may ask every minute. What brings nothing is not stored, not even its time, and leaves no audit.
        return Ok(result);
    }
    if cursor.is_none() && feeds::get(cx.tx(), feed)?.is_none() && feeds::count(cx.tx())? >= MAX_FEEDS {
        return Err(CrmError::conflict(Entity::SALES_FEED.as_str(), feed, "too_many"));
    }
    let now = cx.now();
    feeds::set(cx.tx(), feed, &changes.next_cursor, now)?;
    for (entity, part) in parts.into_iter().filter(|(_, part)| part.changed()) {
        cx.summarise(entity, &Counts::from(part))?;
    }
    cx.summarise(
        Entity::SALES_FEED,
        &FeedSummary {
            feed,
            from: cursor.as_deref(),
            cursor: Some(&changes.next_cursor),
            products: (&result.products).into(),
            stock: (&result.stock).into(),
            orders: (&result.orders).into(),
        },
    )?;
    Ok(result)
}

/// What the audit keeps of a feed's batch.
#[derive(Serialize)]
struct FeedSummary<'a> {
    feed: &'a str,
    from: Option<&'a str>,
    cursor: Option<&'a str>,
    products: Counts,
    stock: Counts,
    orders: Counts,
}

fn list<T>(given: &Option<Vec<T>>) -> &[T] {
    given.as_deref().unwrap_or_default()
}

/// A batch gives the last word on each key, so it can't both bring and remove one.
fn told_once<'k>(cx: &mut Context<'_>, name: &str, removed: &[String], brought: impl Iterator<Item = &'k str>) {
    if removed.is_empty() {
        return;
    }
    let brought: HashSet<&str> = brought.collect();
    for (i, key) in removed.iter().enumerate().filter(|(_, key)| brought.contains(key.as_str())) {
        let detail = format!("{key} is both brought and removed");
        cx.violations().add(&format!("{name}[{i}]"), "contradictory", detail, None);
    }
}

pub(super) fn feed(cx: &mut Context<'_>, feed: &str) -> Result<SalesFeedState> {
    cx.check_fields()?;
    let state = feeds::get(cx.tx(), feed)?;
    Ok(state.unwrap_or_else(|| SalesFeedState { feed: feed.to_owned(), cursor: None, pulled_at: None }))
}

pub(super) fn feeds(cx: &mut Context<'_>) -> Result<Vec<SalesFeedState>> {
    feeds::all(cx.tx())
}

pub(super) fn forget_feed(cx: &mut Context<'_>, feed: &str) -> Result<()> {
    let Some(state) = feeds::get(cx.tx(), feed)? else {
        return Err(CrmError::NotFound { entity: Entity::SALES_FEED.as_str().into(), id: feed.to_owned() });
    };
    cx.check_fields()?;
    feeds::remove(cx.tx(), feed)?;
    let none = PushResult::with_capacity(0);
    cx.summarise(
        Entity::SALES_FEED,
        &FeedSummary {
            feed,
            from: state.cursor.as_deref(),
            cursor: None,
            products: (&none).into(),
            stock: (&none).into(),
            orders: (&none).into(),
        },
    )
}

/// A customer has this `external_id` from now on (it was created with it, or got it): the orders that waited for it
/// join it. Called in the transaction that writes it, behind the write (SALES-1); gives those of which packs say something.
pub(crate) fn customer_appeared(
    cx: &mut Context<'_>,
    customer: (i64, CustomerId),
    external_id: &str,
) -> Result<Vec<RecordId>> {
    let joined = derived::join(cx.tx(), customer.0, external_id)?;
    moved(cx, &OrdersMoved { customer: customer.1, external_id, joined, left: 0 })?;
    customised(cx, customer.0)
}

/// A customer loses its `external_id`, or gets another: the orders under the old one leave it and wait again. Called
/// in the transaction that writes it, before [`customer_appeared`] with the new one; gives those of which packs say something.
pub(crate) fn customer_left(
    cx: &mut Context<'_>,
    customer: (i64, CustomerId),
    external_id: &str,
) -> Result<Vec<RecordId>> {
    let gone = customised(cx, customer.0)?;
    let left = derived::leave(cx.tx(), customer.0, external_id)?;
    moved(cx, &OrdersMoved { customer: customer.1, external_id, joined: 0, left })?;
    Ok(gone)
}

/// A customer has other orders now, by a merge or its undoing; what is summed over them and its last one's date are theirs.
pub(crate) fn customer_has_others(cx: &mut Context<'_>, customer: i64) -> Result<()> {
    derived::settle(cx.tx(), customer)
}

/// A customer's orders, where packs say more of orders than what they sum over them for customers.
fn customised(cx: &mut Context<'_>, customer: i64) -> Result<Vec<RecordId>> {
    let more = cx.has_more_than_sums(&Entity::ORDER, "customer")?;
    if more { derived_store::orders_of(cx.tx(), customer) } else { Ok(Vec::new()) }
}

/// Orders that a customer got or lost with its key in the host's ERP: one row of the audit, since they may be many
/// thousand (AUDIT-2).
#[derive(serde::Serialize)]
struct OrdersMoved<'a> {
    customer: CustomerId,
    /// The key that they bear.
    external_id: &'a str,
    joined: usize,
    left: usize,
}

fn moved(cx: &mut Context<'_>, moved: &OrdersMoved<'_>) -> Result<()> {
    if moved.joined + moved.left > 0 { cx.changed_beside(Entity::ORDER, moved) } else { Ok(()) }
}
