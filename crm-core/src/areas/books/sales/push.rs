//! Pushes record by record: what is wrong with each, and what becomes of it. The imports use these too.
//!
//! Where a push is not per record, what is wrong with any record is in `cx.violations()` afterwards, and
//! `cx.check_fields()` (the caller's, or the gate's at the end) refuses the whole call.
//!
//! A record is checked to the end before anything of it is written, so a refused one leaves nothing behind and needs
//! no savepoint; what fails beyond a check (a full disk) ends the whole call.

use std::borrow::Cow;
use std::collections::HashMap;

use chrono::Datelike;
use rust_decimal::Decimal;

use super::amounts;
use super::store::orders::LineRow;
pub(crate) use super::store::orders::OrderRow;
use super::store::{orders as order_store, products as product_store, stock as stock_store};
use super::totals::{Cell, Counted, Totals};
use super::types::*;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::money::{Unfit, decimal_places, minor};
use crate::engine::storage::millionths;
use crate::engine::validate::Violations;

/// A record on its way in. The sales system's own say all there is to say of a record; one from a file may say less.
pub(crate) trait Incoming<R: Clone, S> {
    /// The host's key.
    fn key(&self) -> &str;

    /// The record as it is to be kept, over the one that is stored, if any is.
    fn over(&self, stored: Option<&S>, found: &mut Violations) -> Cow<'_, R>;
}

/// What says all is taken as it is.
macro_rules! whole {
    ($($Record:ident over $Stored:ident),*) => { $(
        impl Incoming<$Record, $Stored> for $Record {
            fn key(&self) -> &str {
                &self.external_id
            }

            fn over(&self, _: Option<&$Stored>, _: &mut Violations) -> Cow<'_, $Record> {
                Cow::Borrowed(self)
            }
        }
    )* };
}
whole!(NewProduct over NewProduct, NewStock over NewStock, NewOrder over OrderRow);

/// Goes through a list. `list` is the argument's name: what the declared rules found in `cx.violations()` under it is
/// taken to its record.
fn each<R>(
    cx: &mut Context<'_>,
    list: &str,
    records: &[R],
    per_record: bool,
    key: impl Fn(&R) -> &str,
    mut push: impl FnMut(&mut Context<'_>, &R, &mut Violations) -> Result<PushOutcome>,
) -> Result<PushResult> {
    if cx.violations().has(list) {
        // The list itself is wrong (too long), so it is not worth looking into.
        cx.check_fields()?;
    }
    let mut declared = cx.violations().take_elements(list);
    let mut result = PushResult::with_capacity(records.len());
    for (i, record) in records.iter().enumerate() {
        let mut found = Violations::default();
        found.extend(declared.remove(&i).unwrap_or_default());
        let outcome = push(cx, record, &mut found)?;
        let errors = found.into_fields();
        if !per_record && !errors.is_empty() {
            cx.violations().within(format!("{list}[{i}]"), |out| out.extend(errors.iter().cloned()));
        }
        result.add(key(record), outcome, errors);
    }
    Ok(result)
}

/// Goes through a list whose records are written.
fn write_each<R>(
    cx: &mut Context<'_>,
    list: &str,
    records: &[R],
    per_record: bool,
    key: impl Fn(&R) -> &str,
    write: impl FnMut(&mut Context<'_>, &R, &mut Violations) -> Result<PushOutcome>,
) -> Result<PushResult> {
    cx.tx().expect(records.len())?;
    each(cx, list, records, per_record, key, write)
}

/// The currency meant: the one named, or the company's.
fn currency(cx: &mut Context<'_>, named: &Option<String>, found: &mut Violations) -> Result<(String, Option<u32>)> {
    let code = match named {
        Some(code) => code.clone(),
        None => cx.company()?.currency.clone(),
    };
    let places = decimal_places(&code);
    if places.is_none() && !found.has("currency") {
        found.add("currency", "unknown_currency", "must be a currency of ISO 4217", None);
    }
    Ok((code, places))
}

/// Looks through records that have nothing to be checked but what they declare.
pub(crate) fn check_declared<R>(
    cx: &mut Context<'_>,
    list: &str,
    records: &[R],
    per_record: bool,
) -> Result<PushResult> {
    each(cx, list, records, per_record, |_| "", |_, _, _| Ok(PushOutcome::Unchanged))
}

/// Looks through products before the books are asked.
pub(crate) fn check_products(
    cx: &mut Context<'_>,
    list: &str,
    products: &[NewProduct],
    per_record: bool,
) -> Result<PushResult> {
    let check = |cx: &mut Context<'_>, product: &NewProduct, found: &mut Violations| {
        currency(cx, &product.currency, found)?;
        Ok(PushOutcome::Unchanged)
    };
    each(cx, list, products, per_record, |_| "", check)
}

/// Looks through orders before the books are asked.
pub(crate) fn check_orders(
    cx: &mut Context<'_>,
    list: &str,
    orders: &[NewOrder],
    per_record: bool,
) -> Result<PushResult> {
    let check = |cx: &mut Context<'_>, order: &NewOrder, found: &mut Violations| {
        check_order(cx, order, found)?;
        Ok(PushOutcome::Unchanged)
    };
    each(cx, list, orders, per_record, |_| "", check)
}

