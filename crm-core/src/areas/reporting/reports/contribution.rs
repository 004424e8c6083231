//! REP-1: the contribution report, what each customer's orders amount to.
//!
//! Its order is computed, so no index can serve it whole. It is made of sections instead, each in an order of its own,
//! of which a page touches the one it lies in: what the orders amount to is grouped along the primary key of the derived
//! totals and sorted no further than the page is long; the customers at 0 follow along the index of their numbers. The
//! thousandth page costs what the first does.

use super::days::Days;
use super::sql::Sql;
use super::types::*;
use crate::customers::CustomerRef;
use crate::engine::cursor::{self, Key};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity};
use crate::engine::money::Money;
use crate::engine::page::{COUNT_LIMIT, PageRequest, Room, Total};
use crate::engine::storage::{Columns, Row, Transaction, Value, Visibility};
use crate::engine::text;

/// Shipped and paid.
const DEFAULT_STATUSES: &[i64] = &[5, 6];

/// REP-1.
pub(super) fn contribution(
    cx: &mut Context<'_>,
    filter: &Option<ContributionFilter>,
    page: &Option<PageRequest>,
) -> Result<ContributionPage> {
    let filter = filter.clone().unwrap_or_default();
    let statuses = statuses(cx, &filter.statuses);
    cx.check_fields()?;
    let currency = cx.company()?.currency.clone();
    let days = filter.year.map_or(Days::All, Days::year);
    let visible = cx.visibility(&Entity::CUSTOMER)?;
    Report { currency, statuses, days, name: filter.customer_name, visible }.page(cx.tx(), page)
}

/// The order statuses that count, ascending and each once.
pub(super) fn statuses(cx: &mut Context<'_>, given: &Option<Vec<i64>>) -> Vec<i64> {
    let mut statuses = given.clone().unwrap_or_else(|| DEFAULT_STATUSES.to_vec());
    if statuses.is_empty() {
        cx.violations().missing("statuses");
    }
    statuses.sort_unstable();
    statuses.dedup();
    statuses
}

/// One contribution report.
#[derive(Debug)]
pub(super) struct Report {
    /// The company's currency.
    pub(super) currency: String,
    pub(super) statuses: Vec<i64>,
    pub(super) days: Days,
    /// What the customer's name contains.
    pub(super) name: Option<String>,
    /// Which customers are seen.
    pub(super) visible: Visibility,
}

/// A part of the report with one order inside; the report is these, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Section {
    /// Above 0 in the company's currency, by amount.
    Above,
    /// At 0 in the company's currency, or without an order that counts; by number.
    Zero,
    /// The same, of customers without a number.
    ZeroUnnumbered,
    /// Below 0 in the company's currency, by amount.
    Below,
    /// In other currencies, by currency and amount.
    Foreign,
}

const SECTIONS: &[Section] =
    &[Section::Above, Section::Zero, Section::ZeroUnnumbered, Section::Below, Section::Foreign];

/// Where a row stands in the report: section, currency, amount, number, key. It is what a cursor holds.
#[derive(Debug, Clone)]
struct Place {
    section: Section,
    currency: String,
    amount: i64,
    number: i64,
    key: i64,
}

/// What customers without a number are sorted by instead: behind all others.
const UNNUMBERED: i64 = i64::MAX;

const CURSOR: &str = "contribution";

impl Place {
    fn cursor(&self) -> String {
        let integer = Key::Integer;
        let section = SECTIONS.iter().position(|s| *s == self.section).and_then(|i| i64::try_from(i).ok()).unwrap_or(0);
        cursor::encode(
            CURSOR,
            &[
                integer(section),
                Key::Text(self.currency.clone()),
                integer(self.amount),
                integer(self.number),
                integer(self.key),
            ],
        )
    }

