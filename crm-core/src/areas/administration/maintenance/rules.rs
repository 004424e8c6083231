//! What is done.

use std::path::Path;

use super::types::*;
use crate::engine::area;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity, Slices};
use crate::engine::storage::folding;

/// MAINT-1.
pub(super) fn backup(slices: &mut Slices<'_>, file: &str) -> Result<()> {
    slices.backup(Path::new(file), |slices| match slices.is_read_only() {
        true => Ok(()),
        false => slices.write(|cx| {
            cx.audit_without_change();
            Ok(())
        }),
    })
}

/// MAINT-1.
pub(super) fn check(cx: &mut Context<'_>) -> Result<CheckReport> {
    let mut findings = cx.tx().integrity()?;
    findings.extend(derived(cx)?);
    Ok(findings.into())
}

/// The derived data against recomputation; a line a finding.
fn derived(cx: &mut Context<'_>) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    for derived in area::all().flat_map(|area| area.derived) {
        findings.extend((derived.check)(cx)?);
    }
    for folded in folding::folded() {
        let wrong = folding::wrong(cx.tx(), folded)?;
        if wrong > 0 {
            findings.push(format!("{wrong} rows of {} are not found by their texts", folded.column.table));
        }
    }
    Ok(findings)
}

/// What the check finds in derived data, put right. Where nothing is wrong, nothing is written.
pub(super) fn rebuild(cx: &mut Context<'_>) -> Result<CheckReport> {
    let findings = derived(cx)?;
    if !findings.is_empty() {
        for derived in area::all().flat_map(|area| area.derived) {
            (derived.rebuild)(cx)?;
        }
        for folded in folding::folded() {
            folding::mend(cx.tx(), folded)?;
        }
        // Derived data have no audit of their own: the findings say what was put right.
        cx.summarise(Entity::CUSTOMER, &CheckReport::from(findings))?;
    }
    check(cx)
}