/// Upserts products.
pub(crate) fn products(
    cx: &mut Context<'_>,
    list: &str,
    records: &[impl Incoming<NewProduct, NewProduct>],
    per_record: bool,
) -> Result<PushResult> {
    write_each(cx, list, records, per_record, Incoming::key, |cx, incoming, found| {
        let stored = product_store::find(cx.tx(), incoming.key())?;
        let mut product = incoming.over(stored.as_ref().map(|(_, s)| s), found).into_owned();
        let (code, _) = currency(cx, &product.currency, found)?;
        // A currency means nothing without a price.
        product.currency = product.price.map(|_| code);
        if !found.is_empty() {
            return Ok(PushOutcome::Refused);
        }
        match stored {
            Some((_, stored)) if stored == product => Ok(PushOutcome::Unchanged),
            Some((key, _)) => {
                product_store::update(cx.tx(), key, &product)?;
                Ok(PushOutcome::Updated)
            }
            None => {
                let id = cx.new_id();
                product_store::insert(cx.tx(), id, &product)?;
                Ok(PushOutcome::Created)
            }
        }
    })
}

/// Upserts rows of stock.
pub(crate) fn stock(
    cx: &mut Context<'_>,
    list: &str,
    records: &[impl Incoming<NewStock, NewStock>],
    per_record: bool,
) -> Result<PushResult> {
    write_each(cx, list, records, per_record, Incoming::key, |cx, incoming, found| {
        if !found.is_empty() {
            return Ok(PushOutcome::Refused);
        }
        let stored = stock_store::find(cx.tx(), incoming.key())?;
        let stock = incoming.over(stored.as_ref().map(|(_, s)| s), found);
        match &stored {
            Some((_, stored)) if *stored == *stock => Ok(PushOutcome::Unchanged),
            Some((key, _)) => {
                stock_store::update(cx.tx(), *key, &stock)?;
                Ok(PushOutcome::Updated)
            }
            None => {
                let id = cx.new_id();
                stock_store::insert(cx.tx(), id, &stock)?;
                Ok(PushOutcome::Created)
            }
        }
    })
}

/// Upserts orders with their lines, and keeps what is derived from them.
pub(crate) fn orders(
    cx: &mut Context<'_>,
    list: &str,
    records: &[impl Incoming<NewOrder, OrderRow>],
    per_record: bool,
) -> Result<PushResult> {
    let mut totals = Totals::default();
    // Customers appear and go in other calls only, so one look at each is enough.
    let mut customers: HashMap<String, Option<i64>> = HashMap::new();
    let result = write_each(cx, list, records, per_record, Incoming::key, |cx, incoming, found| {
        let stored = order_store::find(cx.tx(), incoming.key())?;
        let order = incoming.over(stored.as_ref().map(|(_, s)| s), found);
        let Some((mut row, lines)) = check_order(cx, &order, found)? else {
            return Ok(PushOutcome::Refused);
        };
        row.customer = match &stored {
            Some((_, s)) if s.customer_external_id == row.customer_external_id => s.customer,
            _ => match customers.get(&row.customer_external_id) {
                Some(known) => *known,
                None => {
                    let key = order_store::customer(cx.tx(), &row.customer_external_id)?;
                    customers.insert(row.customer_external_id.clone(), key);
                    key
                }
            },
        };
        let before = stored.as_ref().and_then(|(_, s)| counted(s));
        if !totals.count(cx.tx(), before.as_ref(), counted(&row).as_ref())? {
            found.add("total", "out_of_range", "the customer's orders add up to more than can be counted", None);
            return Ok(PushOutcome::Refused);
        }
        let Some((key, stored)) = stored else {
            let id = cx.new_id();
            let key = order_store::insert(cx.tx(), id, incoming.key(), &row)?;
            order_store::replace_lines(cx.tx(), key, &lines, false)?;
            return Ok(PushOutcome::Created);
        };
        let same_lines = order_store::lines(cx.tx(), key)? == lines;
        if same_lines && stored == row {
            return Ok(PushOutcome::Unchanged);
        }
        order_store::update(cx.tx(), key, &row)?;
        if !same_lines {
            order_store::replace_lines(cx.tx(), key, &lines, true)?;
        }
        Ok(PushOutcome::Updated)
    })?;
    totals.write(cx.tx())?;
    Ok(result)
}

