//! The statements on the days that follow from activities, interactions and results of plans, beside each record (ACT-14).

use uuid::Uuid;

use super::super::times::Span;
use crate::engine::clock::Date;
use crate::engine::error::Result;
use crate::engine::storage::{Columns, Transaction, Value, params};

/// The table whose records are customers, which are touched with what belongs to them.
pub(in super::super) const CUSTOMERS: &str = "customers";

/// The table of the orders that the host pushes.
pub(in super::super) const ORDERS: &str = "orders";

/// The table of records with plans.
const OPPORTUNITIES: &str = "opportunities";

/// A record on which an activity hangs: its table, its id, and the key of the customer that it is or belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Tie {
    pub(in super::super) home: String,
    pub(in super::super) record: Uuid,
    pub(in super::super) customer: Option<i64>,
}

fn tie(c: &mut Columns<'_>) -> Result<Tie> {
    Ok(Tie { home: c.next()?, record: c.next()?, customer: c.next()? })
}

/// The records of an activity.
pub(in super::super) fn ties(tx: &mut dyn Transaction, activity: i64) -> Result<Vec<Tie>> {
    let sql = "SELECT home, record, customer FROM activity_records WHERE activity = ? ORDER BY nth";
    tx.all(sql, params![activity], tie)
}

/// Writes which customer a record belongs to beside its activities.
pub(in super::super) fn set_customer_key(
    tx: &mut dyn Transaction,
    home: &str,
    record: Uuid,
    to: Option<i64>,
) -> Result<()> {
    let sql = "UPDATE activity_records SET customer = ? WHERE home = ? AND record = ?";
    tx.execute(sql, params![to, home, &record]).map(drop)
}

/// The keys of customers that records of a table belong to, one record or all, as it stands beside their activities.
pub(in super::super) fn customers_of(tx: &mut dyn Transaction, home: &str, record: Option<Uuid>) -> Result<Vec<i64>> {
    let all = "SELECT DISTINCT customer FROM activity_records WHERE home = ? AND customer IS NOT NULL";
    match record {
        Some(record) => tx.all(&format!("{all} AND record = ?"), params![home, &record], |c| c.next()),
        None => tx.all(all, params![home], |c| c.next()),
    }
}

/// Takes the activities off a record that goes, or off all of a table.
pub(in super::super) fn untie(tx: &mut dyn Transaction, home: &str, record: Option<Uuid>) -> Result<usize> {
    match record {
        Some(record) => {
            let sql = "DELETE FROM activity_records WHERE home = ? AND record = ?";
            tx.execute(sql, params![home, &record])
        }
        None => tx.execute("DELETE FROM activity_records WHERE home = ?", params![home]),
    }
}

/// The days that stand beside a record, or follow from what is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct Days {
    pub(in super::super) last: Option<Date>,
    pub(in super::super) next: Option<Date>,
    pub(in super::super) until: Option<Date>,
    pub(in super::super) idle: Option<Date>,
}

/// A record, by its key, with its days as they stand and as they follow.
pub(in super::super) struct Found {
    pub(in super::super) key: i64,
    pub(in super::super) kept: Days,
    pub(in super::super) right: Days,
}

/// What [`read`] reads of the records of a table. A customer's come of whatever belongs to it too.
fn select(home: &str) -> String {
    let (ties, more) = match home {
        CUSTOMERS => (
            "r.customer = x.id",
            "(SELECT i.date FROM interactions i WHERE i.customer = x.id AND i.touches = TRUE ORDER BY i.date DESC LIMIT 1), \
             (SELECT max(p.date) FROM opportunities o JOIN plan_items p ON p.opportunity = o.id AND p.touches = TRUE \
             WHERE o.customer = x.id)",
        ),
        OPPORTUNITIES => (
            "r.home = 'opportunities' AND r.record = x.uid",
            "(SELECT max(p.date) FROM plan_items p WHERE p.opportunity = x.id AND p.touches = TRUE), CAST(NULL AS TEXT)",
        ),
        _ => ("r.home = ? AND r.record = x.uid", "CAST(NULL AS TEXT), CAST(NULL AS TEXT)"),
    };
    format!(
        "SELECT x.id, x.last_activity_on, x.next_activity_on, x.planned_until, x.idle_since, x.since_on, \
         (SELECT max(r.last_on) FROM activity_records r WHERE {ties} AND r.stage = 1), \
         (SELECT min(r.first_on) FROM activity_records r WHERE {ties} AND r.stage = 0), \
         (SELECT max(r.last_on) FROM activity_records r WHERE {ties} AND r.stage = 0), {more} FROM {home} x WHERE x."
    )
}

/// The table as [`select`] asks for it.
fn homes(home: &str) -> Vec<Value<'_>> {
    if matches!(home, CUSTOMERS | OPPORTUNITIES) { Vec::new() } else { vec![home.into(), home.into(), home.into()] }
}

fn read(c: &mut Columns<'_>) -> Result<Found> {
    let key = c.next()?;
    let kept = Days { last: c.next()?, next: c.next()?, until: c.next()?, idle: c.next()? };
    let since: Option<Date> = c.next()?;
    let (done, next, until): (Option<Date>, Option<Date>, Option<Date>) = (c.next()?, c.next()?, c.next()?);
    let (first, second): (Option<Date>, Option<Date>) = (c.next()?, c.next()?);
    // Nothing is before every day.
    let last = done.max(first).max(second);
    Ok(Found { key, kept, right: Days { last, next, until, idle: since.max(last) } })
}

