//! The counts, against recomputation (MAINT-1).

use super::{store, upkeep};
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::tables::{Derived, Place, Wrong};

/// How many counts are wrong.
pub(super) fn wrong(cx: &mut Context<'_>) -> Result<i64> {
    let since = upkeep::since(cx)?;
    store::wrong(cx.tx(), since)
}

/// All of them, which are made anew together.
#[derive(Debug)]
pub(super) struct Counts;

impl Derived for Counts {
    fn entity(&self) -> Entity {
        Entity::OPPORTUNITY
    }

    fn compare(&self, cx: &mut Context<'_>, behind: &Place, _most: usize) -> Result<Vec<Wrong>> {
        if behind.key > 0 {
            return Ok(Vec::new());
        }
        let findings = match wrong(cx)? {
            0 => return Ok(Vec::new()),
            wrong => vec![format!("{wrong} counts of what was won and lost are wrong")],
        };
        Ok(vec![Wrong { place: 1.into(), findings, weight: 1 }])
    }

    fn mend(&self, cx: &mut Context<'_>, _place: &Place) -> Result<bool> {
        if wrong(cx)? == 0 {
            return Ok(false);
        }
        upkeep::recount(cx).map(|()| true)
    }
}
