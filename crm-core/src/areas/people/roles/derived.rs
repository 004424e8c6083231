//! Whether a role that each user holds limits fields, against recomputation.

use crate::engine::confidential;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::tables::{Derived, Place, Wrong};

/// `users.limited`.
#[derive(Debug)]
pub(super) struct Limited;

impl Derived for Limited {
    fn entity(&self) -> Entity {
        Entity::USER
    }

    fn counted(&self, wrong: usize) -> Option<String> {
        Some(format!("{wrong} users are wrong about whether their roles limit fields"))
    }

    fn compare(&self, cx: &mut Context<'_>, behind: &Place, most: usize) -> Result<Vec<Wrong>> {
        let wrong = confidential::wrongly_noted(cx.tx(), behind.key, most)?;
        Ok(wrong.into_iter().map(Wrong::counted).collect())
    }

    fn mend(&self, cx: &mut Context<'_>, place: &Place) -> Result<bool> {
        confidential::note_user(cx.tx(), place.key)
    }
}
