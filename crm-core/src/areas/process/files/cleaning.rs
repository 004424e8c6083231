//! What no file uses any more goes at night (FILE-3), some of it at a time; and what is kept is counted, against recomputation.

use super::store::content;
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity, Slices};
use crate::engine::schedule::End;
use crate::engine::tables::{Derived, Place, Wrong};

/// There is something to do as soon as a file or a version went.
pub(super) fn from(cx: &mut Context<'_>) -> Result<Option<Timestamp>> {
    Ok(content::any_loose(cx.tx())?.then_some(Timestamp::MIN_UTC))
}

/// FILE-3.
pub(super) fn run(slices: &mut Slices<'_>, end: End<'_>) -> Result<i64> {
    let mut gone = 0;
    loop {
        let some = slices.write(|cx| {
            let some = content::clean(cx.tx())?;
            if some.is_none() {
                end(cx)?;
            }
            Ok(some)
        })?;
        match some {
            Some(some) => gone += some,
            None => return Ok(gone),
        }
    }
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
