//! The statements on churn warnings.

use super::status::Case;
use super::types::*;
use crate::customers::CustomerRef;
use crate::engine::clock::{Date, Timestamp};
use crate::engine::error::Result;
use crate::engine::gate::Entity;
use crate::engine::ids::UserId;
use crate::engine::page::{self, PageRequest, Room};
use crate::engine::scope::{At, Follows, Scoped};
use crate::engine::sorting::sort_by;
use crate::engine::storage::{
    Columns, Direction, ListQuery, Most, Order, Transaction, Visibility, beginnings, each_by_key, params,
};
use crate::engine::tables::Held;
use crate::users::UserRef;

/// Open warnings of the customers they manage.
pub(super) const HELD: &[Held] = &[Held {
    entity: Entity::WARNING,
    count: "SELECT count(*) FROM customers c JOIN churn_warnings w ON w.customer = c.id \
            WHERE c.account_manager = ? AND w.status IN ('warned', 'deferred')",
}];

/// Who sees a warning: whoever holds the customer (SCOPE-4).
pub(super) static SCOPED: &[Scoped] = &[Scoped::following_only(
    Entity::WARNING,
    6,
    At::Key,
    Follows { entity: Entity::CUSTOMER, column: "customer" },
    &[],
)];

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
            more_measures: false,
            withheld: Vec::new(),
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
    fill(tx, &[case.key], std::slice::from_mut(&mut case.warning), &mut { usize::MAX })?;
    Ok(Some(case))
}

pub(crate) fn list(
    tx: &mut dyn Transaction,
    visible: Visibility,
    filter: Option<&ChurnWarningFilter>,
    page: &Option<PageRequest>,
) -> Result<ChurnWarningPage> {
    let mut query = ListQuery::new(columns!(), tables!(), visible);
    if let Some(f) = filter {
        query.when("w.status = ?", f.status);
        query.when("w.customer = (SELECT id FROM customers WHERE uid = ?)", f.customer.as_ref().map(|c| &c.0));
        query
            .when("w.account_manager = (SELECT id FROM users WHERE uid = ?)", f.account_manager.as_ref().map(|u| &u.0));
        query.when("w.last_order_date >= ?", f.last_order_from);
        query.when("w.last_order_date < ?", f.last_order_before);
        query.contains(tx, "k.name_folded", &f.customer_name);
    }
    query.page_with_parts(tx, NEWEST_FIRST, page, &mut Room::of(page), read, fill).map(ChurnWarningPage::from)
}

/// The warnings of a customer, oldest first, as far as there is room; and where they go on.
pub(crate) fn of_customer(
    tx: &mut dyn Transaction,
    customer: i64,
    page: &Option<PageRequest>,
    room: &mut Room,
) -> Result<(Vec<ChurnWarning>, Option<String>)> {
    const OLDEST_FIRST: Order = Order { name: "churn_history", keys: &[("w.id", Direction::Ascending)] };
    let mut query =
        ListQuery::new(columns!(), tables!(), Visibility::whole("their customer, or their warning, was asked for"));
    query.and("w.customer = ?", [customer.into()]);
    let (warnings, next, _) = query.page_with_parts(tx, OLDEST_FIRST, page, room, read, fill)?;
    Ok((warnings, next))
}

/// What a warning carries of its measures, the latest first.
const LATEST: Most = Most { rows: MEASURES_INSIDE, bytes: page::MAX_INSIDE_TEXTS };

/// Reads the latest measures of the warnings, where they are no more than is allowed.
fn fill(tx: &mut dyn Transaction, keys: &[i64], warnings: &mut [ChurnWarning], allowed: &mut usize) -> Result<bool> {
    // One more than a warning carries of each: whether there are more.
    let select = "SELECT w.id, s.measure, u.uid, u.display_name, s.at FROM churn_warnings w JOIN churn_measures s \
                  ON s.id IN (SELECT x.id FROM churn_measures x WHERE x.warning = w.id ORDER BY x.id DESC LIMIT 21) \
                  LEFT JOIN users u ON u.id = s.author WHERE w.id";
    let Some(mut found) = beginnings(tx, select, &[], keys, "w.id, s.id DESC", LATEST, allowed, measure)? else {
        return Ok(false);
    };
    for (key, warning) in keys.iter().zip(warnings) {
        let latest = found.remove(key).unwrap_or_default();
        warning.measures = latest.rows.into_iter().rev().collect();
        warning.more_measures = latest.more;
    }
    Ok(true)
}

