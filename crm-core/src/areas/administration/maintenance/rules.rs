//! What is done.

use std::path::Path;

use super::types::*;
use crate::activities::redated;
use crate::customers::recount;
use crate::duplicates;
use crate::engine::area;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Slices};
use crate::engine::objects::records as objects;
use crate::engine::scope;
use crate::engine::storage::folding;
use crate::engine::tables::{Derived, Place, Wrong};
use crate::files::outside;
use crate::scoring;

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

/// MAINT-1, FILE-4. On one snapshot, and behind it what lies in the host's store.
pub(super) fn check(slices: &mut Slices<'_>) -> Result<CheckReport> {
    let mut findings = slices.read(in_database)?;
    let (mut told, mut further) = (Vec::new(), 0);
    outside::check(slices, &mut |finding| if told.len() < TOLD { told.push(finding) } else { further += 1 })?;
    if further > 0 {
        told.push(format!("and {further} more of the kind"));
    }
    findings.extend(told);
    Ok(findings.into())
}

fn in_database(cx: &mut Context<'_>) -> Result<Vec<String>> {
    let mut findings = cx.tx().integrity()?;
    for derived in derived() {
        let (mut found, mut behind) = (Findings::default(), Place::default());
        loop {
            let wrong = derived.compare(cx, &behind, PAGE)?;
            let Some(last) = wrong.last() else { break };
            behind = last.place.clone();
            found.add(wrong);
        }
        findings.extend(found.told(derived));
    }
    Ok(findings)
}

/// Wrong places that are looked for together, and put right in one transaction at the most.
const PAGE: usize = 500;

/// Rows that one transaction reads at the most to put places right, where it is not one place alone.
const WEIGHT: usize = 5_000;

/// Findings told of one kind; the rest is counted.
const TOLD: usize = 100;

/// Everything that follows from other data, in an order in which what follows stands behind what it follows from.
fn derived() -> impl Iterator<Item = &'static dyn Derived> {
    let folded = folding::folded().map(|folded| folded as &dyn Derived);
    let areas = area::all().flat_map(|area| area.derived.iter().copied());
    areas.chain(scope::derived()).chain(folded).chain(objects::derived())
}

/// What is told of one kind.
#[derive(Default)]
struct Findings {
    told: Vec<String>,
    wrong: usize,
    findings: usize,
}

impl Findings {
    fn add(&mut self, wrong: impl IntoIterator<Item = Wrong>) {
        for Wrong { findings, .. } in wrong {
            self.wrong += 1;
            self.findings += findings.len();
            let room = TOLD.saturating_sub(self.told.len());
            self.told.extend(findings.into_iter().take(room));
        }
    }

    fn told(self, of: &dyn Derived) -> Vec<String> {
        let Findings { mut told, wrong, findings } = self;
        if wrong > 0 {
            told.extend(of.counted(wrong));
        }
        if findings > TOLD {
            told.push(format!("and {} more of the kind", findings - TOLD));
        }
        told
    }
}

/// What the check finds in derived data, put right: found on a snapshot, and looked at again in the short transaction
/// that writes it. Where nothing is wrong, nothing is written.
pub(super) fn rebuild(slices: &mut Slices<'_>) -> Result<CheckReport> {
    recount::finish(slices)?;
    redated::finish(slices)?;
    scope::state::finish(slices)?;
    duplicates::upkeep::finish(slices)?;
    for derived in derived() {
        let mut behind = Place::default();
        loop {
            let mut wrong = slices.read(|cx| derived.compare(cx, &behind, PAGE))?;
            let Some(last) = wrong.last() else { break };
            behind = last.place.clone();
            while !wrong.is_empty() {
                let rest = wrong.split_off(first(&wrong));
                mend(slices, derived, std::mem::replace(&mut wrong, rest))?;
            }
        }
    }
    scoring::daily::finish(slices)?;
    check(slices)
}

/// How many of the places one transaction takes.
fn first(wrong: &[Wrong]) -> usize {
    let mut weight = 0;
    let fits = |wrong: &&Wrong| {
        weight += wrong.weight;
        weight <= WEIGHT
    };
    wrong.iter().take_while(fits).count().max(1)
}

fn mend(slices: &mut Slices<'_>, derived: &dyn Derived, wrong: Vec<Wrong>) -> Result<()> {
    let places: Vec<Place> = wrong.iter().map(|wrong| wrong.place.clone()).collect();
    let mut found = Findings::default();
    found.add(wrong);
    // Derived data have no audit of their own: the findings say what was put right.
    let report = CheckReport::from(found.told(derived));
    slices.write(|cx| {
        cx.tx().expect(places.len())?;
        let mut mended = false;
        for place in &places {
            mended |= derived.mend(cx, place)?;
        }
        // Somebody else may have been there before.
        if mended { cx.summarise(derived.entity(), &report) } else { Ok(()) }
    })
}
