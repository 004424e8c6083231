//! CAPT-10: where opportunities come from, and what becomes of them.
//!
//! Grouped along the creation of the period's opportunities, and listed in the order of what they are grouped by; what says
//! nothing comes first, as a row of its own, so that all rows add up.

use rust_decimal::Decimal;

use super::sql::Sql;
use super::types::*;
use crate::engine::calendar::day_start;
use crate::engine::clock::{Date, Timestamp};
use crate::engine::cursor::{self, Key};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::RecordId;
use crate::engine::money::Money;
use crate::engine::page::{COUNT_LIMIT, PageRequest, Room, Total};
use crate::engine::storage::{Columns, Row, Transaction, Value, Visibility};

const CURSOR: &str = "sources";

/// What opportunities are grouped by: the value of each, how such values are found in it, and what they are called.
struct Grouped {
    value: &'static str,
    join: &'static str,
    id: &'static str,
    name: &'static str,
    /// What it is called, joined to the groups.
    called: &'static str,
}

impl SourceBy {
    fn grouped(self) -> Grouped {
        let of = |value, called, name| Grouped { value, join: "", id: "n.uid", name, called };
        match self {
            SourceBy::Origin => {
                of("coalesce(o.origin, 0)", " LEFT JOIN dictionary_entries n ON n.id = g.value", "n.item")
            }
            SourceBy::Form => of(
                "coalesce((SELECT k.form FROM captures k WHERE k.opportunity = o.id AND k.outcome = 'created' \
                 AND k.form IS NOT NULL ORDER BY k.id LIMIT 1), 0)",
                " LEFT JOIN setup_documents n ON n.id = g.value",
                "n.name",
            ),
            SourceBy::Source => Grouped {
                value: "coalesce(o.source, '')",
                join: "",
                id: "NULL",
                name: "CASE WHEN g.value = '' THEN NULL ELSE g.value END",
                called: "",
            },
            SourceBy::Department => Grouped {
                join: " LEFT JOIN users a ON a.id = o.assignee",
                ..of("coalesce(a.department, 0)", " LEFT JOIN departments n ON n.id = g.value", "n.name")
            },
            SourceBy::Assignee => {
                of("coalesce(o.assignee, 0)", " LEFT JOIN users n ON n.id = g.value", "n.display_name")
            }
        }
    }
}

/// CAPT-10.
pub(super) fn sources(
    cx: &mut Context<'_>,
    by: &SourceBy,
    from: &Date,
    to: &Date,
    page: &Option<PageRequest>,
) -> Result<SourcePage> {
    if to < from {
        let limit = Some(from.to_string());
        cx.violations().add("period_to", "period_reversed", "must not be before period_from", limit);
    }
    cx.check_fields()?;
    let (zone, currency) = (cx.company()?.zone.clone(), cx.company()?.currency.clone());
    let behind = to.succ_opt().map_or(Timestamp::MAX_UTC, |day| day_start(&zone, day));
    let visible = cx.visibility(&Entity::OPPORTUNITY)?;
    let report = Report { by: *by, between: (day_start(&zone, *from), behind), currency, visible };
    report.page(cx.tx(), page)
}

struct Report {
    by: SourceBy,
    /// From this instant on, and before that.
    between: (Timestamp, Timestamp),
    currency: String,
    visible: Visibility,
}

impl Report {
    /// The opportunities that count, each with its group.
    fn counted<'a>(&self, tx: &mut dyn Transaction) -> Result<Sql<'a>> {
        let grouped = self.by.grouped();
        let mut sql = Sql::default();
        let (value, join) = (grouped.value, grouped.join);
        sql.push(
            &format!(
                "SELECT {value} AS value, o.status, o.created_at, o.closed_at, o.base_amount, o.base_amount_currency \
                 FROM opportunities o{join} WHERE o.created_at >= ? AND o.created_at < ?"
            ),
            [Value::from(self.between.0), Value::from(self.between.1)],
        );
        if let Some((seen, params)) = self.visible.of_column(&self.visible.column(tx, "o.id")?) {
            sql.push(&format!(" AND {seen}"), params);
        }
        Ok(sql)
    }

