//! What is done.

use std::path::Path;

use super::store;
use super::types::*;
use crate::customers::store as customers;
use crate::error::Result;
use crate::gate::{Context, Entity};
use crate::sales::derived as sales;
use crate::settings;
use crate::tickets::store as tickets;

/// MAINT-1.
pub(super) fn backup(cx: &mut Context<'_>, file: &str) -> Result<()> {
    cx.check_fields()?;
    cx.tx().backup(Path::new(file))
}

/// MAINT-1.
pub(super) fn check(cx: &mut Context<'_>) -> Result<CheckReport> {
    let mut findings = cx.tx().integrity()?;
    findings.extend(derived(cx)?);
    Ok(findings.into())
}

/// The derived data against recomputation; a line a finding.
fn derived(cx: &mut Context<'_>) -> Result<Vec<String>> {
    let mut findings = sales::check(cx.tx())?;
    let required = settings::rules::of(cx)?.required_customer_fields.clone();
    let wrong = customers::wrongly_complete(cx.tx(), &required)?;
    if wrong > 0 {
        findings.push(format!("{wrong} customers are wrong about whether they are complete"));
    }
    let wrong = tickets::wrongly_followed_up(cx.tx())?;
    if wrong > 0 {
        findings.push(format!("{wrong} tickets are wrong about whether an interaction followed them"));
    }
    for folded in store::FOLDED {
        let wrong = store::wrongly_folded(cx.tx(), folded)?.len();
        if wrong > 0 {
            findings.push(format!("{wrong} rows of {} are not found by their texts", folded.table));
        }
    }
    Ok(findings)
}

/// What the check finds in derived data, put right. Where nothing is wrong, nothing is written.
pub(super) fn rebuild(cx: &mut Context<'_>) -> Result<CheckReport> {
    let findings = derived(cx)?;
    if !findings.is_empty() {
        sales::rebuild(cx.tx())?;
        let required = settings::rules::of(cx)?.required_customer_fields.clone();
        customers::recompute_complete(cx.tx(), &required)?;
        tickets::recompute_followed_up(cx.tx())?;
        for folded in store::FOLDED {
            for (key, text) in store::wrongly_folded(cx.tx(), folded)? {
                store::set_folded(cx.tx(), folded, key, &text)?;
            }
        }
        // Derived data have no audit of their own: the findings say what was put right.
        cx.summarise(Entity::Customer, &CheckReport::from(findings))?;
    }
    check(cx)
}
