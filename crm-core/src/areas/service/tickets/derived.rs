//! Whether an interaction followed each ticket, against recomputation.

use super::store;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::tables::{Derived, Place, Wrong};

/// `tickets.followed_up`.
#[derive(Debug)]
pub(super) struct FollowedUp;

impl Derived for FollowedUp {
    fn entity(&self) -> Entity {
        Entity::TICKET
    }

    fn counted(&self, wrong: usize) -> Option<String> {
        Some(format!("{wrong} tickets are wrong about whether an interaction followed them"))
    }

    fn compare(&self, cx: &mut Context<'_>, behind: &Place, most: usize) -> Result<Vec<Wrong>> {
        let wrong = store::wrongly_followed_up(cx.tx(), behind.key, most)?;
        Ok(wrong.into_iter().map(Wrong::counted).collect())
    }

    fn mend(&self, cx: &mut Context<'_>, place: &Place) -> Result<bool> {
        Ok(store::mend_followed_up(cx.tx(), place.key)? > 0)
    }
}
