//! Derived data against recomputation (MAINT-1), and what keeps it when customers come and go.

use std::collections::BTreeMap;

use super::store::derived as store;
use super::totals::Sum;
use crate::engine::error::{CrmError, Result};
use crate::engine::storage::Transaction;
use crate::engine::tables::Derived;

pub(super) const DERIVED: Derived = Derived { check: |cx| check(cx.tx()), rebuild: |cx| rebuild(cx.tx()).map(drop) };

/// Findings told of one kind; the rest is counted.
const TOLD: usize = 100;

/// Compares everything that is derived from orders with what the orders give; a line a finding, none where all is
/// well.
pub(crate) fn check(tx: &mut dyn Transaction) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    let orders = store::misplaced_orders(tx)?;
    tell(&mut findings, orders.iter().map(|id| format!("order {id} does not belong to the customer its key names")));
    let orders = store::misdated_orders(tx)?;
    tell(&mut findings, orders.iter().map(|id| format!("order {id} is counted in another year than its date's")));
    let customers = store::misdated_customers(tx)?;
    tell(&mut findings, customers.iter().map(|id| format!("customer {id} has a wrong last order date")));
    let mut wrong: BTreeMap<_, (Sum, i64, i128)> = BTreeMap::new();
    for (cell, orders, amount) in store::sums(tx)? {
        wrong.insert(cell, (Sum::default(), orders, amount));
    }
    for (cell, sum) in store::totals(tx)? {
        wrong.entry(cell).or_default().0 = sum;
    }
    wrong.retain(|_, (sum, orders, amount)| sum.orders != *orders || i128::from(sum.amount) != *amount);
    let mut told = Vec::with_capacity(wrong.len());
    for (cell, (sum, orders, amount)) in wrong {
        // Names cost a look-up each, so only those that are told get one.
        let id = if told.len() < TOLD { store::customer_id(tx, cell.customer)?.to_string() } else { String::new() };
        told.push(format!(
            "customer {id}: the total of {} in {} with status {} is {} minor units over {} orders instead of {amount} \
             over {orders}",
            cell.year, cell.currency, cell.status, sum.amount, sum.orders
        ));
    }
    tell(&mut findings, told.into_iter());
    Ok(findings)
}

fn tell(findings: &mut Vec<String>, mut found: impl ExactSizeIterator<Item = String>) {
    findings.extend(found.by_ref().take(TOLD));
    if found.len() > 0 {
        findings.push(format!("and {} more of the kind", found.len()));
    }
}

/// Computes everything that is derived from orders anew.
pub(crate) fn rebuild(tx: &mut dyn Transaction) -> Result<()> {
    store::repair(tx)?;
    store::forget_totals(tx, None)?;
    for (cell, orders, amount) in store::sums(tx)? {
        let amount = i64::try_from(amount).map_err(|_| CrmError::storage("corrupt"))?;
        store::set_total(tx, &cell, Sum { orders, amount })?;
    }
    Ok(())
}

/// A customer became known to the host by this key: the orders that waited for it join it (SALES-1). Gives their number.
pub(super) fn join(tx: &mut dyn Transaction, customer: i64, external_id: &str) -> Result<usize> {
    let joined = store::claim(tx, customer, external_id)?;
    if joined == 0 {
        return Ok(0);
    }
    for (cell, orders, amount) in store::sums_of(tx, customer)? {
        let Ok(amount) = i64::try_from(amount) else {
            let detail = "the orders that wait for it add up to more than can be counted";
            return Err(CrmError::field("external_id", "out_of_range", detail));
        };
        store::set_total(tx, &cell, Sum { orders, amount })?;
    }
    store::refresh_last_order_date(tx, customer)?;
    Ok(joined)
}

/// A customer is no longer known to the host by its key: its orders wait again. Gives their number.
pub(super) fn leave(tx: &mut dyn Transaction, customer: i64) -> Result<usize> {
    let left = store::release(tx, customer)?;
    if left > 0 {
        store::forget_totals(tx, Some(customer))?;
        store::refresh_last_order_date(tx, customer)?;
    }
    Ok(left)
}
