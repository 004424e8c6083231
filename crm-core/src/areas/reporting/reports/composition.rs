//! REP-2: the composition report, customers by level, credit or satisfaction.

use std::collections::HashMap;

use super::shares::basis_points;
use super::types::*;
use crate::dictionary::Choice;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::storage::{Transaction, Visibility, params};

/// The grades of credit and satisfaction.
const GRADES: std::ops::RangeInclusive<i64> = 1..=5;

/// REP-2.
pub(super) fn composition(cx: &mut Context<'_>, by: &CompositionBy, all_customers: &bool) -> Result<CompositionReport> {
    cx.check_fields()?;
    let visible = cx.visibility(&Entity::CUSTOMER)?;
    let mut counts = counts(cx.tx(), &visible, *by, *all_customers)?;
    let mut rows = rows(cx.tx(), *by)?;
    for (value, row) in &mut rows {
        row.customers = counts.remove(value).unwrap_or(0);
    }
    let mut rows: Vec<CompositionRow> = rows.into_iter().map(|(_, row)| row).collect();
    let customers: Vec<i64> = rows.iter().map(|row| row.customers).collect();
    for (row, share) in rows.iter_mut().zip(basis_points(&customers)) {
        row.share = share;
    }
    let customers = customers.iter().sum();
    Ok(CompositionReport { by: *by, all_customers: *all_customers, customers, rows, partial: visible.is_partial() })
}

/// How many customers have each value of the column (an entry's key, or a grade), and how many have none.
fn counts(
    tx: &mut dyn Transaction,
    visible: &Visibility,
    by: CompositionBy,
    all_customers: bool,
) -> Result<HashMap<Option<i64>, i64>> {
    macro_rules! by_column {
        ($column:literal, $count:literal) => {
            [concat!("SELECT ", $column, ", ", $count, " FROM customers"), concat!(" GROUP BY ", $column)]
        };
    }
    // As a condition, `status` would be looked up in its own index, and every customer behind it. Counted this way each
    // is answered from the column's index alone.
    macro_rules! active_by_column {
        ($column:literal) => {
            by_column!($column, "CAST(sum(CASE WHEN status = 'active' THEN 1 ELSE 0 END) AS BIGINT)")
        };
    }
    let sql = match (by, all_customers) {
        (CompositionBy::Level, false) => active_by_column!("level"),
        (CompositionBy::Credit, false) => active_by_column!("credit"),
        (CompositionBy::Satisfaction, false) => active_by_column!("satisfaction"),
        (CompositionBy::Level, true) => by_column!("level", "count(*)"),
        (CompositionBy::Credit, true) => by_column!("credit", "count(*)"),
        (CompositionBy::Satisfaction, true) => by_column!("satisfaction", "count(*)"),
    };
    let [select, group] = sql;
    let key = visible.column(tx, "id")?;
    let (seen, params) = visible.of_column(&key).unwrap_or_default();
    let sql = if seen.is_empty() { format!("{select}{group}") } else { format!("{select} WHERE {seen}{group}") };
    let found: Vec<(Option<i64>, i64)> = tx.all(&sql, &params, |c| Ok((c.next()?, c.next()?)))?;
    Ok(found.into_iter().collect())
}

/// The rows of the report, still empty, each with the value of the column that it counts.
fn rows(tx: &mut dyn Transaction, by: CompositionBy) -> Result<Vec<(Option<i64>, CompositionRow)>> {
    let category = match by {
        CompositionBy::Level => "customer_level",
        CompositionBy::Credit => "credit",
        CompositionBy::Satisfaction => "satisfaction",
    };
    let entries: Vec<(i64, String, Choice)> = tx.all(
        "SELECT id, value, uid, item FROM dictionary_entries WHERE category = ? ORDER BY number, id",
        params![category],
        |c| Ok((c.next()?, c.next()?, Choice::read(c)?)),
    )?;
    let row = |entry, grade| CompositionRow { entry, grade, customers: 0, share: 0 };
    let mut rows: Vec<(Option<i64>, CompositionRow)> = match by {
        CompositionBy::Level => {
            entries.into_iter().map(|(key, _, entry)| (Some(key), row(Some(entry), None))).collect()
        }
        CompositionBy::Credit | CompositionBy::Satisfaction => GRADES
            .map(|grade| {
                let label = entries.iter().find(|(_, value, _)| *value == grade.to_string());
                (Some(grade), row(label.map(|(_, _, entry)| entry.clone()), Some(grade)))
            })
            .collect(),
    };
    rows.push((None, row(None, None)));
    Ok(rows)
}
