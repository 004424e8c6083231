//! The dates of customers' last orders as packs see them: what a push does to them is told to what packs compute of them, check
//! and sum (EXT-5, ROLL-3), behind the orders. Where no pack says anything of customers, nothing is noted and nothing asked.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::{Value as Json, json};

use super::extended::ALONE;
use super::push::{items, result};
use super::store::derived as store;
use super::types::{PushOutcome, PushResult};
use crate::engine::clock::Date;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::RecordId;
use crate::engine::storage::Transaction;

/// A customer's last order date, as the call found it.
type Found = (RecordId, Option<Date>);

/// The dates that a call may change, by the customers' keys; none are noted where nobody asks.
#[derive(Debug, Default)]
pub(crate) struct Dates(Option<BTreeMap<i64, Found>>);

impl Dates {
    /// Those of a call.
    pub(super) fn of(cx: &mut Context<'_>) -> Result<Dates> {
        Ok(Dates(cx.has_custom(&Entity::CUSTOMER)?.then(BTreeMap::new)))
    }

    /// Whether anybody asks.
    pub(super) fn are_asked(&self) -> bool {
        self.0.is_some()
    }

    /// Notes the date of a customer that is about to change.
    pub(super) fn note(&mut self, tx: &mut dyn Transaction, customer: i64) -> Result<()> {
        if let Some(noted) = self.0.as_mut().filter(|noted| !noted.contains_key(&customer))
            && let Some(found) = store::dated(tx, customer)?
        {
            noted.insert(customer, found);
        }
        Ok(())
    }

    /// Brings what packs say of the customers to their dates as they are by now.
    pub(super) fn tell(self, cx: &mut Context<'_>) -> Result<()> {
        let told =
            |date: Option<Date>| json!({"last_order_date": date.map_or(Json::Null, |date| date.to_string().into())});
        for (customer, (id, before)) in self.0.unwrap_or_default() {
            let after = store::dated(cx.tx(), customer)?.and_then(|(_, date)| date);
            if before != after {
                cx.customise_beside(&Entity::CUSTOMER, &[id], (&told(before), &told(after)), None)?;
            }
        }
        Ok(())
    }
}

/// What became of records, with the dates of customers that they moved.
pub(crate) type Pushed = Result<(PushResult, Dates)>;

/// Pushes or removes the records in a range, in the list of that name, each told by itself or not.
pub(super) type PushSome<'p> = &'p dyn Fn(&mut Context<'_>, &str, Range<usize>, bool) -> Pushed;

/// Pushes or removes the records of a list together. Where what packs say of a customer stands against it each goes by itself, so
/// that the refusal is that of its line.
pub(super) fn together(
    cx: &mut Context<'_>,
    (list, keys): (&str, &[&str]),
    per_record: bool,
    push: PushSome<'_>,
) -> Result<PushResult> {
    if !cx.has_custom(&Entity::CUSTOMER)? {
        return push(cx, list, 0..keys.len(), per_record).map(|(result, _)| result);
    }
    let found = cx.violations().clone();
    let done = cx.savepoint(|cx| {
        let (result, dates) = push(cx, list, 0..keys.len(), per_record)?;
        let others = std::mem::take(cx.violations());
        dates.tell(cx)?;
        *cx.violations() = others;
        Ok(result)
    });
    match done {
        Err(CrmError::Invalid { .. }) => {}
        done => return done,
    }
    *cx.violations() = found;
    let mut items = items(cx, list, keys, |key| key)?;
    let others = std::mem::take(cx.violations());
    for (at, item) in items.iter_mut().enumerate() {
        let wrong = std::mem::take(&mut item.errors).into_fields();
        match cx.savepoint(|cx| {
            cx.violations().within(format!("{ALONE}[0]"), |found| found.extend(wrong.iter().cloned()));
            let (mut pushed, dates) = push(cx, ALONE, at..at + 1, true)?;
            let Some(pushed) = pushed.records.pop() else { return Err(CrmError::bug("a line without a result")) };
            if pushed.outcome == PushOutcome::Refused {
                return Err(CrmError::Invalid { fields: pushed.errors });
            }
            dates.tell(cx)?;
            Ok(pushed.outcome)
        }) {
            Ok(outcome) => item.outcome = outcome,
            Err(CrmError::Invalid { fields }) => item.errors.extend(fields),
            Err(failure) => return Err(failure),
        }
    }
    *cx.violations() = others;
    Ok(result(cx, list, items, per_record))
}