fn measure(c: &mut Columns<'_>) -> Result<Measure> {
    Ok(Measure { measure: c.next()?, author: UserRef::read_optional(c)?, at: c.next()?, withheld: Vec::new() })
}

/// All measures of a warning, oldest first.
pub(crate) fn measures(tx: &mut dyn Transaction, warning: i64, page: &Option<PageRequest>) -> Result<MeasurePage> {
    const OLDEST_FIRST: Order = Order { name: "measures", keys: &[("s.id", Direction::Ascending)] };
    let mut query = ListQuery::new(
        "s.measure, u.uid, u.display_name, s.at",
        "churn_measures s LEFT JOIN users u ON u.id = s.author",
        Visibility::whole("their customer, or their warning, was asked for"),
    );
    query.and("s.warning = ?", [warning.into()]);
    query.page(tx, OLDEST_FIRST, page, measure).map(MeasurePage::from)
}

/// The customer's win-backs, oldest first, as far as there is room; and where they go on.
pub(crate) fn win_backs(
    tx: &mut dyn Transaction,
    customer: i64,
    page: &Option<PageRequest>,
    room: &mut Room,
) -> Result<(Vec<WinBack>, Option<String>)> {
    const OLDEST_FIRST: Order = Order { name: "win_backs", keys: &[("r.id", Direction::Ascending)] };
    let mut query = ListQuery::new(
        "r.reason, u.uid, u.display_name, r.at",
        "customer_recoveries r LEFT JOIN users u ON u.id = r.author",
        Visibility::whole("their customer, or their warning, was asked for"),
    );
    query.and("r.customer = ?", [customer.into()]);
    let (win_backs, next, _) = query.page_in(tx, OLDEST_FIRST, page, room, |c| {
        Ok(WinBack { reason: c.next()?, author: UserRef::read_optional(c)?, at: c.next()? })
    })?;
    Ok((win_backs, next))
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
    /// It is not quiet, but begins behind today.
    pub(crate) begins_later: bool,
}

/// That the customer `k` is quiet, or begins behind today, and has no open warning.
macro_rules! unwarned {
    () => {
        concat!(
            "((",
            quiet!(),
            ") OR (k.status = 'active' AND k.active_since > ?)) \
             AND NOT EXISTS (SELECT 1 FROM churn_warnings w WHERE w.customer = k.id AND w.closed_at IS NULL)"
        )
    };
}

/// The keys of the quiet customers, and of those that begin behind today, without an open warning, behind the customer
/// with the key, in order.
pub(crate) fn quiet(
    tx: &mut dyn Transaction,
    before: Date,
    today: Date,
    behind: i64,
    limit: usize,
) -> Result<Vec<i64>> {
    tx.all(
        concat!("SELECT k.id FROM customers k WHERE k.id > ? AND ", unwarned!(), " ORDER BY k.id LIMIT ?"),
        params![behind, before, before, today, limit as i64],
        |c| c.next(),
    )
}

/// Of these customers, in order, those that [`quiet`] would find still.
pub(crate) fn quiet_of(tx: &mut dyn Transaction, before: Date, today: Date, customers: &[i64]) -> Result<Vec<Quiet>> {
    let mut found = Vec::with_capacity(customers.len());
    let select = concat!(
        "SELECT k.id, k.uid, k.name, k.account_manager, m.uid, m.display_name, k.last_order_date, \
         k.active_since > ? FROM customers k LEFT JOIN users m ON m.id = k.account_manager WHERE ",
        unwarned!(),
        " AND k.id"
    );
    each_by_key(tx, select, params![today, before, before, today], customers, |c| {
        found.push(Quiet {
            key: c.next()?,
            customer: CustomerRef::read(c)?,
            account_manager_key: c.next()?,
            account_manager: UserRef::read_optional(c)?,
            last_order_date: c.next()?,
            begins_later: c.next()?,
        });
        Ok(())
    })?;
    sort_by(&mut found, |a, b| a.key.cmp(&b.key));
    Ok(found)
}

