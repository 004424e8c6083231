//! Whether each customer is complete (CUST-2), against recomputation.

use super::recount::{self, Demands};
use super::store;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::tables::{Derived, Place, Wrong};

/// `customers.complete`.
#[derive(Debug)]
pub(super) struct Complete;

impl Derived for Complete {
    fn entity(&self) -> Entity {
        Entity::CUSTOMER
    }

    fn counted(&self, wrong: usize) -> Option<String> {
        Some(format!("{wrong} customers are wrong about whether they are complete"))
    }

    fn compare(&self, cx: &mut Context<'_>, behind: &Place, most: usize) -> Result<Vec<Wrong>> {
        let demands = Demands::of(cx)?;
        // Behind a recount that is under way nobody goes by what is stored.
        let until = recount::stands_at(cx)?.unwrap_or(i64::MAX);
        let wrong = store::wrongly_complete(cx.tx(), &demands, behind.key, until, most)?;
        Ok(wrong.into_iter().map(Wrong::counted).collect())
    }

    fn mend(&self, cx: &mut Context<'_>, place: &Place) -> Result<bool> {
        let demands = Demands::of(cx)?;
        Ok(store::recount(cx.tx(), &demands, place.key - 1, place.key)? > 0)
    }
}
