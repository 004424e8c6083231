//! Moving from stage to stage, and what that asks for (PIPE-4).

use super::setup::Pipeline;
use super::store;
use super::store::keeping;
use super::types::*;
use super::{Entering, required};
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::setup::store::{Document, of_key};
use crate::opportunities::rules::{changed, load};
use crate::opportunities::{Opportunity, OpportunityId};

/// The place of a stage among those of a pipeline.
fn place(pipeline: &Pipeline, id: StageId) -> Option<usize> {
    pipeline.stages.iter().position(|stage| stage.id == Some(id))
}

/// PIPE-4.
pub(in super::super) fn move_stage(
    cx: &mut Context<'_>,
    id: &OpportunityId,
    stage: &StageId,
    version: &Option<i64>,
) -> Result<Opportunity> {
    let (key, before) = load(cx, *id)?;
    cx.guard(&before, version)?;
    let found = store::stage(cx.tx(), *stage)?;
    if found.is_none() && !cx.violations().has("stage") {
        cx.violations().add("stage", "unknown_record", "is no stage", None);
    }
    let stands = before.stage.as_ref().map(|stage| stage.id);
    if stands == Some(*stage) {
        cx.check_fields()?;
        return Ok(before);
    }
    let entering = match found {
        Some(found) => judged(cx, (key, &before), *stage, &found)?,
        None => None,
    };
    cx.check_fields()?;
    let Some(entering) = entering else { return Ok(before) };
    let by = (cx.actor_key(), cx.now());
    store::move_to(cx.tx(), key, &entering, by)?;
    changed(cx, key, &before)
}

/// What is entered by a move; what stands against it is told.
fn judged(
    cx: &mut Context<'_>,
    (key, before): (i64, &Opportunity),
    stage: StageId,
    found: &store::Found,
) -> Result<Option<Entering>> {
    let (pipeline, _) = store::place(cx.tx(), key)?;
    let own = pipeline == Some(found.pipeline);
    let document: Option<Document<Pipeline>> =
        of_key(cx.tx(), found.pipeline)?.filter(|of: &Document<_>| own || of.enabled);
    let place_of = |of: &Document<Pipeline>, id| place(&of.content, id);
    let at = document.as_ref().and_then(|of| place_of(of, stage).filter(|at| of.content.stages[*at].is_enabled()));
    let (Some(document), Some(at)) = (document, at) else {
        cx.violations().add("stage", "unknown", "is not in use", None);
        return Ok(None);
    };
    if !own && !store::serves(cx.tx(), found.pipeline, key)? {
        cx.violations().add("stage", "not_served", "does not serve the opportunity's department", None);
        return Ok(None);
    }
    let stands = before.stage.as_ref().filter(|_| own).and_then(|stage| place_of(&document, stage.id));
    if stands.is_none_or(|stands| stands < at) {
        required::ask(cx, before, &document.content.stages[..=at])?;
    }
    let probability = document.content.stages[at].probability;
    Ok(Some(Entering { pipeline: found.pipeline, stage: found.key, probability }))
}

/// Asks for what every enabled stage of its pipeline asks for, where an opportunity is to be won (PIPE-4).
pub(in super::super) fn may_develop(cx: &mut Context<'_>, key: i64, opportunity: &Opportunity) -> Result<()> {
    let (Some(pipeline), _) = store::place(cx.tx(), key)? else { return Ok(()) };
    let document: Option<Document<Pipeline>> = of_key(cx.tx(), pipeline)?;
    document.map_or(Ok(()), |of| required::ask(cx, opportunity, &of.content.stages))
}

/// The chance that a stage gives (PIPE-5).
pub(in super::super) fn probability(cx: &mut Context<'_>, stage: StageId) -> Result<i64> {
    store::probability(cx.tx(), stage)
}

/// Gives open opportunities whose chance is their stage's the one that this has from now on (PIPE-8). Each is a change of its own,
/// which the audit, followers and rules see.
pub(super) fn reweigh(cx: &mut Context<'_>, before: Option<&Pipeline>, after: &Pipeline) -> Result<()> {
    let stood = |id| before.and_then(|before| before.stages.iter().find(|stage| stage.id == id));
    for stage in &after.stages {
        let (Some(id), Some(earlier)) = (stage.id, stood(stage.id)) else { continue };
        if earlier.probability == stage.probability {
            continue;
        }
        for opportunity in store::to_reweigh(cx.tx(), id, stage.probability)? {
            let (key, before) = load(cx, opportunity)?;
            store::weigh(cx.tx(), key, stage.probability)?;
            changed(cx, key, &before)?;
        }
    }
    Ok(())
}

/// Lets go of a pipeline that goes with a pack that is purged: its open opportunities enter the first one that serves their
/// department, closed ones are in none, and no stays in it are known any more.
pub(super) fn let_go(cx: &mut Context<'_>, key: i64) -> Result<i64> {
    let open = store::open(cx.tx(), key)?;
    let mut records = i64::try_from(open.len()).unwrap_or(i64::MAX);
    for id in open {
        let (opportunity, before) = load(cx, id)?;
        if let Some(to) = store::other_serving(cx.tx(), opportunity, key)? {
            let by = (cx.actor_key(), cx.now());
            store::move_to(cx.tx(), opportunity, &to, by)?;
            changed(cx, opportunity, &before)?;
        }
    }
    let closed = keeping::let_go(cx.tx(), key)?;
    records = records.saturating_add(i64::try_from(closed).unwrap_or(i64::MAX));
    Ok(records)
}
