//! The statements on lines of opportunities.

use super::types::OpportunityLine;
use crate::engine::error::Result;
use crate::engine::money::Money;
use crate::engine::storage::{Transaction, Value, from_millionths, millionths, params};
use crate::opportunities::OpportunityId;
use crate::products::ProductId;

/// A line as it is written.
#[derive(Debug)]
pub(super) struct Line {
    /// The product, with its key.
    pub(super) product: Option<(i64, ProductId)>,
    /// As it is read again.
    pub(super) read: OpportunityLine,
    /// In the smallest units of the currency.
    pub(super) amount: i64,
}

/// The lines of an opportunity, whose amount is in that currency, in their order.
pub(super) fn lines(
    tx: &mut dyn Transaction,
    key: i64,
    opportunity: OpportunityId,
    currency: &str,
) -> Result<Vec<OpportunityLine>> {
    let sql = "SELECT p.uid, l.name, l.quantity_e6, l.unit_price_e6, l.discount_e6, l.amount FROM opportunity_lines l \
               LEFT JOIN products p ON p.id = l.product WHERE l.opportunity = ? ORDER BY l.place";
    let mut found = tx.all(sql, params![key], |c| {
        Ok(OpportunityLine {
            opportunity,
            position: 0,
            product: c.next::<Option<uuid::Uuid>>()?.map(ProductId),
            name: c.next()?,
            quantity: from_millionths(c.next()?),
            unit_price: Some(from_millionths(c.next()?)),
            discount_rate: c.next::<Option<i64>>()?.map(from_millionths),
            amount: Some(Money::from_minor(c.next()?, currency.to_owned())),
            withheld: Vec::new(),
        })
    })?;
    for (line, position) in found.iter_mut().zip(1..) {
        line.position = position;
    }
    Ok(found)
}

/// Whether there is any.
pub(super) fn is_any(tx: &mut dyn Transaction, key: i64) -> Result<bool> {
    tx.value("SELECT EXISTS (SELECT 1 FROM opportunity_lines l WHERE l.opportunity = ?)", params![key])
}

/// A product, with its key and what it is called.
pub(super) fn product(tx: &mut dyn Transaction, id: ProductId) -> Result<Option<(i64, String)>> {
    tx.one("SELECT id, name FROM products WHERE uid = ?", params![&id.0], |c| Ok((c.next()?, c.next()?)))
}

/// Lines that one statement writes at most.
const ROWS: usize = 16;

/// Writes these lines in the place of those that are there.
pub(super) fn replace(tx: &mut dyn Transaction, key: i64, lines: &[Line]) -> Result<()> {
    tx.execute("DELETE FROM opportunity_lines WHERE opportunity = ?", params![key])?;
    for (first, some) in lines.chunks(ROWS).enumerate() {
        let rows = vec!["(?, ?, ?, ?, ?, ?, ?, ?)"; some.len()].join(", ");
        let sql = format!(
            "INSERT INTO opportunity_lines (opportunity, place, product, name, quantity_e6, unit_price_e6, discount_e6, amount) \
             VALUES {rows}"
        );
        let mut values: Vec<Value<'_>> = Vec::with_capacity(some.len() * 8);
        for (place, line) in some.iter().enumerate() {
            let discount = line.read.discount_rate.map(millionths).transpose()?;
            let price = line.read.unit_price.map(millionths).transpose()?;
            values.extend([
                key.into(),
                ((first * ROWS + place) as i64).into(),
                line.product.map_or(Value::Null, |(product, _)| product.into()),
                line.read.name.as_str().into(),
                millionths(line.read.quantity)?.into(),
                price.unwrap_or_default().into(),
                discount.map_or(Value::Null, Value::from),
                line.amount.into(),
            ]);
        }
        tx.execute(&sql, &values)?;
    }
    Ok(())
}
