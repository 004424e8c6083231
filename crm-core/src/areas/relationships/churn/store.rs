//! The statements on churn warnings.

use super::status::Case;
use super::types::*;
use crate::clock::{Date, Timestamp};
use crate::customers::CustomerRef;
use crate::error::Result;
use crate::ids::{UserId, WarningId};
use crate::page::PageRequest;
use crate::storage::{Columns, Direction, ListQuery, Order, Transaction, Visibility, children, params};
use crate::users::UserRef;

/// What [`read`] reads, in its order.
macro_rules! columns {
    () => {
        "w.id, w.uid, w.version, w.status, k.uid, k.name, m.uid, m.display_name, w.last_order_date, w.warned_at, \
         w.closed_at, w.reason"
    };
}

macro_rules! tables {
    () => {
        "churn_warnings w JOIN customers k ON k.id = w.customer LEFT JOIN users m ON m.id = w.account_manager"
    };
}

/// The condition of CHURN-1 on a customer `k`; it takes the day before which an order is too old, twice.
macro_rules! quiet {
    () => {
        "k.status = 'active' AND k.active_since < ? AND (k.last_order_date IS NULL OR k.last_order_date < ?)"
    };
}

const NEWEST_FIRST: Order = Order { name: "churn", keys: &[("w.id", Direction::Descending)] };

/// The warning with its key, without its measures.
fn read(c: &mut Columns<'_>) -> Result<(i64, ChurnWarning)> {
    Ok((
        c.next()?,
        ChurnWarning {
            id: WarningId(c.next()?),
            version: c.next()?,
            status: c.next()?,
            customer: CustomerRef::read(c)?,
            account_manager: UserRef::read_optional(c)?,
            last_order_date: c.next()?,
            warned_at: c.next()?,
            closed_at: c.next()?,
            reason: c.next()?,
            measures: Vec::new(),
        },
    ))
}

/// The warning with its measures, as its guards see it.
pub(crate) fn get(tx: &mut dyn Transaction, id: WarningId) -> Result<Option<Case>> {
    let case = tx.one(
        concat!(
            "SELECT ",
            columns!(),
            ", k.id, p.uid, p.status IS NULL OR p.status <> 'active' FROM ",
            tables!(),
            " LEFT JOIN users p ON p.id = k.account_manager WHERE w.uid = ?"
        ),
        params![&id.0],
        |c| {
            let (key, warning) = read(c)?;
            let customer_key = c.next()?;
            let manager = c.next::<Option<uuid::Uuid>>()?.map(UserId);
            Ok(Case { key, customer_key, warning, manager, vacant: c.next()?, recovering: false })
        },
    )?;
    let Some(mut case) = case else { return Ok(None) };
    fill_measures(tx, &[case.key], std::slice::from_mut(&mut case.warning))?;
    Ok(Some(case))
}

pub(crate) fn list(
    tx: &mut dyn Transaction,
    filter: Option<&ChurnWarningFilter>,
    page: &Option<PageRequest>,
) -> Result<ChurnWarningPage> {
    let mut query = ListQuery::new(columns!(), tables!(), Visibility::All);
    if let Some(f) = filter {
        query.when("w.status = ?", f.status);
        query.when("w.customer = (SELECT id FROM customers WHERE uid = ?)", f.customer.as_ref().map(|c| &c.0));
        query
            .when("w.account_manager = (SELECT id FROM users WHERE uid = ?)", f.account_manager.as_ref().map(|u| &u.0));
        query.when("w.last_order_date >= ?", f.last_order_from);
        query.when("w.last_order_date < ?", f.last_order_before);
        query.contains(tx, "k.name_folded", &f.customer_name);
    }
    let (rows, next, total) = query.page(tx, NEWEST_FIRST, page, read)?;
    Ok(ChurnWarningPage { items: with_measures(tx, rows)?, next, total })
}

/// The warnings of a customer, oldest first.
pub(crate) fn of_customer(tx: &mut dyn Transaction, customer: i64) -> Result<Vec<ChurnWarning>> {
    let rows = tx.all(
        concat!("SELECT ", columns!(), " FROM ", tables!(), " WHERE w.customer = ? ORDER BY w.id"),
        params![customer],
        read,
    )?;
    with_measures(tx, rows)
}

fn with_measures(tx: &mut dyn Transaction, rows: Vec<(i64, ChurnWarning)>) -> Result<Vec<ChurnWarning>> {
    let (keys, mut warnings): (Vec<i64>, Vec<ChurnWarning>) = rows.into_iter().unzip();
    fill_measures(tx, &keys, &mut warnings)?;
    Ok(warnings)
}

/// Reads the measures of all the warnings in one query.
fn fill_measures(tx: &mut dyn Transaction, keys: &[i64], warnings: &mut [ChurnWarning]) -> Result<()> {
    let select = "SELECT s.warning, s.measure, u.uid, u.display_name, s.at FROM churn_measures s \
                  LEFT JOIN users u ON u.id = s.author WHERE s.warning";
    let mut measures = children(tx, select, keys, "s.warning, s.id", |c| {
        Ok(Measure { measure: c.next()?, author: UserRef::read_optional(c)?, at: c.next()? })
    })?;
    for (key, warning) in keys.iter().zip(warnings) {
        warning.measures = measures.remove(key).unwrap_or_default();
    }
    Ok(())
}