    fn decode(after: &str) -> Result<Place> {
        let keys = cursor::decode(CURSOR, after, 5)?;
        if let [
            Key::Integer(section),
            Key::Text(currency),
            Key::Integer(amount),
            Key::Integer(number),
            Key::Integer(key),
        ] = &keys[..]
            && let Some(section) = usize::try_from(*section).ok().and_then(|i| SECTIONS.get(i))
        {
            let (section, currency) = (*section, currency.clone());
            return Ok(Place { section, currency, amount: *amount, number: *number, key: *key });
        }
        Err(CrmError::cursor())
    }
}

impl Report {
    /// A page of the report.
    pub(super) fn page(&self, tx: &mut dyn Transaction, request: &Option<PageRequest>) -> Result<ContributionPage> {
        let total = match request {
            Some(r) if r.count == Some(true) => Some(self.count(tx)?),
            _ => None,
        };
        let after = match request.as_ref().and_then(|r| r.after.as_ref()) {
            Some(cursor) => Some(Place::decode(cursor)?),
            None => None,
        };
        let first = after.as_ref().map_or(Section::Above, |place| place.section);
        let mut found = Found { items: Vec::new(), room: Room::of(request), last: None, more: false };
        let seen = self.visible.column(tx, "k.id")?;
        for section in SECTIONS.iter().copied().filter(|s| *s >= first) {
            if found.more {
                break;
            }
            let after = after.as_ref().filter(|place| place.section == section);
            // One more than there is room for tells whether there is a next page.
            let limit = as_value(found.room.rows.saturating_add(1));
            let sql = match section {
                Section::Zero | Section::ZeroUnnumbered => self.at_zero(tx, section, after, limit, &seen),
                _ => self.by_amount(tx, section, after, limit),
            };
            tx.query(&sql.text, &sql.params, &mut |row: &dyn Row| found.take(&mut Columns::new(row), section))?;
        }
        let next = found.last.filter(|_| found.more).map(|place| place.cursor());
        Ok(ContributionPage { items: found.items, next, total, partial: self.visible.is_partial() })
    }

    /// What all orders that count amount to, by currency, the company's first.
    pub(super) fn totals(&self, tx: &mut dyn Transaction) -> Result<Vec<Money>> {
        let mut sql = Sql::default();
        sql.push(&format!("SELECT t.currency, CAST(sum(t.{}) AS BIGINT) FROM ", self.amount()), []);
        sql.append(self.counted());
        sql.append(self.seen("t.customer"));
        sql.push(" GROUP BY t.currency ORDER BY CASE WHEN t.currency = ? THEN 0 ELSE 1 END, t.currency", [self.home()]);
        tx.all(&sql.text, &sql.params, |c| {
            let (currency, amount): (String, i64) = (c.next()?, c.next()?);
            Ok(Money::from_minor(amount, currency))
        })
    }

