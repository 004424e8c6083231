//! Derived data under way: what the orders of a call do to the customers' totals and last order dates. It is gathered
//! in memory and written once at the end of the call, in the call's own transaction.

use std::collections::{BTreeMap, BTreeSet};

use super::store::derived as store;
use crate::engine::clock::Date;
use crate::engine::error::Result;
use crate::engine::storage::Transaction;
use crate::orders::CANCELLED;

/// One row of `customer_totals`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cell {
    pub(crate) customer: i64,
    pub(crate) year: i32,
    pub(crate) currency: String,
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
    /// What decides the customer's last order date.
    fn dated(&self) -> (i64, Option<Date>) {
        (self.cell.customer, (self.cell.status != CANCELLED).then_some(self.date))
    }
}

/// The sums a call touched, and the customers whose last order date it may have changed.
#[derive(Debug, Default)]
pub(crate) struct Totals {
    cells: BTreeMap<Cell, Sum>,
    dated: BTreeSet<i64>,
}

impl Totals {
    /// Counts an order no longer as `before` but as `after`; `None` is an order that is not there, or whose customer
    /// is not. `false`, and nothing is counted, where a sum would pass 64 bits.
    pub(crate) fn count(
        &mut self,
        tx: &mut dyn Transaction,
        before: Option<&Counted>,
        after: Option<&Counted>,
    ) -> Result<bool> {
        if before == after {
            return Ok(true);
        }
        let mut sums = Vec::with_capacity(2);
        for (counted, sign) in [(before, -1), (after, 1)] {
            let Some(Counted { cell, total, .. }) = counted else { continue };
            let found = sums.iter().rposition(|(c, _)| *c == cell);
            let sum: Sum = match found {
                Some(i) => sums[i].1,
                None => self.sum(tx, cell)?,
            };
            let (Some(amount), orders) =
                (total.checked_mul(sign).and_then(|t| sum.amount.checked_add(t)), sum.orders + sign)
            else {
                return Ok(false);
            };
            sums.push((cell, Sum { orders, amount }));
        }
        for (cell, sum) in sums {
            self.cells.insert(cell.clone(), sum);
        }
        if before.map(Counted::dated) != after.map(Counted::dated) {
            self.dated.extend(before.into_iter().chain(after).map(|c| c.cell.customer));
        }
        Ok(true)
    }

    /// The sum as it stands: as this call left it, or as it is stored.
    fn sum(&self, tx: &mut dyn Transaction, cell: &Cell) -> Result<Sum> {
        match self.cells.get(cell) {
            Some(sum) => Ok(*sum),
            None => Ok(store::total(tx, cell)?.unwrap_or_default()),
        }
    }

    /// Writes everything; behind the orders' own statements.
    pub(crate) fn write(&self, tx: &mut dyn Transaction) -> Result<()> {
        for (cell, sum) in &self.cells {
            store::set_total(tx, cell, *sum)?;
        }
        for customer in &self.dated {
            store::refresh_last_order_date(tx, *customer)?;
        }
        Ok(())
    }
}
