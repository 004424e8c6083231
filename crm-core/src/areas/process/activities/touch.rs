//! What an activity means for the records that it hangs on, and for the customers that these are or belong to (ACT-14): the latest
//! day of what was done, the days of what is planned, and since when nothing was done. It is kept in the transaction of the write
//! that changes it.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::store;
use super::store::days::{self, CUSTOMERS, Tie};
use crate::engine::automation::{Of, note};
use crate::engine::clock::Date;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::hanging::Follows;
use crate::engine::objects::Bearer;
use crate::engine::sorting::Arranged as _;
use crate::engine::storage::Transaction;
use crate::engine::touched::{DATES, refers_by};

/// Where a record belongs to another customer, its activities touch that one, and no more the one before.
pub(super) const FOLLOWS: Follows = Follows { to: "customer", moved };

fn moved(tx: &mut dyn Transaction, home: &str, record: Uuid, from: Option<Uuid>, to: Option<Uuid>) -> Result<()> {
    let mut touched: BTreeSet<i64> = days::customers_of(tx, home, Some(record))?.into_iter().into_set();
    let mut key = |id: Option<Uuid>| id.map_or(Ok(None), |id| store::customer_key(tx, id));
    let (from, to) = (key(from)?, key(to)?);
    days::set_customer_key(tx, home, record, to)?;
    touched.extend(from.into_iter().chain(to));
    customers_anew(tx, touched)
}

/// The column of a table that has the customer to whom a record belongs, of a customer its own key; none where there is no such.
pub(super) fn column(cx: &mut Context<'_>, home: &str) -> Result<Option<String>> {
    if home == CUSTOMERS {
        return Ok(Some("id".to_owned()));
    }
    let catalogue = cx.catalogue()?;
    let found = catalogue.definitions.iter().find(|found| found.object.table == home);
    let mut fields = found.iter().flat_map(|found| found.object.fields.iter());
    Ok(fields.find(|field| refers_by(field, Entity::CUSTOMER.as_str())).map(|field| field.column.to_string()))
}

/// Whether a table's records are of an object that is in force: of what sleeps or is hidden nobody knows to whom it belongs.
pub(super) fn is_known(cx: &mut Context<'_>, home: &str) -> Result<bool> {
    Ok(cx.catalogue()?.definitions.iter().any(|found| found.object.table == home))
}

/// The column of each of the records' tables, as [`column`] gives it.
pub(super) fn columns(cx: &mut Context<'_>, records: &[Bearer]) -> Result<Vec<Option<String>>> {
    records.iter().map(|bearer| column(cx, &bearer.home)).collect()
}

/// Brings the records of an activity to it, and those that it hung on before.
pub(super) fn settle(tx: &mut dyn Transaction, activity: i64, before: Vec<Tie>) -> Result<()> {
    let mut ties = before;
    ties.extend(days::ties(tx, activity)?);
    anew(tx, ties)
}

/// Brings records, and the customers that they are or belong to, to the activities that are there.
pub(super) fn anew(tx: &mut dyn Transaction, ties: Vec<Tie>) -> Result<()> {
    let (mut records, mut customers) = (BTreeSet::new(), BTreeSet::new());
    for Tie { home, record, customer } in ties {
        customers.extend(customer);
        if home != CUSTOMERS {
            records.insert((home, record));
        }
    }
    for (home, record) in records {
        if let Some(found) = days::of_record(tx, &home, record)? {
            write(tx, &home, &found)?;
        }
    }
    customers_anew(tx, customers)
}

fn customers_anew(tx: &mut dyn Transaction, customers: impl IntoIterator<Item = i64>) -> Result<()> {
    customers.into_iter().try_for_each(|customer| customer_anew(tx, customer))
}

