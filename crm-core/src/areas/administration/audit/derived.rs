//! Of which kinds the records are that a call changed, against the changes.

use super::store;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::tables::{Derived, Place, Wrong};

/// Everything that is noted of the changes.
pub(super) const DERIVED: &[&dyn Derived] = &[&Missing, &Stray];

/// Calls that the list by kind of record would not find.
#[derive(Debug)]
struct Missing;

impl Derived for Missing {
    fn entity(&self) -> Entity {
        Entity::SETTINGS
    }

    fn counted(&self, wrong: usize) -> Option<String> {
        Some(format!("{wrong} audited calls are not found by the kinds of the records that they changed"))
    }

    fn compare(&self, cx: &mut Context<'_>, behind: &Place, most: usize) -> Result<Vec<Wrong>> {
        let mut calls = store::not_found_by_kind(cx.tx(), behind.key, most)?;
        // A row a change.
        calls.dedup();
        Ok(calls.into_iter().map(Wrong::counted).collect())
    }

    fn mend(&self, cx: &mut Context<'_>, place: &Place) -> Result<bool> {
        Ok(store::note_kinds(cx.tx(), place.key)? > 0)
    }
}

/// Calls that are found by a kind of which they changed no record.
#[derive(Debug)]
struct Stray;

impl Derived for Stray {
    fn entity(&self) -> Entity {
        Entity::SETTINGS
    }

    fn counted(&self, wrong: usize) -> Option<String> {
        Some(format!("{wrong} audited calls are found by a kind of which they changed no record"))
    }

    fn compare(&self, cx: &mut Context<'_>, behind: &Place, most: usize) -> Result<Vec<Wrong>> {
        let rows = store::stray_kinds(cx.tx(), &behind.group, behind.key, most)?;
        let wrong = |(group, key)| Wrong { place: Place { group, key }, findings: Vec::new(), weight: 1 };
        Ok(rows.into_iter().map(wrong).collect())
    }

    fn mend(&self, cx: &mut Context<'_>, place: &Place) -> Result<bool> {
        Ok(store::forget_kind(cx.tx(), &place.group, place.key)? > 0)
    }
}
