//! The statements on what is derived from orders: `customer_totals`, `customers.last_order_date`, and which customer
//! an order belongs to.

use std::ops::RangeInclusive;

use crate::engine::automation::{Of, note};
use crate::engine::clock::Date;
use crate::engine::error::Result;
use crate::engine::ids::RecordId;
use crate::engine::storage::{Columns, Transaction, each_by_key, params};
use crate::orders::CANCELLED;
use crate::sales::totals::{Cell, Sum};

/// A sum of any size: amounts are summed as thousands and rest, so that no database overflows over it.
const PART: i128 = 1_000;

/// The stored sums of some customers in some years.
pub(crate) fn totals_of(
    tx: &mut dyn Transaction,
    customers: &[i64],
    years: RangeInclusive<i32>,
    mut found: impl FnMut(Cell, Sum),
) -> Result<()> {
    let select = "SELECT customer, year, currency, status, orders, amount FROM customer_totals \
                  WHERE year BETWEEN ? AND ? AND customer";
    each_by_key(tx, select, params![*years.start(), *years.end()], customers, |c| {
        found(read_cell(c)?, Sum { orders: c.next()?, amount: c.next()? });
        Ok(())
    })
}

/// Stores a sum; one over no orders has no row.
pub(crate) fn set_total(tx: &mut dyn Transaction, cell: &Cell, sum: Sum) -> Result<usize> {
    if sum.orders == 0 {
        return tx.execute(
            "DELETE FROM customer_totals WHERE customer = ? AND year = ? AND currency = ? AND status = ?",
            params![cell.customer, cell.year, &cell.currency, cell.status],
        );
    }
    tx.execute(
        "INSERT INTO customer_totals (customer, year, currency, status, orders, amount) VALUES (?, ?, ?, ?, ?, ?) \
         ON CONFLICT (customer, year, currency, status) \
         DO UPDATE SET orders = excluded.orders, amount = excluded.amount",
        params![cell.customer, cell.year, &cell.currency, cell.status, sum.orders, sum.amount],
    )
}

/// Removes the sums of a customer.
pub(crate) fn forget_totals(tx: &mut dyn Transaction, customer: i64) -> Result<usize> {
    tx.execute("DELETE FROM customer_totals WHERE customer = ?", params![customer])
}

/// A customer has an order of this date now, which is not cancelled.
pub(crate) fn raise_last_order_date(tx: &mut dyn Transaction, customer: i64, date: Date) -> Result<usize> {
    let raised = tx.execute(
        "UPDATE customers SET last_order_date = ? WHERE id = ? AND (last_order_date IS NULL OR last_order_date < ?)",
        params![date, customer, date],
    )?;
    if raised > 0 {
        note(tx, "customers", Of::Key(customer), &["last_order_date"])?;
    }
    Ok(raised)
}

/// The customer's id and the date of its last order, as it is stored.
pub(crate) fn dated(tx: &mut dyn Transaction, customer: i64) -> Result<Option<(RecordId, Option<Date>)>> {
    let sql = "SELECT uid, last_order_date FROM customers WHERE id = ?";
    tx.one(sql, params![customer], |c| Ok((RecordId(c.next()?), c.next()?)))
}

/// Sets the date of a customer's latest order that is not cancelled; one that is about to go counts no more.
pub(crate) fn refresh_last_order_date(tx: &mut dyn Transaction, customer: i64, going: Option<i64>) -> Result<()> {
    let dates: Option<(Option<Date>, Option<Date>)> = tx.one(
        "SELECT c.last_order_date, (SELECT o.date FROM orders o WHERE o.customer = c.id AND o.status <> ? \
         AND o.id <> ? ORDER BY o.date DESC LIMIT 1) FROM customers c WHERE c.id = ?",
        params![CANCELLED, going.unwrap_or_default(), customer],
        |c| Ok((c.next()?, c.next()?)),
    )?;
    if let Some((stored, latest)) = dates
        && stored != latest
    {
        tx.execute("UPDATE customers SET last_order_date = ? WHERE id = ?", params![latest, customer])?;
        note(tx, "customers", Of::Key(customer), &["last_order_date"])?;
    }
    Ok(())
}

/// The orders of a customer.
pub(crate) fn orders_of(tx: &mut dyn Transaction, customer: i64) -> Result<Vec<RecordId>> {
    tx.all("SELECT uid FROM orders WHERE customer = ? ORDER BY id", params![customer], |c| Ok(RecordId(c.next()?)))
}

/// Gives the orders that wait for a customer to it; their number.
pub(crate) fn claim(tx: &mut dyn Transaction, customer: i64, external_id: &str) -> Result<usize> {
    tx.execute(
        "UPDATE orders SET version = version + 1, customer = ? WHERE customer_external_id = ? AND customer IS NULL",
        params![customer, external_id],
    )
}

/// Takes the orders that bear a key from a customer; their number. Those of customers that were merged into it stay.
pub(crate) fn release(tx: &mut dyn Transaction, customer: i64, external_id: &str) -> Result<usize> {
    tx.execute(
        "UPDATE orders SET version = version + 1, customer = NULL WHERE customer = ? AND customer_external_id = ?",
        params![customer, external_id],
    )
}

/// The sums as the orders have them, of one customer.
pub(crate) fn sums_of(tx: &mut dyn Transaction, customer: i64) -> Result<Vec<(Cell, i64, i128)>> {
    tx.all(
        "SELECT customer, year, currency, status, count(*), CAST(sum(total / 1000) AS BIGINT), \
         CAST(sum(total % 1000) AS BIGINT) FROM orders \
         WHERE customer = ? GROUP BY customer, year, currency, status",
        params![customer],
        read_sum,
    )
}

pub(super) fn read_cell(c: &mut Columns<'_>) -> Result<Cell> {
    Ok(Cell { customer: c.next()?, year: c.next()?, currency: c.next()?, status: c.next()? })
}

fn read_sum(c: &mut Columns<'_>) -> Result<(Cell, i64, i128)> {
    let (cell, orders) = (read_cell(c)?, c.next()?);
    let (thousands, rest): (i64, i64) = (c.next()?, c.next()?);
    Ok((cell, orders, i128::from(thousands) * PART + i128::from(rest)))
}
