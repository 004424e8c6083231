//! What no file uses any more goes at night (FILE-3), some of it at a time; and what is kept is counted, against recomputation.

use super::outside;
use super::store::{content, keys};
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity, Slices};
use crate::engine::schedule::End;
use crate::engine::tables::{Derived, Place, Wrong};

/// There is something to do as soon as a file or a version went, or something in the host's store is nobody's.
pub(super) fn from(cx: &mut Context<'_>) -> Result<Option<Timestamp>> {
    let before = outside::before(cx.now());
    let any = content::any_loose(cx.tx())? || keys::any(cx.tx(), before)?;
    Ok(any.then_some(Timestamp::MIN_UTC))
}

/// FILE-3, FILE-4.
pub(super) fn run(slices: &mut Slices<'_>, end: End<'_>) -> Result<i64> {
    let mut gone = 0;
    while let Some(some) = slices.write(|cx| {
        let now = cx.now();
        content::clean(cx.tx(), now)
    })? {
        gone += some;
    }
    outside::clean(slices)?;
    slices.write(|cx| end(cx))?;
    Ok(gone)
}

/// `file_space.bytes`.
#[derive(Debug)]
pub(super) struct Space;

impl Derived for Space {
    fn entity(&self) -> Entity {
        Entity::FILE
    }

    fn counted(&self, _wrong: usize) -> Option<String> {
        Some("the files' room is counted wrong".into())
    }

    fn compare(&self, cx: &mut Context<'_>, behind: &Place, _most: usize) -> Result<Vec<Wrong>> {
        let right = content::space(cx.tx())? == content::counted(cx.tx())?;
        Ok(if right || behind.key >= 1 { Vec::new() } else { vec![Wrong::counted(1)] })
    }

    fn mend(&self, cx: &mut Context<'_>, _place: &Place) -> Result<bool> {
        content::recount(cx.tx())
    }
}
