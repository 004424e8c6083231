//! Pushes of orders with their lines, which keep what is derived from them: the customers' totals and last order dates.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use chrono::Datelike;
use rust_decimal::Decimal;

use super::amounts;
use super::dates::{self, Dates, Pushed};
use super::extended;
use super::push::{Incoming, Item, check_each, currency, sorted_keys, write_each};
use super::store::orders as store;
pub(crate) use super::store::orders::OrderRow;
use super::store::orders::{Figures, Stored};
use super::totals::{Cell, Counted, Totals};
use super::types::*;
use crate::activities::touch;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::money::{Unfit, minor};
use crate::engine::sorting::sort_by;
use crate::engine::storage::millionths;
use crate::engine::validate::Violations;

/// Orders that are looked up and written together: all of a call. Of each its row is held, and the figures of its lines.
const TOGETHER: usize = 10_000;

/// Orders that are written before their customers' totals and last order dates are: so few that the pages of those
/// customers are still in memory.
const WRITTEN: usize = 500;

/// An order that passed its own checks.
struct Pending<'i, 'r, R> {
    item: &'i mut Item<'r, R>,
    order: Cow<'r, NewOrder>,
    row: OrderRow,
    figures: Vec<Figures>,
    /// What is there under its key.
    stored: Option<Stored>,
}

/// Looks through orders before the books are asked.
pub(crate) fn check_orders(
    cx: &mut Context<'_>,
    list: &str,
    orders: &[NewOrder],
    per_record: bool,
) -> Result<PushResult> {
    check_each(cx, list, orders, per_record, |cx, order, found| check_order(cx, order, found).map(drop))
}

/// Upserts orders with their lines and with what packs give them, and keeps what is derived from them.
pub(crate) fn orders(
    cx: &mut Context<'_>,
    list: &str,
    records: &[impl Incoming<NewOrder, OrderRow>],
    per_record: bool,
) -> Result<PushResult> {
    let keys: Vec<&str> = records.iter().map(Incoming::key).collect();
    if !cx.has_custom(&Entity::ORDER)? {
        return dates::together(cx, (list, &keys), per_record, &|cx, list, some, per_record| {
            orders_alone(cx, list, &records[some], per_record)
        });
    }
    extended::one_by_one(cx, &Entity::ORDER, (list, &keys), per_record, &|cx, at| {
        orders_alone(cx, extended::ALONE, std::slice::from_ref(&records[at]), true)
    })
}

/// The same without what packs give them and their customers: it gives the dates of these that changed.
pub(crate) fn orders_alone(
    cx: &mut Context<'_>,
    list: &str,
    records: &[impl Incoming<NewOrder, OrderRow>],
    per_record: bool,
) -> Pushed {
    let mut dates = Dates::of(cx)?;
    // Customers appear and go in other calls only, so one look at each is enough.
    let mut customers: HashMap<String, Option<i64>> = HashMap::new();
    let result = write_each(cx, list, records, per_record, TOGETHER, Incoming::key, |cx, items| {
        let mut pending = prepare(cx, items)?;
        find_customers(cx, &mut pending, &mut customers)?;
        let mut totals = count(cx, &mut pending)?;
        write(cx, &mut pending, &mut totals, &mut dates)
    })?;
    Ok((result, dates))
}

/// The orders that pass their own checks, each with what is stored under its key.
fn prepare<'i, 'r, R: Incoming<NewOrder, OrderRow>>(
    cx: &mut Context<'_>,
    items: &'i mut [Item<'r, R>],
) -> Result<Vec<Pending<'i, 'r, R>>> {
    let mut stored = store::find(cx.tx(), &sorted_keys(items))?;
    let mut pending = Vec::with_capacity(items.len());
    for item in items {
        let stored = stored.remove(item.key);
        let order = item.record.over(stored.as_ref().map(|s| &s.row), &mut item.errors);
        if let Some((row, figures)) = check_order(cx, &order, &mut item.errors)? {
            pending.push(Pending { item, order, row, figures, stored });
        }
    }
    Ok(pending)
}

/// Gives each order the customer that its key names. An order that stays with the key it has stays with its customer.
fn find_customers<R>(
    cx: &mut Context<'_>,
    pending: &mut [Pending<'_, '_, R>],
    known: &mut HashMap<String, Option<i64>>,
) -> Result<()> {
    let moved = |order: &&Pending<'_, '_, R>| {
        let same = |stored: &Stored| stored.row.customer_external_id == order.row.customer_external_id;
        !order.stored.as_ref().is_some_and(same)
    };
    let named = pending.iter().filter(moved).map(|order| order.row.customer_external_id.as_str());
    let mut wanted: Vec<&str> = named.filter(|key| !known.contains_key(*key)).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let found = store::customers(cx.tx(), &wanted)?;
    known.extend(wanted.into_iter().map(|key| (key.to_owned(), found.get(key).copied())));
    for order in pending {
        order.row.customer = match &order.stored {
            Some(stored) if !moved(&&*order) => stored.row.customer,
            _ => known.get(&order.row.customer_external_id).copied().flatten(),
        };
    }
    Ok(())
}

