//! The statements of a push of orders.

use std::collections::HashMap;

use chrono::Datelike;
use uuid::Uuid;

use crate::engine::clock::Date;
use crate::engine::error::Result;
use crate::engine::merged;
use crate::engine::storage::{Transaction, each_by_key, params};
use crate::sales::types::NewOrderLine;

/// An order's own row, without its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OrderRow {
    pub(crate) number: String,
    pub(crate) customer_external_id: String,
    /// The customer's key, once the customer is known.
    pub(crate) customer: Option<i64>,
    pub(crate) date: Date,
    pub(crate) delivery_address: Option<String>,
    pub(crate) status: i64,
    pub(crate) status_label: Option<String>,
    pub(crate) currency: String,
    pub(crate) total: i64,
}

/// A line's figures as they are kept: millionths, and minor units of the order's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Figures {
    pub(crate) quantity_e6: i64,
    pub(crate) unit_price_e6: i64,
    pub(crate) amount: i64,
}

/// A line's row.
#[derive(Debug)]
pub(crate) struct LineRow {
    product_external_id: Option<String>,
    product_name: Option<String>,
    unit: Option<String>,
    figures: Figures,
}

impl LineRow {
    /// Whether this is the given line.
    pub(crate) fn is(&self, line: &NewOrderLine, figures: &Figures) -> bool {
        self.product_external_id == line.product_external_id
            && self.product_name == line.product_name
            && self.unit == line.unit
            && self.figures == *figures
    }
}

/// An order as it is stored.
#[derive(Debug)]
pub(crate) struct Stored {
    pub(crate) key: i64,
    pub(crate) row: OrderRow,
}

/// The orders that are stored under the host's keys.
pub(crate) fn find(tx: &mut dyn Transaction, external_ids: &[&str]) -> Result<HashMap<String, Stored>> {
    let mut found = HashMap::new();
    let select = "SELECT external_id, id, number, customer_external_id, customer, date, delivery_address, status, \
                  status_label, currency, total FROM orders WHERE external_id";
    each_by_key(tx, select, &[], external_ids, |c| {
        let (external_id, key) = (c.next()?, c.next()?);
        let row = OrderRow {
            number: c.next()?,
            customer_external_id: c.next()?,
            customer: c.next()?,
            date: c.next()?,
            delivery_address: c.next()?,
            status: c.next()?,
            status_label: c.next()?,
            currency: c.next()?,
            total: c.next()?,
        };
        found.insert(external_id, Stored { key, row });
        Ok(())
    })?;
    Ok(found)
}

/// Calls `each` for the lines of orders, in no order, with the order's key and the place in it, from 1.
pub(crate) fn each_line(
    tx: &mut dyn Transaction,
    orders: &[i64],
    mut each: impl FnMut(i64, i64, &LineRow),
) -> Result<()> {
    let select = "SELECT order_id, position, product_external_id, product_name, unit, quantity_e6, unit_price_e6, \
                  amount FROM order_lines WHERE order_id";
    each_by_key(tx, select, &[], orders, |c| {
        let (order, position) = (c.next()?, c.next()?);
        let line = LineRow {
            product_external_id: c.next()?,
            product_name: c.next()?,
            unit: c.next()?,
            figures: Figures { quantity_e6: c.next()?, unit_price_e6: c.next()?, amount: c.next()? },
        };
        each(order, position, &line);
        Ok(())
    })
}

/// The keys of the customers whom the host knows by these keys.
pub(crate) fn customers(tx: &mut dyn Transaction, external_ids: &[&str]) -> Result<HashMap<String, i64>> {
    let mut found = HashMap::new();
    each_by_key(tx, "SELECT external_id, id FROM customers WHERE external_id", &[], external_ids, |c| {
        found.insert(c.next()?, c.next()?);
        Ok(())
    })?;
    // The keys of customers that were merged stand for those they were merged into (DUP-13).
    let missed: Vec<&str> = external_ids.iter().copied().filter(|key| !found.contains_key(*key)).collect();
    let merged = merged::by_external_ids(tx, "customers", &missed)?;
    if !merged.is_empty() {
        let ids: Vec<Uuid> = merged.values().copied().collect();
        let mut keys: HashMap<Uuid, i64> = HashMap::new();
        each_by_key(tx, "SELECT uid, id FROM customers WHERE uid", &[], &ids, |c| {
            keys.insert(c.next()?, c.next()?);
            Ok(())
        })?;
        found.extend(merged.into_iter().filter_map(|(key, id)| Some((key, *keys.get(&id)?))));
    }
    Ok(found)
}

pub(crate) fn insert(tx: &mut dyn Transaction, id: Uuid, external_id: &str, o: &OrderRow) -> Result<i64> {
    tx.insert(
        "INSERT INTO orders (number, customer_external_id, customer, date, year, delivery_address, status, \
         status_label, currency, total, external_id, uid) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        params![
            &o.number,
            &o.customer_external_id,
            o.customer,
            o.date,
            o.date.year(),
            &o.delivery_address,
            o.status,
            &o.status_label,
            &o.currency,
            o.total,
            external_id,
            &id,
        ],
    )
}

pub(crate) fn update(tx: &mut dyn Transaction, key: i64, o: &OrderRow) -> Result<usize> {
    tx.execute(
        "UPDATE orders SET version = version + 1, number = ?, customer_external_id = ?, customer = ?, date = ?, \
         year = ?, delivery_address = ?, status = ?, status_label = ?, currency = ?, total = ? WHERE id = ?",
        params![
            &o.number,
            &o.customer_external_id,
            o.customer,
            o.date,
            o.date.year(),
            &o.delivery_address,
            o.status,
            &o.status_label,
            &o.currency,
            o.total,
            key,
        ],
    )
}

/// Stores the lines of an order that has none.
pub(crate) fn insert_lines(
    tx: &mut dyn Transaction,
    order: i64,
    lines: &[NewOrderLine],
    figures: &[Figures],
) -> Result<()> {
    for (position, (line, figures)) in (1_i64..).zip(lines.iter().zip(figures)) {
        tx.execute(
            "INSERT INTO order_lines (order_id, position, product_external_id, product_name, quantity_e6, unit, \
             unit_price_e6, amount) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                order,
                position,
                &line.product_external_id,
                &line.product_name,
                figures.quantity_e6,
                &line.unit,
                figures.unit_price_e6,
                figures.amount,
            ],
        )?;
    }
    Ok(())
}

/// Removes the lines of an order.
pub(crate) fn remove_lines(tx: &mut dyn Transaction, order: i64) -> Result<usize> {
    tx.execute("DELETE FROM order_lines WHERE order_id = ?", params![order])
}

/// Removes an order without lines.
pub(crate) fn remove(tx: &mut dyn Transaction, key: i64) -> Result<usize> {
    tx.execute("DELETE FROM orders WHERE id = ?", params![key])
}
