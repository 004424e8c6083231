//! The statements of a push of orders.

use chrono::Datelike;
use uuid::Uuid;

use crate::engine::clock::Date;
use crate::engine::error::Result;
use crate::engine::storage::{Transaction, params};

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

/// A line's row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LineRow {
    pub(crate) product_external_id: Option<String>,
    pub(crate) product_name: Option<String>,
    pub(crate) quantity_e6: i64,
    pub(crate) unit: Option<String>,
    pub(crate) unit_price_e6: i64,
    pub(crate) amount: i64,
}

/// The stored order with its key.
pub(crate) fn find(tx: &mut dyn Transaction, external_id: &str) -> Result<Option<(i64, OrderRow)>> {
    tx.one(
        "SELECT id, number, customer_external_id, customer, date, delivery_address, status, status_label, currency, \
         total FROM orders WHERE external_id = ?",
        params![external_id],
        |c| {
            Ok((
                c.next()?,
                OrderRow {
                    number: c.next()?,
                    customer_external_id: c.next()?,
                    customer: c.next()?,
                    date: c.next()?,
                    delivery_address: c.next()?,
                    status: c.next()?,
                    status_label: c.next()?,
                    currency: c.next()?,
                    total: c.next()?,
                },
            ))
        },
    )
}

/// The lines of an order, in order.
pub(crate) fn lines(tx: &mut dyn Transaction, order: i64) -> Result<Vec<LineRow>> {
    tx.all(
        "SELECT product_external_id, product_name, quantity_e6, unit, unit_price_e6, amount FROM order_lines \
         WHERE order_id = ? ORDER BY position",
        params![order],
        |c| {
            Ok(LineRow {
                product_external_id: c.next()?,
                product_name: c.next()?,
                quantity_e6: c.next()?,
                unit: c.next()?,
                unit_price_e6: c.next()?,
                amount: c.next()?,
            })
        },
    )
}

/// The key of the customer whom the host knows by this key.
pub(crate) fn customer(tx: &mut dyn Transaction, external_id: &str) -> Result<Option<i64>> {
    tx.one("SELECT id FROM customers WHERE external_id = ?", params![external_id], |c| c.next())
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

/// Puts an order's lines in place of those it had.
pub(crate) fn replace_lines(tx: &mut dyn Transaction, order: i64, lines: &[LineRow], had_some: bool) -> Result<()> {
    if had_some {
        tx.execute("DELETE FROM order_lines WHERE order_id = ?", params![order])?;
    }
    for (position, line) in (1_i64..).zip(lines) {
        tx.execute(
            "INSERT INTO order_lines (order_id, position, product_external_id, product_name, quantity_e6, unit, \
             unit_price_e6, amount) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                order,
                position,
                &line.product_external_id,
                &line.product_name,
                line.quantity_e6,
                &line.unit,
                line.unit_price_e6,
                line.amount,
            ],
        )?;
    }
    Ok(())
}

/// Removes an order with its lines.
pub(crate) fn remove(tx: &mut dyn Transaction, key: i64) -> Result<()> {
    tx.execute("DELETE FROM order_lines WHERE order_id = ?", params![key])?;
    tx.execute("DELETE FROM orders WHERE id = ?", params![key])?;
    Ok(())
}