    fn page(&self, tx: &mut dyn Transaction, request: &Option<PageRequest>) -> Result<SourcePage> {
        let total = match request {
            Some(request) if request.count == Some(true) => Some(self.count(tx)?),
            _ => None,
        };
        let after = match request.as_ref().and_then(|request| request.after.as_ref()) {
            Some(after) => cursor::decode(CURSOR, after, 1)?.into_iter().next(),
            None => None,
        };
        let behind = match (&after, self.by) {
            (None, _) => None,
            (Some(Key::Text(value)), SourceBy::Source) => Some(Value::from(value.clone())),
            (Some(Key::Integer(value)), by) if by != SourceBy::Source => Some(Value::Integer(*value)),
            (Some(_), _) => return Err(CrmError::cursor()),
        };
        let sums = |states: &[(&str, &str)]| {
            let sum = |(status, what): &(&str, &str)| {
                format!(", CAST(sum(CASE WHEN c.status = '{status}' THEN {what} ELSE 0 END) AS BIGINT)")
            };
            states.iter().map(sum).collect::<String>()
        };
        let mut room = Room::of(request);
        let limit = i64::try_from(room.rows.saturating_add(1)).unwrap_or(i64::MAX);
        let grouped = self.by.grouped();
        let mut sql = Sql::default();
        sql.push(&format!("SELECT {}, {}, g.* FROM (SELECT c.value, count(*)", grouped.id, grouped.name), []);
        sql.push(&sums(&[("unassigned", "1"), ("assigned", "1"), ("developed", "1"), ("failed", "1")]), []);
        // What was won in the company's currency, and how many were won of which nobody knows how much that is.
        sql.push(
            ", CAST(sum(CASE WHEN c.status = 'developed' AND c.base_amount_currency = ? THEN c.base_amount ELSE 0 END) AS BIGINT), \
             CAST(sum(CASE WHEN c.status = 'developed' AND (c.base_amount IS NULL OR c.base_amount_currency <> ?) THEN 1 ELSE 0 END) AS BIGINT), \
             CAST(sum(CASE WHEN c.closed_at IS NULL THEN 0 ELSE c.closed_at / 1000000 - c.created_at / 1000000 END) AS BIGINT) FROM (",
            [Value::from(self.currency.clone()), Value::from(self.currency.clone())],
        );
        sql.append(self.counted(tx)?).push(") AS c", []);
        if let Some(behind) = behind {
            sql.push(" WHERE c.value > ?", [behind]);
        }
        sql.push(" GROUP BY c.value ORDER BY c.value LIMIT ?) AS g", [Value::Integer(limit)]);
        sql.push(grouped.called, []).push(" ORDER BY g.value", []);
        let (mut items, mut last, mut more) = (Vec::new(), None, false);
        tx.query(&sql.text, &sql.params, &mut |row: &dyn Row| {
            if room.is_full() {
                more = true;
                return Ok(false);
            }
            let (key, row) = self.read(&mut Columns::new(row))?;
            room.take(&row);
            last = Some(key);
            items.push(row);
            Ok(true)
        })?;
        let next = last.filter(|_| more).map(|key| cursor::encode(CURSOR, &[key]));
        Ok(SourcePage { items, next, total, partial: self.visible.is_partial() })
    }

    fn read(&self, c: &mut Columns<'_>) -> Result<(Key, SourceRow)> {
        let (id, name): (Option<uuid::Uuid>, Option<String>) = (c.next()?, c.next()?);
        let key = match self.by {
            SourceBy::Source => Key::Text(c.next()?),
            _ => Key::Integer(c.next()?),
        };
        let (captured, unassigned, open, developed, failed): (i64, i64, i64, i64, i64) =
            (c.next()?, c.next()?, c.next()?, c.next()?, c.next()?);
        let (won, unpriced, seconds): (i64, i64, i64) = (c.next()?, c.next()?, c.next()?);
        let parts = |part: i64, of: i64, by: i64, places: u32| {
            (of > 0).then(|| (Decimal::from(part) * Decimal::from(by) / Decimal::from(of)).round_dp(places))
        };
        let conversion = parts(developed, captured, 10_000, 0).unwrap_or_default();
        let row = SourceRow {
            id: id.map(RecordId),
            name,
            captured,
            unassigned,
            open,
            developed,
            failed,
            conversion: i64::try_from(conversion).unwrap_or(0),
            won: Some(Money::from_minor(won, self.currency.clone())),
            unpriced: Some(unpriced),
            mean_days: parts(seconds, (developed + failed).saturating_mul(86_400), 1, 1),
        };
        Ok((key, row))
    }

    fn count(&self, tx: &mut dyn Transaction) -> Result<Total> {
        let mut sql = Sql::default();
        sql.push("SELECT count(*) FROM (SELECT DISTINCT c.value FROM (", []).append(self.counted(tx)?);
        sql.push(") AS c LIMIT ?) AS counted", [Value::Integer(COUNT_LIMIT + 1)]);
        let groups: i64 = tx.value(&sql.text, &sql.params)?;
        Ok(Total { count: groups.min(COUNT_LIMIT), more: groups > COUNT_LIMIT })
    }
}
