//! What keeps derived data when customers come and go.

use super::store::derived as store;
use super::totals::Sum;
use crate::activities::touch;
use crate::engine::error::{CrmError, Result};
use crate::engine::storage::Transaction;

/// A customer became known to the host by this key: the orders that waited for it join it (SALES-1). Gives their number.
pub(super) fn join(tx: &mut dyn Transaction, customer: i64, external_id: &str) -> Result<usize> {
    let joined = store::claim(tx, customer, external_id)?;
    if joined == 0 {
        return Ok(0);
    }
    touch::orders_moved(tx, customer)?;
    for (cell, orders, amount) in store::sums_of(tx, customer)? {
        let Ok(amount) = i64::try_from(amount) else {
            let detail = "the orders that wait for it add up to more than can be counted";
            return Err(CrmError::field("external_id", "out_of_range", detail));
        };
        store::set_total(tx, &cell, Sum { orders, amount })?;
    }
    store::refresh_last_order_date(tx, customer, None)?;
    Ok(joined)
}

/// A customer is no longer known to the host by its key: its orders wait again. Gives their number.
pub(super) fn leave(tx: &mut dyn Transaction, customer: i64, external_id: &str) -> Result<usize> {
    let left = store::release(tx, customer, external_id)?;
    if left > 0 {
        settle(tx, customer)?;
        touch::orders_moved(tx, customer)?;
    }
    Ok(left)
}

/// Sums the orders of a customer that has others now, and tells its last one.
pub(super) fn settle(tx: &mut dyn Transaction, customer: i64) -> Result<()> {
    store::forget_totals(tx, customer)?;
    for (cell, orders, amount) in store::sums_of(tx, customer)? {
        let Ok(amount) = i64::try_from(amount) else {
            return Err(CrmError::conflict("customer", customer, "too_many"));
        };
        store::set_total(tx, &cell, Sum { orders, amount })?;
    }
    store::refresh_last_order_date(tx, customer, None)
}