    /// A section in the order of amounts.
    fn by_amount<'a>(
        &self,
        tx: &dyn Transaction,
        section: Section,
        after: Option<&Place>,
        limit: Value<'a>,
    ) -> Sql<'a> {
        let (currency, amount) = match section {
            Section::Foreign => (" AND t.currency <> ?", ""),
            Section::Below => (" AND t.currency = ?", " HAVING sum(amount) < 0"),
            _ => (" AND t.currency = ?", " HAVING sum(amount) > 0"),
        };
        let amount = amount.replace("(amount)", &format!("(t.{})", self.amount()));
        let mut sql = Sql::default();
        sql.push("SELECT g.currency, g.amount, coalesce(k.number, ?), k.id, ", [Value::Integer(UNNUMBERED)]);
        sql.push("k.uid, k.name, k.number, g.orders FROM (SELECT t.customer, t.currency, ", []);
        sql.push(&format!("CAST({} AS BIGINT) AS orders, ", self.orders()), []);
        sql.push(&format!("CAST(sum(t.{}) AS BIGINT) AS amount FROM ", self.amount()), []);
        sql.append(self.counted()).push(currency, [self.home()]).append(self.seen("t.customer"));
        if let Some(name) = &self.name {
            // Names are searched once, and not once a group.
            sql.push(
                &format!(" AND t.customer IN (SELECT k.id FROM customers k WHERE {})", contains(tx)),
                [fold(name)],
            );
        }
        sql.push(" GROUP BY t.customer, t.currency", []).push(&amount, []);
        sql.push(") AS g JOIN customers k ON k.id = g.customer", []);
        if let Some(place) = after {
            sql.push(
                " WHERE (g.currency > ? OR (g.currency = ? AND (g.amount < ? OR (g.amount = ? \
                 AND (coalesce(k.number, ?), k.id) > (?, ?)))))",
                [
                    Value::from(place.currency.clone()),
                    Value::from(place.currency.clone()),
                    Value::Integer(place.amount),
                    Value::Integer(place.amount),
                    Value::Integer(UNNUMBERED),
                    Value::Integer(place.number),
                    Value::Integer(place.key),
                ],
            );
        }
        sql.push(" ORDER BY g.currency, g.amount DESC, 3, k.id LIMIT ?", [limit]);
        sql
    }

    /// The customers at 0 in the order of their numbers.
    fn at_zero<'a>(
        &self,
        tx: &dyn Transaction,
        section: Section,
        after: Option<&Place>,
        limit: Value<'a>,
        seen: &str,
    ) -> Sql<'a> {
        let (behind, order, last) = match section {
            Section::ZeroUnnumbered => ("k.number IS NULL AND k.id > ?", "k.id", after.map(|p| p.key)),
            _ => ("k.number > ?", "k.number", after.map(|p| p.number)),
        };
        let mut sql = Sql::default();
        sql.push("SELECT ?, 0, coalesce(k.number, ?), k.id, ", [self.home(), Value::Integer(UNNUMBERED)]);
        sql.push("k.uid, k.name, k.number, coalesce((SELECT CAST(", []).push(self.orders(), []).push(" AS BIGINT)", []);
        sql.push(" FROM ", []).append(self.of_customer()).push(" AND t.currency = ?), 0)", [self.home()]);
        sql.push(" FROM customers k WHERE ", []).push(behind, [Value::Integer(last.unwrap_or(i64::MIN))]);
        if let Some(name) = &self.name {
            sql.push(" AND ", []).push(&contains(tx), [fold(name)]);
        }
        sql.append(self.seen(seen));
        sql.push(" AND (NOT EXISTS (SELECT 1 FROM ", []).append(self.of_customer());
        sql.push(&format!(") OR 0 = (SELECT CAST(sum(t.{}) AS BIGINT) FROM ", self.amount()), [])
            .append(self.of_customer());
        sql.push(" AND t.currency = ?))", [self.home()]);
        sql.push(&format!(" ORDER BY {order} LIMIT ?"), [limit]);
        sql
    }

    /// Counts the rows up to the limit. Every customer has one at least, so most reports need not be made for it.
    fn count(&self, tx: &mut dyn Transaction) -> Result<Total> {
        let mut named = Sql::default();
        named.push("SELECT k.id FROM customers k WHERE TRUE", []);
        if let Some(name) = &self.name {
            named.push(" AND ", []).push(&contains(tx), [fold(name)]);
        }
        named.append(self.seen("k.id"));
        let mut sql = Sql::default();
        sql.push("SELECT count(*) FROM (", []).append(named);
        sql.push(" LIMIT ?) AS counted", [Value::Integer(COUNT_LIMIT + 1)]);
        let customers: i64 = tx.value(&sql.text, &sql.params)?;
        if customers > COUNT_LIMIT {
            return Ok(Total { count: COUNT_LIMIT, more: true });
        }
        // A row for each currency of a customer's, and one for a customer without any.
        let mut sql = Sql::default();
        sql.push("SELECT coalesce(CAST(sum(CASE WHEN rows > 1 THEN rows ELSE 1 END) AS BIGINT), 0) FROM (", []);
        sql.push("SELECT (SELECT count(DISTINCT t.currency) FROM ", []).append(self.of_customer());
        sql.push(") AS rows FROM customers k WHERE TRUE", []);
        if let Some(name) = &self.name {
            sql.push(" AND ", []).push(&contains(tx), [fold(name)]);
        }
        sql.append(self.seen("k.id"));
        sql.push(") AS counted", []);
        let rows: i64 = tx.value(&sql.text, &sql.params)?;
        Ok(Total { count: rows.min(COUNT_LIMIT), more: rows > COUNT_LIMIT })
    }

    /// The orders that count, as `t`: a table and a condition.
    fn counted<'a>(&self) -> Sql<'a> {
        let mut sql = Sql::default();
        let marks = vec!["?"; self.statuses.len()].join(", ");
        let table = match self.days {
            // Derived totals by year answer for years; a period that begins or ends within one needs the orders.
            Days::All | Days::Years(..) => "customer_totals",
            Days::Period(..) => "orders",
        };
        let statuses = self.statuses.iter().map(|status| Value::Integer(*status));
        sql.push(&format!("{table} t WHERE t.status IN ({marks})"), statuses);
        match self.days {
            Days::All => {}
            Days::Years(from, to) => {
                sql.push(" AND t.year >= ? AND t.year <= ?", [Value::Integer(from), Value::Integer(to)]);
            }
            Days::Period(from, to) => {
                // Orders whose customer is not known yet are nobody's contribution.
                let days = [Value::from(from), Value::from(to)];
                sql.push(" AND t.customer IS NOT NULL AND t.date >= ? AND t.date <= ?", days);
            }
        }
        sql
    }

    /// That the customer in a column is one that is seen.
    fn seen<'a>(&self, column: &str) -> Sql<'a> {
        let mut sql = Sql::default();
        if let Some((seen, params)) = self.visible.of_column(column) {
            sql.push(&format!(" AND {seen}"), params);
        }
        sql
    }

    /// Those of the customer `k`.
    fn of_customer<'a>(&self) -> Sql<'a> {
        let mut sql = self.counted();
        sql.push(" AND t.customer = k.id", []);
        sql
    }

    /// The column that holds the amount.
    fn amount(&self) -> &'static str {
        if let Days::Period(..) = self.days { "total" } else { "amount" }
    }

    /// What counts the orders of a group.
    fn orders(&self) -> &'static str {
        if let Days::Period(..) = self.days { "count(*)" } else { "sum(t.orders)" }
    }

    fn home<'a>(&self) -> Value<'a> {
        Value::from(self.currency.clone())
    }
}

