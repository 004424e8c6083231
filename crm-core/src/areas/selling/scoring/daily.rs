//! The nightly work (SCORE-4): counts anew what was won and lost, and scores by it what is open; a rebuild does the same.

use super::settle::{settle, wrong};
use super::types::ScoredKind;
use super::upkeep::{self, SLICE};
use super::{setup, store};
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Slices};
use crate::engine::schedule::End;
use crate::engine::setup::store::{Document, enabled};

/// At night.
pub(super) fn nightly(slices: &mut Slices<'_>, end: End<'_>) -> Result<i64> {
    let changed = finish(slices)?;
    slices.write(|cx| end(cx))?;
    Ok(changed)
}

/// From when on there is something to do: always, where anything was closed or there is a rule.
pub(super) fn wanted_from(cx: &mut Context<'_>) -> Result<Option<Timestamp>> {
    let wanted = store::is_learning(cx.tx())? || has_rules(cx)?;
    Ok(wanted.then_some(Timestamp::MIN_UTC))
}

fn has_rules(cx: &mut Context<'_>) -> Result<bool> {
    let rules: Vec<Document<setup::ScoreRule>> = enabled(cx.tx(), &setup::SCORE_RULE)?;
    Ok(!rules.is_empty())
}

/// Brings counts and scores to what they follow from; how many records had another score. Where all is well nothing is written.
pub(crate) fn finish(slices: &mut Slices<'_>) -> Result<i64> {
    if slices.read(|cx| Ok(super::derived::wrong(cx)? > 0))? {
        slices.write(upkeep::recount)?;
    }
    let mut changed = 0;
    for kind in ScoredKind::ALL {
        let mut behind = 0;
        loop {
            let (last, found) = slices.read(|cx| {
                let keys = store::open_behind(cx.tx(), *kind, behind, SLICE)?;
                let found: Vec<i64> = wrong(cx, *kind, &keys)?.iter().map(|wrong| wrong.key).collect();
                Ok((keys.last().copied(), found))
            })?;
            let Some(last) = last else { break };
            behind = last;
            if !found.is_empty() {
                changed += slices.write(|cx| settle(cx, *kind, &found))?;
            }
        }
    }
    let left = |cx: &mut Context<'_>| {
        let kinds = ScoredKind::ALL.iter();
        kinds.map(|kind| store::reached(cx.tx(), *kind)).try_fold(false, |any, reached| Ok(any | reached?.is_some()))
    };
    if slices.read(left)? {
        slices.write(upkeep::reached)?;
    }
    Ok(i64::try_from(changed).unwrap_or(i64::MAX))
}