/// What the declared rules do not say of an order: amounts in its currency, and a product on every line. Gives the
/// rows to store (the customer is still open), or nothing where anything was found.
fn check_order(
    cx: &mut Context<'_>,
    order: &NewOrder,
    found: &mut Violations,
) -> Result<Option<(OrderRow, Vec<LineRow>)>> {
    let (currency, places) = currency(cx, &order.currency, found)?;
    let mut lines = Vec::with_capacity(order.lines.len());
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
            Ok(amount) => lines.push(LineRow {
                product_external_id: line.product_external_id.clone(),
                product_name: line.product_name.clone(),
                quantity_e6: millionths(line.quantity)?,
                unit: line.unit.clone(),
                unit_price_e6: millionths(line.unit_price)?,
                amount,
            }),
        }
    }
    let total = match (order.total, places) {
        (Some(total), Some(places)) => minor(total, places),
        _ => amounts::sum(lines.iter().map(|l| l.amount)).ok_or(Unfit::TooLarge),
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
    Ok(Some((row, lines)))
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

/// Removes products by the host's keys.
pub(crate) fn remove_products(
    cx: &mut Context<'_>,
    list: &str,
    keys: &[String],
    per_record: bool,
) -> Result<PushResult> {
    write_each(cx, list, keys, per_record, String::as_str, |cx, key, found| {
        removal(found, || Ok(product_store::remove(cx.tx(), key)? > 0))
    })
}

/// Removes rows of stock by the host's keys.
pub(crate) fn remove_stock(cx: &mut Context<'_>, list: &str, keys: &[String], per_record: bool) -> Result<PushResult> {
    write_each(cx, list, keys, per_record, String::as_str, |cx, key, found| {
        removal(found, || Ok(stock_store::remove(cx.tx(), key)? > 0))
    })
}

/// Removes orders with their lines by the host's keys, and keeps what is derived from them.
pub(crate) fn remove_orders(cx: &mut Context<'_>, list: &str, keys: &[String], per_record: bool) -> Result<PushResult> {
    let mut totals = Totals::default();
    let result = write_each(cx, list, keys, per_record, String::as_str, |cx, external_id, found| {
        let stored = if found.is_empty() { order_store::find(cx.tx(), external_id)? } else { None };
        let before = stored.as_ref().and_then(|(_, s)| counted(s));
        if !totals.count(cx.tx(), before.as_ref(), None)? {
            found.add("", "out_of_range", "what the customer's orders add up to can't be counted", None);
        }
        removal(found, || match stored {
            Some((key, _)) => order_store::remove(cx.tx(), key).map(|()| true),
            None => Ok(false),
        })
    })?;
    totals.write(cx.tx())?;
    Ok(result)
}

/// A removal is idempotent: what is not there is unchanged.
fn removal(found: &Violations, remove: impl FnOnce() -> Result<bool>) -> Result<PushOutcome> {
    if !found.is_empty() {
        return Ok(PushOutcome::Refused);
    }
    Ok(if remove()? { PushOutcome::Removed } else { PushOutcome::Unchanged })
}

#[cfg(test)]
mod tests {
    use crate::engine::crm::Crm;
    use crate::engine::session::Session;
    use crate::engine::storage::{Patience, params};
    use crate::sales::NewProduct;

    #[test]
    fn memory_for_writing_is_given_back_and_readers_keep_theirs() {
        let folder = tempfile::tempdir().expect("a folder");
        let crm = Crm::options().readers(1).open(folder.path().join("a.crm")).expect("a database");
        let erp = crm.bootstrap("erp", "ERP", &["integration"]).expect("a user");
        let session: Session = crm.session(erp).expect("a session");
        let caches = || {
            let mut found = [0_i64; 2];
            let [reader, writer] = &mut found;
            let storage = crm.storage();
            let cache = "PRAGMA cache_size";
            storage
                .read(&Patience::default(), &mut |tx| tx.value(cache, params![]).map(|size| *reader = size))
                .expect("read");
            storage
                .write(&Patience::default(), &mut |tx| tx.value(cache, params![]).map(|size| *writer = size))
                .expect("written");
            found
        };
        let before = caches();
        let products: Vec<NewProduct> = (0..3_000)
            .map(|i| NewProduct { external_id: format!("P{i}"), name: "轴承".into(), ..Default::default() })
            .collect();
        // Whole, and each by itself: both look at the records before they are written, or write them in slices.
        assert_eq!(session.sales().push_products(products.clone(), None).expect("pushed").created, 3_000);
        assert_eq!(caches(), before);
        assert_eq!(session.sales().push_products(products, Some(true)).expect("pushed").unchanged, 3_000);
        assert_eq!(caches(), before);
    }
}