/// The days of a record that are others now, as rules count from them.
fn differing(found: &days::Found) -> Vec<&'static str> {
    let (kept, right) = (&found.kept, &found.right);
    let days = [kept.last != right.last, kept.next != right.next, kept.until != right.until, kept.idle != right.idle];
    DATES.into_iter().zip(days).filter_map(|(name, differs)| differs.then_some(name)).collect()
}

fn write(tx: &mut dyn Transaction, home: &str, found: &days::Found) -> Result<bool> {
    let differs = found.kept != found.right;
    if differs {
        days::set(tx, home, found.key, &found.right)?;
        note(tx, home, Of::Key(found.key), &differing(found))?;
    }
    Ok(differs)
}

/// Brings a record of a table to what is there; whether that changed anything.
pub(super) fn mend(tx: &mut dyn Transaction, home: &str, key: i64) -> Result<bool> {
    match days::of_key(tx, home, key)? {
        Some(found) => write(tx, home, &found),
        None => Ok(false),
    }
}

fn customer_anew(tx: &mut dyn Transaction, customer: i64) -> Result<()> {
    mend(tx, CUSTOMERS, customer).map(drop)
}

/// Brings a customer to what is there.
pub(crate) fn of_customer(tx: &mut dyn Transaction, customer: Uuid) -> Result<()> {
    match days::of_record(tx, CUSTOMERS, customer)? {
        Some(found) => write(tx, CUSTOMERS, &found).map(drop),
        None => Ok(()),
    }
}

/// Brings a record of a table to what is there, whose activities are others now.
pub(crate) fn of_record(tx: &mut dyn Transaction, home: &str, record: Uuid) -> Result<()> {
    match days::of_record(tx, home, record)? {
        Some(found) => write(tx, home, &found).map(drop),
        None => Ok(()),
    }
}

/// Something was done with a customer on a day that counts.
pub(crate) fn was_done(tx: &mut dyn Transaction, customer: i64, day: Date) -> Result<()> {
    match days::raise(tx, customer, day)? {
        0 => Ok(()),
        _ => note(tx, CUSTOMERS, Of::Key(customer), &["last_activity_on", "idle_since"]),
    }
}

/// Brings a record with a plan, and the customer that it belongs to, to what is there.
pub(crate) fn plan_anew(tx: &mut dyn Transaction, home: &str, key: i64, customer: Option<i64>) -> Result<()> {
    mend(tx, home, key)?;
    customers_anew(tx, customer)
}

/// Orders came to a customer or left it, more of them than are told one by one.
pub(crate) fn orders_moved(tx: &mut dyn Transaction, customer: i64) -> Result<()> {
    let strayed = days::strayed_orders(tx, customer)?;
    orders_are_of(tx, strayed)
}

/// An order is another customer's, or nobody's, of which the audit is not told by itself.
pub(crate) fn order_moved(tx: &mut dyn Transaction, order: i64, customer: Option<i64>) -> Result<()> {
    let strayed = days::strayed_order(tx, order)?;
    orders_are_of(tx, strayed.into_iter().map(|order| (order, customer)).collect())
}

fn orders_are_of(tx: &mut dyn Transaction, orders: Vec<(Uuid, Option<i64>)>) -> Result<()> {
    let mut touched = BTreeSet::new();
    for (order, customer) in orders {
        touched.extend(days::customers_of(tx, days::ORDERS, Some(order))?);
        touched.extend(customer);
        days::set_customer_key(tx, days::ORDERS, order, customer)?;
    }
    customers_anew(tx, touched)
}

/// Takes away the planned activities that hang on a record alone, or on the records of a table that go together, and the others off
/// them; how many went.
pub(super) fn delete_alone(tx: &mut dyn Transaction, home: &str, record: Option<Uuid>) -> Result<usize> {
    let customers = days::customers_of(tx, home, record)?;
    let gone = store::delete_alone(tx, home, record)?;
    days::untie(tx, home, record)?;
    if home != CUSTOMERS {
        customers_anew(tx, customers)?;
    }
    Ok(gone)
}