/// Counts each order for its customer in place of what was stored, in the given order; refuses those whose sum would be
/// too large, and leaves them out.
fn count<R>(cx: &mut Context<'_>, pending: &mut Vec<Pending<'_, '_, R>>) -> Result<Totals> {
    let changes: Vec<_> =
        pending.iter().map(|o| (o.stored.as_ref().and_then(|s| counted(&s.row)), counted(&o.row))).collect();
    let mut totals = Totals::of(cx.tx(), changes.iter().flat_map(|(before, after)| [before, after]).flatten())?;
    let mut changes = changes.iter();
    pending.retain_mut(|order| {
        let counts = changes.next().is_some_and(|(before, after)| totals.count(before.as_ref(), after.as_ref()));
        if !counts {
            let detail = "the customer's orders add up to more than can be counted";
            order.item.errors.add("total", "out_of_range", detail, None);
        }
        counts
    });
    Ok(totals)
}

/// Writes orders by customer and date, since it is the index by those that they are spread over; what is equal in both,
/// in the given order.
fn write<R>(
    cx: &mut Context<'_>,
    pending: &mut [Pending<'_, '_, R>],
    totals: &mut Totals,
    dates: &mut Dates,
) -> Result<()> {
    sort_by(pending, |a, b| by_customer(&a.row, &b.row));
    let same_lines = same_lines(cx, pending)?;
    for part in pending.chunks_mut(WRITTEN) {
        for Pending { item, order, row, figures, stored } in &mut *part {
            item.outcome = match stored {
                None => {
                    let id = cx.new_id();
                    let key = store::insert(cx.tx(), id, item.key, row)?;
                    store::insert_lines(cx.tx(), key, &order.lines, figures)?;
                    PushOutcome::Created
                }
                Some(stored) if stored.row == *row && same_lines.contains(&stored.key) => PushOutcome::Unchanged,
                Some(stored) => {
                    store::update(cx.tx(), stored.key, row)?;
                    if stored.row.customer != row.customer {
                        touch::order_moved(cx.tx(), stored.key, row.customer)?;
                    }
                    if !same_lines.contains(&stored.key) {
                        store::remove_lines(cx.tx(), stored.key)?;
                        store::insert_lines(cx.tx(), stored.key, &order.lines, figures)?;
                    }
                    PushOutcome::Updated
                }
            };
        }
        if let Some(customer) = part.last().and_then(|last| last.row.customer) {
            totals.write_up_to(cx.tx(), customer, dates)?;
        }
    }
    totals.write(cx.tx(), dates)
}

fn by_customer(a: &OrderRow, b: &OrderRow) -> Ordering {
    let waiting = || match a.customer {
        Some(_) => Ordering::Equal,
        None => a.customer_external_id.cmp(&b.customer_external_id),
    };
    a.customer.cmp(&b.customer).then_with(waiting).then_with(|| a.date.cmp(&b.date))
}

/// The keys of those stored orders whose lines stay what they are.
fn same_lines<R>(cx: &mut Context<'_>, pending: &[Pending<'_, '_, R>]) -> Result<HashSet<i64>> {
    // Beside the place of each: how many lines are stored, and how many of them are the same.
    let mut orders: Vec<(i64, usize, usize, usize)> = Vec::new();
    for (place, order) in pending.iter().enumerate() {
        if let Some(stored) = &order.stored {
            orders.push((stored.key, place, 0, 0));
        }
    }
    sort_by(&mut orders, |a, b| a.0.cmp(&b.0));
    let keys: Vec<i64> = orders.iter().map(|order| order.0).collect();
    store::each_line(cx.tx(), &keys, |key, position, line| {
        if let Ok(found) = keys.binary_search(&key) {
            let (_, place, there, same) = &mut orders[found];
            let order = &pending[*place];
            let at = usize::try_from(position - 1).unwrap_or(usize::MAX);
            let given = order.order.lines.get(at).zip(order.figures.get(at));
            *there += 1;
            *same += usize::from(given.is_some_and(|(given, figures)| line.is(given, figures)));
        }
    })?;
    orders.retain(|(_, place, there, same)| *there == pending[*place].order.lines.len() && there == same);
    Ok(orders.into_iter().map(|order| order.0).collect())
}

/// Removes orders with their lines by the host's keys, and keeps what is derived from them. What is not there is
/// unchanged.
pub(crate) fn remove_orders(cx: &mut Context<'_>, list: &str, keys: &[String], per_record: bool) -> Result<PushResult> {
    let tied = extended::is_tied(cx, &Entity::ORDER)?;
    let names: Vec<&str> = keys.iter().map(String::as_str).collect();
    dates::together(cx, (list, &names), per_record, &|cx, list, some, per_record| {
        removed(cx, list, (&keys[some], tied), per_record)
    })
}