/// Lets a customer begin on this day.
pub(crate) fn begin(tx: &mut dyn Transaction, customer: i64, day: Date) -> Result<usize> {
    tx.execute("UPDATE customers SET active_since = ? WHERE id = ?", params![day, customer])
}

pub(crate) fn insert(tx: &mut dyn Transaction, id: WarningId, quiet: &Quiet, now: Timestamp) -> Result<i64> {
    tx.insert(
        "INSERT INTO churn_warnings (uid, customer, account_manager, last_order_date, warned_at) \
         VALUES (?, ?, ?, ?, ?)",
        params![&id.0, quiet.key, quiet.account_manager_key, quiet.last_order_date, now],
    )
}

/// The customers, by their keys and behind the one with the key, that have an open warning and are quiet no more.
pub(crate) fn recovered(tx: &mut dyn Transaction, before: Date, behind: i64, limit: usize) -> Result<Vec<i64>> {
    tx.all(
        concat!(
            "SELECT w.customer FROM churn_warnings w JOIN customers k ON k.id = w.customer \
             WHERE w.closed_at IS NULL AND w.customer > ? AND NOT (",
            quiet!(),
            ") ORDER BY w.customer LIMIT ?"
        ),
        params![behind, before, before, limit as i64],
        |c| c.next(),
    )
}

/// The open warnings of these customers, as far as they are quiet no more, with their keys and without their measures.
pub(crate) fn recovered_of(
    tx: &mut dyn Transaction,
    before: Date,
    customers: &[i64],
) -> Result<Vec<(i64, ChurnWarning)>> {
    let mut found = Vec::with_capacity(customers.len());
    let select = concat!(
        "SELECT ",
        columns!(),
        " FROM ",
        tables!(),
        " WHERE w.closed_at IS NULL AND NOT (",
        quiet!(),
        ") AND w.customer"
    );
    each_by_key(tx, select, params![before, before], customers, |c| {
        found.push(read(c)?);
        Ok(())
    })?;
    sort_by(&mut found, |(a, _), (b, _)| a.cmp(b));
    Ok(found)
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

/// Measures of one warning are another's from now on.
pub(crate) fn measures_follow(tx: &mut dyn Transaction, from: i64, to: i64) -> Result<Vec<i64>> {
    let moved = tx.all("SELECT id FROM churn_measures WHERE warning = ? ORDER BY id", params![from], |c| c.next())?;
    tx.execute("UPDATE churn_measures SET warning = ? WHERE warning = ?", params![to, from])?;
    Ok(moved)
}

/// Measures that followed go back, as far as they are there.
pub(crate) fn measures_back(tx: &mut dyn Transaction, measures: &[i64], to: i64) -> Result<()> {
    for measure in measures {
        tx.execute("UPDATE churn_measures SET warning = ? WHERE id = ?", params![to, *measure])?;
    }
    Ok(())
}

/// Opens a warning again that was closed at an instant as recovered, where its customer has no other; whether it did.
pub(crate) fn reopen(tx: &mut dyn Transaction, key: i64, status: &str, closed_at: Timestamp) -> Result<bool> {
    let opened = tx.execute(
        "UPDATE churn_warnings SET version = version + 1, status = ?, closed_at = NULL WHERE id = ? \
         AND status = 'recovered' AND closed_at = ? AND NOT EXISTS (SELECT 1 FROM churn_warnings o \
         WHERE o.customer = churn_warnings.customer AND o.closed_at IS NULL)",
        params![status, key, closed_at],
    )?;
    Ok(opened > 0)
}