/// A record by its id.
pub(in super::super) fn of_record(tx: &mut dyn Transaction, home: &str, record: Uuid) -> Result<Option<Found>> {
    let mut values = homes(home);
    values.push(Value::from(&record));
    tx.one(&format!("{}uid = ?", select(home)), &values, read)
}

/// A record by its key.
pub(in super::super) fn of_key(tx: &mut dyn Transaction, home: &str, key: i64) -> Result<Option<Found>> {
    let mut values = homes(home);
    values.push(key.into());
    tx.one(&format!("{}id = ?", select(home)), &values, read)
}

/// The first records of a table behind a key.
pub(in super::super) fn page(tx: &mut dyn Transaction, home: &str, behind: i64, most: i64) -> Result<Vec<Found>> {
    let mut values = homes(home);
    values.extend([behind.into(), most.into()]);
    tx.all(&format!("{}id > ? ORDER BY x.id LIMIT ?", select(home)), &values, read)
}

/// Writes the days of a record.
pub(in super::super) fn set(tx: &mut dyn Transaction, home: &str, key: i64, days: &Days) -> Result<()> {
    let sql = format!(
        "UPDATE {home} SET last_activity_on = ?, next_activity_on = ?, planned_until = ?, idle_since = ? WHERE id = ?"
    );
    tx.execute(&sql, params![days.last, days.next, days.until, days.idle, key]).map(drop)
}

/// Something was done with a customer on that day; whether that is later than all before.
pub(in super::super) fn raise(tx: &mut dyn Transaction, customer: i64, day: Date) -> Result<usize> {
    tx.execute(
        "UPDATE customers SET last_activity_on = ?, idle_since = CASE WHEN idle_since > ? THEN idle_since ELSE ? END \
         WHERE id = ? AND (last_activity_on IS NULL OR last_activity_on < ?)",
        params![day, day, day, customer, day],
    )
}

/// Planned activities that are at instants, behind a key: when they begin and end.
pub(in super::super) fn timed(tx: &mut dyn Transaction, behind: i64, most: i64) -> Result<Vec<(i64, Span)>> {
    let sql = "SELECT id, coalesce(due_at, starts_at), coalesce(due_at, ends_at), first_on, last_on FROM activities \
               WHERE stage = 0 AND coalesce(due_at, starts_at) IS NOT NULL AND id > ? ORDER BY id LIMIT ?";
    tx.all(sql, params![behind, most], |c| {
        Ok((c.next()?, Span { begins: c.next()?, ends: c.next()?, days: c.next::<Option<Date>>()?.zip(c.next()?) }))
    })
}

/// Writes the days of an activity, and the same beside its records.
pub(in super::super) fn set_days(tx: &mut dyn Transaction, activity: i64, days: (Date, Date)) -> Result<()> {
    let sql = "UPDATE activities SET first_on = ?, last_on = ? WHERE id = ?";
    tx.execute(sql, params![days.0, days.1, activity])?;
    let sql = "UPDATE activity_records SET first_on = ?, last_on = ? WHERE activity = ?";
    tx.execute(sql, params![days.0, days.1, activity]).map(drop)
}

/// The orders of a customer, and those that were its, that activities hang on and that know another customer beside these.
pub(in super::super) fn strayed_orders(tx: &mut dyn Transaction, customer: i64) -> Result<Vec<(Uuid, Option<i64>)>> {
    tx.all(
        "SELECT r.record, o.customer FROM activity_records r JOIN orders o ON o.uid = r.record \
         WHERE r.home = 'orders' AND r.customer = ? AND coalesce(o.customer, 0) <> r.customer \
         UNION SELECT r.record, o.customer FROM orders o JOIN activity_records r ON r.home = 'orders' AND r.record = o.uid \
         WHERE o.customer = ? AND coalesce(r.customer, 0) <> o.customer",
        params![customer, customer],
        |c| Ok((c.next()?, c.next()?)),
    )
}

/// Writes beside a record of an activity which customer it is or belongs to, by the column of its table that says so.
pub(in super::super) fn belong(tx: &mut dyn Transaction, activity: i64, tie: &Tie, column: Option<&str>) -> Result<()> {
    let Tie { home, record, .. } = tie;
    let customer = column.map_or_else(|| "NULL".to_owned(), |column| format!("x.{column}"));
    let sql = format!(
        "UPDATE activity_records SET customer = (SELECT {customer} FROM {home} x WHERE x.uid = ?) \
         WHERE activity = ? AND home = ? AND record = ?"
    );
    tx.execute(&sql, params![record, activity, home, record]).map(drop)
}

/// An order by its key, where activities hang on it.
pub(in super::super) fn strayed_order(tx: &mut dyn Transaction, order: i64) -> Result<Option<Uuid>> {
    let sql = "SELECT o.uid FROM orders o WHERE o.id = ? \
               AND EXISTS (SELECT 1 FROM activity_records r WHERE r.home = 'orders' AND r.record = o.uid)";
    tx.one(sql, params![order], |c| c.next())
}