/// The same without what packs say of their customers: it gives the dates of these that changed.
fn removed(cx: &mut Context<'_>, list: &str, (keys, tied): (&[String], bool), per_record: bool) -> Pushed {
    let mut dates = Dates::of(cx)?;
    let result = write_each(cx, list, keys, per_record, TOGETHER, String::as_str, |cx, items| {
        let mut stored = store::find(cx.tx(), &sorted_keys(items))?;
        let counts: Vec<_> = stored.values().filter_map(|stored| counted(&stored.row)).collect();
        let mut totals = Totals::of(cx.tx(), counts.iter())?;
        let mut gone: Vec<(&mut Item<'_, String>, Stored)> = Vec::with_capacity(stored.len());
        for item in items.iter_mut().filter(|item| item.errors.is_empty()) {
            let Some(stored) = stored.remove(item.key) else {
                item.outcome = PushOutcome::Unchanged;
                continue;
            };
            if totals.count(counted(&stored.row).as_ref(), None) {
                gone.push((item, stored));
            } else {
                let detail = "what the customer's orders add up to can't be counted";
                item.errors.add("", "out_of_range", detail, None);
            }
        }
        sort_by(&mut gone, |(_, a), (_, b)| by_customer(&a.row, &b.row));
        for (item, stored) in gone {
            // What packs sum over the orders of a customer and the date of the last one hold together all the time.
            let dated = stored.row.customer.filter(|_| tied && dates.are_asked());
            if let Some(customer) = dated {
                dates.note(cx.tx(), customer)?;
            }
            let leaves = dated.map(|customer| (customer, stored.key));
            if tied && !extended::let_go(cx, &Entity::ORDER, item.key, leaves, &mut item.errors)? {
                // It stays, and counts again.
                totals.count(None, counted(&stored.row).as_ref());
                continue;
            }
            store::remove_lines(cx.tx(), stored.key)?;
            store::remove(cx.tx(), stored.key)?;
            item.outcome = PushOutcome::Removed;
        }
        totals.write(cx.tx(), &mut dates)
    })?;
    Ok((result, dates))
}

/// What the declared rules do not say of an order: amounts in its currency, and a product on every line. Gives the
/// row to store (the customer is still open) and the figures of its lines, or nothing where anything was found.
fn check_order(
    cx: &mut Context<'_>,
    order: &NewOrder,
    found: &mut Violations,
) -> Result<Option<(OrderRow, Vec<Figures>)>> {
    let (currency, places) = currency(cx, &order.currency, found)?;
    let mut figures = Vec::with_capacity(order.lines.len());
    for (i, line) in order.lines.iter().enumerate() {
        if line.product_external_id.is_none() && line.product_name.is_none() {
            found.missing(&format!("lines[{i}].product_name"));
        }
        if line.discount_rate.is_some_and(|rate| rate < Decimal::ZERO || rate > Decimal::ONE) {
            let field = format!("lines[{i}].discount_rate");
            found.add(&field, "out_of_range", "must be from 0 to 1", Some("0..1".into()));
        }
        // Without a currency there is nothing to measure amounts by, and that was told.
        let Some(places) = places else { continue };
        let amount = match line.amount {
            Some(amount) => minor(amount, places),
            None => {
                amounts::line_amount(line.quantity, line.unit_price, line.discount_rate, places).ok_or(Unfit::TooLarge)
            }
        };
        match amount {
            // An amount computed from operands that don't fit doesn't either, and that was told.
            Err(_) if line.amount.is_none() && operand_told(found, i) => {}
            Err(unfit) => unfit.tell(found, &format!("lines[{i}].amount"), places),
            Ok(_) if !found.is_empty() => {}
            Ok(amount) => figures.push(Figures {
                quantity_e6: millionths(line.quantity)?,
                unit_price_e6: millionths(line.unit_price)?,
                amount,
            }),
        }
    }
    let total = match (order.total, places) {
        (Some(total), Some(places)) => minor(total, places),
        _ => amounts::sum(figures.iter().map(|l| l.amount)).ok_or(Unfit::TooLarge),
    };
    if let (Err(unfit), Some(places)) = (total, places) {
        unfit.tell(found, "total", places);
    }
    let Ok(total) = total else { return Ok(None) };
    if !found.is_empty() {
        return Ok(None);
    }
    let row = OrderRow {
        number: order.number.clone().unwrap_or_else(|| order.external_id.clone()),
        customer_external_id: order.customer_external_id.clone(),
        customer: None,
        date: order.date,
        delivery_address: order.delivery_address.clone(),
        status: order.status,
        status_label: order.status_label.clone(),
        currency,
        total,
    };
    Ok(Some((row, figures)))
}

/// Whether anything was found wrong with what an amount is computed from.
fn operand_told(found: &Violations, line: usize) -> bool {
    ["quantity", "unit_price", "discount_rate"].iter().any(|name| found.has(&format!("lines[{line}].{name}")))
}

/// What of a stored order counts for its customer.
fn counted(o: &OrderRow) -> Option<Counted> {
    Some(Counted {
        cell: Cell { customer: o.customer?, year: o.date.year(), currency: o.currency.clone(), status: o.status },
        date: o.date,
        total: o.total,
    })
}
