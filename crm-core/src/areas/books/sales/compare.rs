//! Everything that is derived from orders, against recomputation (MAINT-1): which customer and year an order counts for,
//! and what each customer ordered.

use std::collections::BTreeMap;

use super::store::{compare as store, derived};
use super::totals::{Cell, Sum};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity};
use crate::engine::storage::{Ordered, Transaction};
use crate::engine::tables::{Derived, Place, Wrong};
use crate::orders::CANCELLED;

/// Everything, in the order in which it follows one from the other.
pub(super) const DERIVED: &[&dyn Derived] = &[&Placed, &Sums];

/// `orders.customer` and `orders.year`.
#[derive(Debug)]
struct Placed;

impl Derived for Placed {
    fn entity(&self) -> Entity {
        Entity::ORDER
    }

    fn compare(&self, cx: &mut Context<'_>, behind: &Place, most: usize) -> Result<Vec<Wrong>> {
        let found = store::misplaced(cx.tx(), behind.key, most)?;
        Ok(found
            .into_iter()
            .map(|order| {
                let id = order.id;
                let customer = format!("order {id} does not belong to the customer its key names");
                let year = format!("order {id} is counted in another year than its date's");
                let findings = [(order.customer, customer), (order.year, year)];
                let findings = findings.into_iter().filter_map(|(wrong, finding)| wrong.then_some(finding)).collect();
                Wrong { place: order.key.into(), findings, weight: 1 }
            })
            .collect())
    }

    fn mend(&self, cx: &mut Context<'_>, place: &Place) -> Result<bool> {
        Ok(store::place(cx.tx(), place.key)? > 0)
    }
}

/// `customer_totals` and `customers.last_order_date`: three streams in the order of customers, of which one customer's
/// sums are held.
#[derive(Debug)]
struct Sums;

impl Derived for Sums {
    fn entity(&self) -> Entity {
        Entity::CUSTOMER
    }

    fn compare(&self, cx: &mut Context<'_>, behind: &Place, most: usize) -> Result<Vec<Wrong>> {
        let tx = cx.tx();
        // Behind the last customer there is none, and its orders and sums stand before the next one's.
        let Some(next) = behind.key.checked_add(1) else { return Ok(Vec::new()) };
        let mut customers = Ordered::behind(behind.key, store::customers, |c| c.key);
        let place = |o: &store::Counting| (o.cell.customer, o.date.clone(), o.key);
        let mut orders = Ordered::behind((next, String::new(), 0), store::orders, place);
        let place = |(c, _): &(Cell, Sum)| (c.customer, c.currency.clone(), i64::from(c.year), c.status);
        let mut totals = Ordered::behind((next, String::new(), 0, 0), store::totals, place);
        let mut wrong = Vec::new();
        while wrong.len() < most {
            let known = customers.peek(tx)?.map(|c| c.key);
            let summed = totals.peek(tx)?.map(|(cell, _)| cell.customer);
            // Sums whose customer is gone are wrong too.
            let Some(key) = known.into_iter().chain(summed).min() else { break };
            while orders.next_if(tx, |o| o.cell.customer < key)?.is_some() {}
            let mut truth = Truth::default();
            while let Some(order) = orders.next_if(tx, |o| o.cell.customer == key)? {
                truth.count(order);
            }
            let customer = customers.next_if(tx, |c| c.key == key)?;
            let mut stored = Vec::new();
            while let Some(total) = totals.next_if(tx, |(cell, _)| cell.customer == key)? {
                stored.push(total);
            }
            let weight = truth.orders;
            let findings = truth.against(customer.as_ref(), stored);
            if !findings.is_empty() {
                wrong.push(Wrong { place: key.into(), findings, weight });
            }
        }
        Ok(wrong)
    }

    fn mend(&self, cx: &mut Context<'_>, place: &Place) -> Result<bool> {
        let (tx, customer) = (cx.tx(), place.key);
        let sums = mend_sums(tx, customer)?;
        let before = store::last_order_date(tx, customer)?;
        derived::refresh_last_order_date(tx, customer, None)?;
        Ok(sums || store::last_order_date(tx, customer)? != before)
    }
}

/// Computes a customer's sums anew; whether that made a difference.
fn mend_sums(tx: &mut dyn Transaction, customer: i64) -> Result<bool> {
    let mut stored = BTreeMap::new();
    for (cell, sum) in store::totals_of(tx, customer)? {
        stored.insert(cell, sum);
    }
    let mut right = BTreeMap::new();
    for (cell, orders, amount) in derived::sums_of(tx, customer)? {
        let amount = i64::try_from(amount).map_err(|_| CrmError::storage("corrupt"))?;
        right.insert(cell, Sum { orders, amount });
    }
    if stored == right {
        return Ok(false);
    }
    derived::forget_totals(tx, customer)?;
    for (cell, sum) in right {
        derived::set_total(tx, &cell, sum)?;
    }
    Ok(true)
}

/// What the orders of one customer give.
#[derive(Default)]
struct Truth {
    orders: usize,
    sums: BTreeMap<Cell, (i64, i128)>,
    last: Option<String>,
}

impl Truth {
    /// Orders come in the order of their dates.
    fn count(&mut self, order: store::Counting) {
        if order.cell.status != CANCELLED {
            self.last = Some(order.date);
        }
        let (orders, amount) = self.sums.entry(order.cell).or_default();
        *orders += 1;
        *amount += i128::from(order.total);
        self.orders += 1;
    }

    /// What is stored of the customer, and is not so.
    fn against(self, customer: Option<&store::Dated>, stored: Vec<(Cell, Sum)>) -> Vec<String> {
        let mut findings = Vec::new();
        if let Some(customer) = customer.filter(|c| c.last != self.last) {
            findings.push(format!("customer {} has a wrong last order date", customer.id));
        }
        let mut cells: BTreeMap<Cell, ((i64, i128), Sum)> = BTreeMap::new();
        for (cell, right) in self.sums {
            cells.insert(cell, (right, Sum::default()));
        }
        for (cell, sum) in stored {
            cells.entry(cell).or_default().1 = sum;
        }
        let id = customer.map_or_else(|| "that is gone".to_owned(), |c| c.id.to_string());
        for (cell, ((orders, amount), sum)) in cells {
            if (sum.orders, i128::from(sum.amount)) != (orders, amount) || orders == 0 {
                findings.push(format!(
                    "customer {id}: the total of {} in {} with status {} is {} minor units over {} orders instead of \
                     {amount} over {orders}",
                    cell.year, cell.currency, cell.status, sum.amount, sum.orders
                ));
            }
        }
        findings
    }
}
