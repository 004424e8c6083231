//! The statements that compare what is derived from orders with the orders, each in the order of its keys and a page at a
//! time, and put it right.

use uuid::Uuid;

use super::derived::read_cell;
use crate::engine::error::Result;
use crate::engine::storage::{Transaction, params};
use crate::sales::totals::{Cell, Sum};

/// Whether an order belongs to another customer than its key names, and whether it is counted in another year than its
/// date's.
pub(crate) struct Misplaced {
    pub(crate) key: i64,
    pub(crate) id: Uuid,
    pub(crate) customer: bool,
    pub(crate) year: bool,
}

/// The year that an order's date gives.
macro_rules! year {
    () => {
        "CAST(substr(date, 1, 4) AS BIGINT)"
    };
}

/// The customer into which the one was merged whose key an order bears (DUP-13).
macro_rules! merged {
    ($orders:literal) => {
        concat!(
            "(SELECT s.id FROM merged_records m JOIN customers s ON s.uid = m.survivor WHERE m.home = 'customers' \
             AND m.survivor IS NOT NULL AND m.external_id = ",
            $orders,
            ".customer_external_id)"
        )
    };
}

/// The first orders behind a key that are misplaced, in order.
pub(crate) fn misplaced(tx: &mut dyn Transaction, behind: i64, most: usize) -> Result<Vec<Misplaced>> {
    tx.all(
        concat!(
            "SELECT o.id, o.uid, o.customer IS DISTINCT FROM COALESCE(c.id, ",
            merged!("o"),
            "), o.year <> ",
            year!(),
            " FROM orders o LEFT JOIN customers c ON c.external_id = o.customer_external_id WHERE o.id > ? \
             AND (o.customer IS DISTINCT FROM COALESCE(c.id, ",
            merged!("o"),
            ") OR o.year <> ",
            year!(),
            ") ORDER BY o.id LIMIT ?"
        ),
        params![behind, most as i64],
        |c| Ok(Misplaced { key: c.next()?, id: c.next()?, customer: c.next()?, year: c.next()? }),
    )
}

/// Gives an order the customer and the year that it should have, where it has others.
pub(crate) fn place(tx: &mut dyn Transaction, order: i64) -> Result<usize> {
    const CUSTOMER: &str = concat!(
        "COALESCE((SELECT c.id FROM customers c WHERE c.external_id = orders.customer_external_id), ",
        merged!("orders"),
        ")"
    );
    let sql = format!(
        "UPDATE orders SET customer = {CUSTOMER}, year = {year} WHERE id = ? \
         AND (customer IS DISTINCT FROM {CUSTOMER} OR year <> {year})",
        year = year!()
    );
    tx.execute(&sql, params![order])
}

/// A customer as its orders may contradict it.
pub(crate) struct Dated {
    pub(crate) key: i64,
    pub(crate) id: Uuid,
    /// The stored date of the last order, as it is written.
    pub(crate) last: Option<String>,
}

/// Customers behind a key, in order.
pub(crate) fn customers(tx: &mut dyn Transaction, behind: &i64, most: usize) -> Result<Vec<Dated>> {
    tx.all(
        "SELECT id, uid, last_order_date FROM customers WHERE id > ? ORDER BY id LIMIT ?",
        params![*behind, most as i64],
        |c| Ok(Dated { key: c.next()?, id: c.next()?, last: c.next()? }),
    )
}

/// An order as it counts.
pub(crate) struct Counting {
    pub(crate) cell: Cell,
    pub(crate) date: String,
    pub(crate) key: i64,
    pub(crate) total: i64,
}

/// Where an order stands among those of all customers: customer, date, key.
pub(crate) type OrderPlace = (i64, String, i64);

/// Orders of customers behind a place, in order.
pub(crate) fn orders(tx: &mut dyn Transaction, behind: &OrderPlace, most: usize) -> Result<Vec<Counting>> {
    let (customer, date, key) = behind;
    tx.all(
        "SELECT customer, year, currency, status, date, id, total FROM orders \
         WHERE (customer, date, id) > (?, ?, ?) ORDER BY customer, date, id LIMIT ?",
        params![*customer, date, *key, most as i64],
        |c| Ok(Counting { cell: read_cell(c)?, date: c.next()?, key: c.next()?, total: c.next()? }),
    )
}

/// Where a sum stands among those of all customers: customer, currency, year, status.
pub(crate) type CellPlace = (i64, String, i64, i64);

/// Stored sums behind a place, in order.
pub(crate) fn totals(tx: &mut dyn Transaction, behind: &CellPlace, most: usize) -> Result<Vec<(Cell, Sum)>> {
    let (customer, currency, year, status) = behind;
    tx.all(
        "SELECT customer, year, currency, status, orders, amount FROM customer_totals \
         WHERE (customer, currency, year, status) > (?, ?, ?, ?) ORDER BY customer, currency, year, status LIMIT ?",
        params![*customer, currency, *year, *status, most as i64],
        |c| Ok((read_cell(c)?, Sum { orders: c.next()?, amount: c.next()? })),
    )
}

/// The stored sums of a customer.
pub(crate) fn totals_of(tx: &mut dyn Transaction, customer: i64) -> Result<Vec<(Cell, Sum)>> {
    tx.all(
        "SELECT customer, year, currency, status, orders, amount FROM customer_totals WHERE customer = ?",
        params![customer],
        |c| Ok((read_cell(c)?, Sum { orders: c.next()?, amount: c.next()? })),
    )
}

/// The stored date of a customer's last order, as it is written.
pub(crate) fn last_order_date(tx: &mut dyn Transaction, customer: i64) -> Result<Option<String>> {
    let found = tx.one("SELECT last_order_date FROM customers WHERE id = ?", params![customer], |c| c.next())?;
    Ok(found.flatten())
}