/// The customer's win-backs, oldest first.
pub(crate) fn win_backs(tx: &mut dyn Transaction, customer: i64) -> Result<Vec<WinBack>> {
    tx.all(
        "SELECT r.reason, u.uid, u.display_name, r.at FROM customer_recoveries r \
         LEFT JOIN users u ON u.id = r.author WHERE r.customer = ? ORDER BY r.id",
        params![customer],
        |c| Ok(WinBack { reason: c.next()?, author: UserRef::read_optional(c)?, at: c.next()? }),
    )
}

pub(crate) fn insert_win_back(
    tx: &mut dyn Transaction,
    customer: i64,
    reason: &str,
    author: Option<i64>,
    now: Timestamp,
) -> Result<i64> {
    tx.insert(
        "INSERT INTO customer_recoveries (customer, reason, author, at) VALUES (?, ?, ?, ?)",
        params![customer, reason, author, now],
    )
}

/// Whether the condition of CHURN-1 holds for the customer.
pub(crate) fn is_quiet(tx: &mut dyn Transaction, customer: i64, before: Date) -> Result<bool> {
    tx.value(
        concat!("SELECT EXISTS (SELECT 1 FROM customers k WHERE k.id = ? AND ", quiet!(), ")"),
        params![customer, before, before],
    )
}

/// A customer that has become quiet.
pub(crate) struct Quiet {
    pub(crate) key: i64,
    pub(crate) customer: CustomerRef,
    account_manager_key: Option<i64>,
    pub(crate) account_manager: Option<UserRef>,
    pub(crate) last_order_date: Option<Date>,
}

/// The quiet customers without an open warning, behind the customer with the key, by key.
pub(crate) fn quiet(tx: &mut dyn Transaction, before: Date, behind: i64, limit: usize) -> Result<Vec<Quiet>> {
    tx.all(
        concat!(
            "SELECT k.id, k.uid, k.name, k.account_manager, m.uid, m.display_name, k.last_order_date \
             FROM customers k LEFT JOIN users m ON m.id = k.account_manager WHERE k.id > ? AND ",
            quiet!(),
            " AND NOT EXISTS (SELECT 1 FROM churn_warnings w WHERE w.customer = k.id AND w.closed_at IS NULL) \
             ORDER BY k.id LIMIT ?"
        ),
        params![behind, before, before, limit as i64],
        |c| {
            Ok(Quiet {
                key: c.next()?,
                customer: CustomerRef::read(c)?,
                account_manager_key: c.next()?,
                account_manager: UserRef::read_optional(c)?,
                last_order_date: c.next()?,
            })
        },
    )
}

pub(crate) fn insert(tx: &mut dyn Transaction, id: WarningId, quiet: &Quiet, now: Timestamp) -> Result<i64> {
    tx.insert(
        "INSERT INTO churn_warnings (uid, customer, account_manager, last_order_date, warned_at) \
         VALUES (?, ?, ?, ?, ?)",
        params![&id.0, quiet.key, quiet.account_manager_key, quiet.last_order_date, now],
    )
}

/// An open warning whose customer is quiet no more.
pub(crate) struct Recovered {
    pub(crate) key: i64,
    pub(crate) customer_key: i64,
    /// Without its measures.
    pub(crate) warning: ChurnWarning,
}

/// The open warnings whose customers are quiet no more, behind the customer with the key, by the customer's key (which
/// has one open warning at the most).
pub(crate) fn recovered(tx: &mut dyn Transaction, before: Date, behind: i64, limit: usize) -> Result<Vec<Recovered>> {
    tx.all(
        concat!(
            "SELECT ",
            columns!(),
            ", w.customer FROM ",
            tables!(),
            " WHERE w.closed_at IS NULL AND w.customer > ? AND NOT (",
            quiet!(),
            ") ORDER BY w.customer LIMIT ?"
        ),
        params![behind, before, before, limit as i64],
        |c| {
            let (key, warning) = read(c)?;
            Ok(Recovered { key, warning, customer_key: c.next()? })
        },
    )
}

/// Appends a measure; the warning is deferred.
pub(crate) fn defer(
    tx: &mut dyn Transaction,
    key: i64,
    measure: &str,
    author: Option<i64>,
    now: Timestamp,
) -> Result<()> {
    tx.insert(
        "INSERT INTO churn_measures (warning, measure, author, at) VALUES (?, ?, ?, ?)",
        params![key, measure, author, now],
    )?;
    tx.execute("UPDATE churn_warnings SET version = version + 1, status = 'deferred' WHERE id = ?", params![key])?;
    Ok(())
}

/// Closes an open warning, as lost with its reason or as recovered.
pub(crate) fn close(
    tx: &mut dyn Transaction,
    key: i64,
    status: WarningStatus,
    reason: Option<&str>,
    now: Timestamp,
) -> Result<usize> {
    tx.execute(
        "UPDATE churn_warnings SET version = version + 1, status = ?, reason = ?, closed_at = ? WHERE id = ?",
        params![status, reason, now, key],
    )
}
