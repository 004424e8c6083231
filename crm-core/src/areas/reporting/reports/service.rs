//! REP-3: the service report, tickets by kind.

use super::types::*;
use crate::dictionary::Choice;
use crate::engine::calendar;
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::storage::{Transaction, Value, Visibility};

/// REP-3.
pub(super) fn service(cx: &mut Context<'_>, year: &Option<i64>) -> Result<ServiceReport> {
    cx.check_fields()?;
    let between = match year {
        Some(year) => Some(calendar::year_bounds(&cx.company()?.zone, *year)),
        None => None,
    };
    count(cx, *year, between)
}

/// The tickets created from the first instant up to, and without, the second; all of them where there are none.
pub(super) fn count(
    cx: &mut Context<'_>,
    year: Option<i64>,
    between: Option<(Timestamp, Timestamp)>,
) -> Result<ServiceReport> {
    let visible = cx.visibility(&Entity::TICKET)?;
    let rows = rows(cx.tx(), &visible, between)?;
    let (tickets, partial) = (rows.iter().map(|row| row.tickets).sum(), visible.is_partial());
    Ok(ServiceReport { year, tickets, rows, partial })
}

fn rows(
    tx: &mut dyn Transaction,
    visible: &Visibility,
    between: Option<(Timestamp, Timestamp)>,
) -> Result<Vec<ServiceRow>> {
    let mut condition = String::new();
    let mut params: Vec<Value<'_>> = Vec::new();
    if let Some((from, before)) = between {
        condition += " AND t.created_at >= ? AND t.created_at < ?";
        params.extend([Value::from(from), Value::from(before)]);
    }
    if let Some((seen, more)) = visible.of_column(&visible.column(tx, "t.id")?) {
        condition += &format!(" AND {seen}");
        params.extend(more);
    }
    let sql = format!(
        "SELECT e.uid, e.item, (SELECT count(*) FROM tickets t WHERE t.kind = e.id{condition}) \
         FROM dictionary_entries e WHERE e.category = 'ticket_kind' ORDER BY e.number, e.id"
    );
    tx.all(&sql, &params, |c| Ok(ServiceRow { kind: Choice::read(c)?, tickets: c.next()? }))
}
