//! Whether each customer is complete (CUST-2), against recomputation.

use super::store;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::tables::Derived;
use crate::settings;

pub(super) const DERIVED: Derived = Derived { check, rebuild };

fn check(cx: &mut Context<'_>) -> Result<Vec<String>> {
    let required = settings::rules::of(cx)?.required_customer_fields.clone();
    let wrong = store::wrongly_complete(cx.tx(), &required)?;
    let finding = || format!("{wrong} customers are wrong about whether they are complete");
    Ok((wrong > 0).then(finding).into_iter().collect())
}

fn rebuild(cx: &mut Context<'_>) -> Result<()> {
    let required = settings::rules::of(cx)?.required_customer_fields.clone();
    store::recompute_complete(cx.tx(), &required).map(drop)
}
