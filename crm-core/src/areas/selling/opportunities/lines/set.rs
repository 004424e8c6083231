//! Setting the lines of an opportunity (SALE-9).

use rust_decimal::Decimal;

use super::store::{self, Line};
use super::types::{NewOpportunityLine, OpportunityLine};
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::money::{Money, decimal_places};
use crate::engine::wire::to_json;
use crate::opportunities::rules::{load, write_with};
use crate::opportunities::{Opportunity, OpportunityId, estimate};
use crate::sales::amounts::{line_amount, sum};

/// The lines of an opportunity with that key.
pub(in super::super) fn lines(cx: &mut Context<'_>, key: i64, of: &Opportunity) -> Result<Vec<OpportunityLine>> {
    // Without an amount there is no line.
    let Some(amount) = &of.amount else { return Ok(Vec::new()) };
    store::lines(cx.tx(), key, of.id, &amount.currency)
}

/// An amount that is the sum of lines isn't given.
pub(in super::super) fn not_given(cx: &mut Context<'_>, key: i64) -> Result<()> {
    if store::is_any(cx.tx(), key)? && !cx.violations().has("amount") {
        cx.violations().add("amount", "derived", "follows from the rest", None);
    }
    Ok(())
}

/// SALE-9.
pub(in super::super) fn set_lines(
    cx: &mut Context<'_>,
    id: &OpportunityId,
    currency: &str,
    lines: &[NewOpportunityLine],
    version: &Option<i64>,
) -> Result<Opportunity> {
    let (key, before) = load(cx, *id)?;
    cx.guard(&before, version)?;
    // What is not given goes, read or not.
    if !cx.rights().to(Entity::OPPORTUNITY.as_str(), "amount").writes() && !cx.violations().has("lines") {
        cx.violations().add("lines", "not_writable", "are fields that you may not write", None);
    }
    let places = decimal_places(currency);
    if places.is_none() && !cx.violations().has("currency") {
        cx.violations().add("currency", "unknown_currency", "must be a currency of ISO 4217", None);
    }
    let new = given(cx, (*id, currency, places.unwrap_or_default()), lines)?;
    let total = sum(new.iter().map(|line| line.amount));
    if total.is_none() {
        too_large(cx, "lines");
    }
    cx.check_fields()?;
    let was = self::lines(cx, key, &before)?;
    if new.iter().map(|line| &line.read).eq(&was) {
        return Ok(before);
    }
    store::replace(cx.tx(), key, &new)?;
    let mut after = before.clone();
    if let (Some(total), false) = (total, new.is_empty()) {
        after.amount = Some(Money::from_minor(total, currency.to_owned()));
        after.base_amount = estimate::base(cx, &after.amount)?;
    }
    let after = write_with(cx, key, &before, after, Vec::new(), None)?;
    let is: Vec<OpportunityLine> = new.into_iter().map(|line| line.read).collect();
    cx.told_beside((&Entity::OPPORTUNITY, (*id).into()), "lines", (Some(to_json(&was)), Some(to_json(&is))));
    Ok(after)
}

/// The lines as they are written. What is wrong with them is told, all of it.
fn given(
    cx: &mut Context<'_>,
    (opportunity, currency, places): (OpportunityId, &str, u32),
    lines: &[NewOpportunityLine],
) -> Result<Vec<Line>> {
    let mut found = Vec::with_capacity(lines.len());
    for (at, new) in lines.iter().enumerate() {
        let path = |field: &str| format!("lines[{at}].{field}");
        let wrong = |cx: &mut Context<'_>, field: &str, limit: &str, holds: bool| {
            let field = path(field);
            if !holds && !cx.violations().has(&field) {
                cx.violations().add(&field, "out_of_range", format!("must be within {limit}"), Some(limit.to_owned()));
            }
        };
        wrong(cx, "quantity", "0.000001..", new.quantity > Decimal::ZERO);
        wrong(cx, "unit_price", "0..", new.unit_price >= Decimal::ZERO);
        let discount = new.discount_rate.unwrap_or_default();
        wrong(cx, "discount_rate", "0..1", discount >= Decimal::ZERO && discount <= Decimal::ONE);
        let known = match new.product {
            Some(product) => store::product(cx.tx(), product)?,
            None => None,
        };
        if new.product.is_some() && known.is_none() {
            cx.violations().add(&path("product"), "unknown_record", "is not a product", None);
        }
        let name = new.name.clone().or_else(|| known.as_ref().map(|(_, name)| name.clone()));
        if name.is_none() && new.product.is_none() && !cx.violations().has(&path("name")) {
            cx.violations().missing_once(&path("name"));
        }
        let amount = line_amount(new.quantity, new.unit_price, new.discount_rate, places);
        let fits = ["quantity", "unit_price", "discount_rate"].iter().all(|field| !cx.violations().has(&path(field)));
        if amount.is_none() && fits {
            too_large(cx, &path("quantity"));
        }
        let amount = amount.unwrap_or_default();
        found.push(Line {
            product: known.map(|(key, _)| key).zip(new.product),
            read: OpportunityLine {
                opportunity,
                position: at as i64 + 1,
                product: new.product,
                name: name.unwrap_or_default(),
                quantity: new.quantity,
                unit_price: Some(new.unit_price),
                discount_rate: new.discount_rate,
                amount: Some(Money::from_minor(amount, currency.to_owned())),
                withheld: Vec::new(),
            },
            amount,
        });
    }
    Ok(found)
}

/// What comes of it is beyond what an amount can be.
fn too_large(cx: &mut Context<'_>, field: &str) {
    if !cx.violations().has(field) {
        cx.violations().add(field, "out_of_range", "comes to more than an amount can be", Some("10^15".to_owned()));
    }
}
