//! REP-3: the service report, tickets by kind.

use super::types::*;
use crate::dictionary::Choice;
use crate::engine::calendar;
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::storage::{Transaction, params};

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
    let rows = rows(cx.tx(), between)?;
    Ok(ServiceReport { year, tickets: rows.iter().map(|row| row.tickets).sum(), rows })
}

fn rows(tx: &mut dyn Transaction, between: Option<(Timestamp, Timestamp)>) -> Result<Vec<ServiceRow>> {
    macro_rules! by_kind {
        ($condition:literal) => {
            concat!(
                "SELECT e.uid, e.item, (SELECT count(*) FROM tickets t WHERE t.kind = e.id",
                $condition,
                ") FROM dictionary_entries e WHERE e.category = 'ticket_kind' ORDER BY e.number, e.id"
            )
        };
    }
    let read =
        |c: &mut crate::engine::storage::Columns<'_>| Ok(ServiceRow { kind: Choice::read(c)?, tickets: c.next()? });
    match between {
        None => tx.all(by_kind!(""), &[], read),
        Some((from, before)) => {
            tx.all(by_kind!(" AND t.created_at >= ? AND t.created_at < ?"), params![from, before], read)
        }
    }
}
