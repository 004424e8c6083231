//! The keys of each record (DUP-5), against recomputation: those that are not there. A key that no record says any more finds
//! a record that is looked at again, or none.

use super::fields::Subject;
use super::upkeep;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::tables::{Derived, Place, Wrong};

/// The keys of the records of an object.
#[derive(Debug)]
pub(super) struct Keys(pub(super) Subject);

impl Derived for Keys {
    fn entity(&self) -> Entity {
        self.0.entity()
    }

    fn counted(&self, wrong: usize) -> Option<String> {
        Some(format!("{wrong} records of the kind {} are not found by what they say", self.0.entity()))
    }

    fn compare(&self, cx: &mut Context<'_>, behind: &Place, most: usize) -> Result<Vec<Wrong>> {
        Ok(upkeep::lacks_keys(cx, self.0, behind.key, most)?.into_iter().map(Wrong::counted).collect())
    }

    fn mend(&self, cx: &mut Context<'_>, place: &Place) -> Result<bool> {
        upkeep::mend_keys(cx, self.0, place.key)
    }
}
