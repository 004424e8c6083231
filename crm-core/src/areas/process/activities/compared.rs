//! The days that stand beside records, against what they follow from (ACT-14, MAINT-1).

use std::collections::BTreeSet;

use super::store::days;
use super::touch;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity, kind};
use crate::engine::hanging::Concern;
use crate::engine::sorting::Arranged as _;
use crate::engine::tables::{Derived, Place, Wrong};

/// Records that are compared together.
const PAGE: i64 = 1_000;

#[derive(Debug)]
pub(super) struct Kept;

/// The tables whose records bear activities, in order; what sleeps or is hidden has them too.
fn homes(cx: &mut Context<'_>) -> Result<BTreeSet<String>> {
    let catalogue = cx.catalogue()?;
    let typed = kind::all().filter(|kind| kind.bears.contains(&Concern::Activities)).map(|kind| kind.table.to_owned());
    let made = catalogue.tables.iter().filter(|table| table.pack.is_some()).map(|table| table.key.to_string());
    Ok(typed.chain(made).into_set())
}

impl Derived for Kept {
    fn entity(&self) -> Entity {
        Entity::ACTIVITY
    }

    fn counted(&self, wrong: usize) -> Option<String> {
        Some(format!("{wrong} records are wrong about the days of their activities"))
    }

    fn compare(&self, cx: &mut Context<'_>, behind: &Place, most: usize) -> Result<Vec<Wrong>> {
        let mut found = Vec::new();
        for home in homes(cx)?.into_iter().filter(|home| *home >= behind.group) {
            let mut key = if home == behind.group { behind.key } else { i64::MIN };
            while found.len() < most {
                let page = days::page(cx.tx(), &home, key, PAGE)?;
                let Some(last) = page.last() else { break };
                key = last.key;
                let wrong = page.iter().filter(|found| found.kept != found.right);
                found.extend(wrong.map(|found| Wrong {
                    place: Place { group: home.clone(), key: found.key },
                    findings: Vec::new(),
                    weight: 1,
                }));
            }
        }
        found.truncate(most);
        Ok(found)
    }

    fn mend(&self, cx: &mut Context<'_>, place: &Place) -> Result<bool> {
        touch::mend(cx.tx(), &place.group, place.key)
    }
}