/// A page on its way.
struct Found {
    items: Vec<ContributionRow>,
    room: Room,
    /// Where the last row stands.
    last: Option<Place>,
    /// Whether there is a row for which there is no room.
    more: bool,
}

impl Found {
    /// Takes a row in, and says whether another one is wanted.
    fn take(&mut self, c: &mut Columns<'_>, section: Section) -> Result<bool> {
        if self.room.is_full() {
            self.more = true;
            return Ok(false);
        }
        let (row, place) = read(c, section)?;
        self.room.take(&row);
        self.items.push(row);
        self.last = Some(place);
        Ok(true)
    }
}

fn read(c: &mut Columns<'_>, section: Section) -> Result<(ContributionRow, Place)> {
    let place = Place { section, currency: c.next()?, amount: c.next()?, number: c.next()?, key: c.next()? };
    let row = ContributionRow {
        customer: CustomerRef::read(c)?,
        number: c.next()?,
        orders: c.next()?,
        amount: Money::from_minor(place.amount, place.currency.clone()),
    };
    Ok((row, place))
}

/// The condition that the name of the customer `k` contains a text.
fn contains(tx: &dyn Transaction) -> String {
    format!("{}(k.name_folded, ?) > 0", tx.dialect().position)
}

fn fold<'a>(name: &str) -> Value<'a> {
    Value::from(text::fold(name))
}

fn as_value<'a>(limit: usize) -> Value<'a> {
    Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX))
}

#[cfg(test)]
#[path = "contribution_tests.rs"]
mod tests;
