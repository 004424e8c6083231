//! Derived data under way: what the orders of a call do to the customers' totals and last order dates. It is gathered
//! in memory and written once, behind the orders and by customer, in the call's own transaction.

use std::collections::{BTreeMap, BTreeSet};

use super::dates::Dates;
use super::store::derived as store;
use crate::engine::clock::Date;
use crate::engine::error::Result;
use crate::engine::storage::Transaction;
use crate::orders::CANCELLED;

/// One row of `customer_totals`; the order is that of its key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cell {
    pub(crate) customer: i64,
    pub(crate) currency: String,
    pub(crate) year: i32,
    pub(crate) status: i64,
}

/// What a row of `customer_totals` sums up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Sum {
    pub(crate) orders: i64,
    pub(crate) amount: i64,
}

/// What of an order counts in derived data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Counted {
    pub(crate) cell: Cell,
    pub(crate) date: Date,
    pub(crate) total: i64,
}

impl Counted {
    /// What decides the customer's last order date; nothing, of a cancelled order.
    fn dated(&self) -> Option<(i64, Date)> {
        (self.cell.status != CANCELLED).then_some((self.cell.customer, self.date))
    }
}

/// A sum as the call leaves it, and as it is stored; nothing is a sum over no orders.
#[derive(Debug, Clone, Copy, Default)]
struct Kept {
    sum: Sum,
    stored: Sum,
}

/// The sums a call touches, and the customers whose last order date it may change.
#[derive(Debug, Default)]
pub(crate) struct Totals {
    cells: BTreeMap<Cell, Kept>,
    /// Customers that only got orders, with the latest date of these.
    later: BTreeMap<i64, Date>,
    /// Customers that lost orders, perhaps their latest.
    anew: BTreeSet<i64>,
}

impl Totals {
    /// The sums that count these orders, as they are stored.
    pub(crate) fn of<'c>(tx: &mut dyn Transaction, orders: impl Iterator<Item = &'c Counted>) -> Result<Totals> {
        let mut totals = Totals::default();
        let mut customers = Vec::new();
        let mut years: Option<(i32, i32)> = None;
        for Counted { cell, .. } in orders {
            customers.push(cell.customer);
            let (first, last) = years.unwrap_or((cell.year, cell.year));
            years = Some((first.min(cell.year), last.max(cell.year)));
            if !totals.cells.contains_key(cell) {
                totals.cells.insert(cell.clone(), Kept::default());
            }
        }
        let Some((first, last)) = years else { return Ok(totals) };
        customers.sort_unstable();
        customers.dedup();
        store::totals_of(tx, &customers, first..=last, |cell, stored| {
            if let Some(kept) = totals.cells.get_mut(&cell) {
                *kept = Kept { sum: stored, stored };
            }
        })?;
        Ok(totals)
    }

    /// Counts an order no longer as `before` but as `after`; `None` is an order that is not there, or whose customer
    /// is not. Both are of those that the totals were made for. `false`, and nothing is counted, where a sum would pass
    /// 64 bits.
    pub(crate) fn count(&mut self, before: Option<&Counted>, after: Option<&Counted>) -> bool {
        if before == after {
            return true;
        }
        let mut sums: Vec<(&Cell, Sum)> = Vec::with_capacity(2);
        for (counted, sign) in [(before, -1), (after, 1)] {
            let Some(Counted { cell, total, .. }) = counted else { continue };
            let sum = match sums.iter().rfind(|(c, _)| *c == cell) {
                Some((_, sum)) => *sum,
                None => self.cells.get(cell).copied().unwrap_or_default().sum,
            };
            let Some(amount) = total.checked_mul(sign).and_then(|t| sum.amount.checked_add(t)) else { return false };
            sums.push((cell, Sum { orders: sum.orders + sign, amount }));
        }
        for (cell, sum) in sums {
            if let Some(kept) = self.cells.get_mut(cell) {
                kept.sum = sum;
            }
        }
        let (before, after) = (before.and_then(Counted::dated), after.and_then(Counted::dated));
        if before != after {
            self.anew.extend(before.map(|(customer, _)| customer));
            if let Some((customer, date)) = after {
                let latest = self.later.entry(customer).or_insert(date);
                *latest = date.max(*latest);
            }
        }
        true
    }

    /// Writes what is gathered for customers up to this one, whose orders are written. What takes a look at all orders
    /// of a customer is left to the end.
    pub(crate) fn write_up_to(&mut self, tx: &mut dyn Transaction, customer: i64, dates: &mut Dates) -> Result<()> {
        while let Some(entry) = self.cells.first_entry()
            && entry.key().customer <= customer
        {
            let (cell, Kept { sum, stored }) = entry.remove_entry();
            if sum != stored {
                store::set_total(tx, &cell, sum)?;
            }
        }
        while let Some(entry) = self.later.first_entry()
            && *entry.key() <= customer
        {
            let (customer, date) = entry.remove_entry();
            if !self.anew.contains(&customer) {
                dates.note(tx, customer)?;
                store::raise_last_order_date(tx, customer, date)?;
            }
        }
        Ok(())
    }

    /// Writes the rest; behind the orders' own statements.
    pub(crate) fn write(&mut self, tx: &mut dyn Transaction, dates: &mut Dates) -> Result<()> {
        self.write_up_to(tx, i64::MAX, dates)?;
        for customer in std::mem::take(&mut self.anew) {
            dates.note(tx, customer)?;
            store::refresh_last_order_date(tx, customer, None)?;
        }
        Ok(())
    }
}
