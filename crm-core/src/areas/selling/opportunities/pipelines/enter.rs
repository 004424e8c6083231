//! How opportunities get into stages and out of them (PIPE-3): by being assigned, and by being closed or given back.

use super::store;
use crate::engine::error::Result;
use crate::engine::gate::Context;

/// The pipeline and the stage that an opportunity enters.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Entering {
    pub(in super::super) pipeline: i64,
    pub(in super::super) stage: i64,
    /// The chance that the stage gives.
    pub(in super::super) probability: i64,
}

/// Where an assignment to a user puts an opportunity: into the first stage of the pipeline that is named, or else of the first
/// that serves the user's department. What is wrong with the name is told; there is none where no pipeline serves anybody.
pub(in super::super) fn chosen(
    cx: &mut Context<'_>,
    pipeline: &Option<String>,
    assignee: Option<i64>,
) -> Result<Option<Entering>> {
    let Some(name) = pipeline else { return store::first_serving(cx.tx(), assignee) };
    let found = store::named_serving(cx.tx(), assignee, name)?;
    match found {
        None if !cx.violations().has("pipeline") => {
            cx.violations().add("pipeline", "unknown", "is no pipeline that is in use", None);
        }
        Some((_, false)) if assignee.is_some() => {
            cx.violations().add("pipeline", "not_served", "does not serve the assignee's department", None);
        }
        _ => {}
    }
    Ok(found.map(|(entering, _)| entering))
}

/// Where somebody else finds an opportunity that becomes theirs: where it is, while that pipeline serves their department; else in
/// the first stage of one that does.
pub(in super::super) fn kept_or_first(
    cx: &mut Context<'_>,
    opportunity: i64,
    assignee: i64,
) -> Result<Option<Entering>> {
    match store::present_serves(cx.tx(), opportunity, assignee)? {
        true => Ok(None),
        false => store::first_serving(cx.tx(), Some(assignee)),
    }
}

/// Keeps that an opportunity, whose columns say so, entered a stage.
pub(in super::super) fn entered(cx: &mut Context<'_>, opportunity: i64, to: &Entering) -> Result<()> {
    let by = (cx.actor_key(), cx.now());
    store::enter(cx.tx(), opportunity, to.stage, by)
}

/// Keeps that an opportunity is in no stage any more: how it ended is `won`, `lost` or `released`.
pub(in super::super) fn left(cx: &mut Context<'_>, opportunity: i64, ended: &str) -> Result<()> {
    let now = cx.now();
    store::leave(cx.tx(), opportunity, ended, now)
}
