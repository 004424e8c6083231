//! What is done.

use super::store;
use super::types::*;
use crate::engine::schedule;
use crate::error::{CrmError, Result};
use crate::gate::{Context, Slices};

/// Design §7: the engine owns no thread; this says when to call.
pub(super) fn next_due(cx: &mut Context<'_>) -> Result<DueJob> {
    let (zone, now) = (cx.company()?.zone.clone(), cx.now());
    let mut next: Option<DueJob> = None;
    for task in schedule::tasks() {
        let due_at = task.due_or_next(&zone, now, store::last_run(cx.tx(), &task.job)?);
        if next.as_ref().is_none_or(|n| due_at < n.due_at) {
            next = Some(DueJob { job: task.job.clone(), due_at });
        }
    }
    next.ok_or_else(|| CrmError::bug("there are no jobs"))
}

/// CHURN-1: each due instant once. The writing transaction queues up the processes, and whoever comes second finds the
/// note of the first.
pub(super) fn run_due(slices: &mut Slices<'_>) -> Result<Vec<JobRun>> {
    slices.act_for_the_engine();
    // Hosts ask often, and mostly nothing is due: that keeps no writer waiting.
    if !slices.read(anything_due)? {
        return Ok(Vec::new());
    }
    slices.write(run)
}

fn anything_due(cx: &mut Context<'_>) -> Result<bool> {
    let (zone, now) = (cx.company()?.zone.clone(), cx.now());
    for task in schedule::tasks() {
        if task.due(&zone, now, store::last_run(cx.tx(), &task.job)?).is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

fn run(cx: &mut Context<'_>) -> Result<Vec<JobRun>> {
    let (zone, now) = (cx.company()?.zone.clone(), cx.now());
    let mut runs = Vec::new();
    for task in schedule::tasks() {
        let last_run = store::last_run(cx.tx(), &task.job)?;
        let Some(due_at) = task.due(&zone, now, last_run) else { continue };
        store::set_last_run(cx.tx(), &task.job, now)?;
        let changed = (task.run)(cx)?;
        runs.push(JobRun { job: task.job.clone(), due_at, ran_at: now, changed });
    }
    Ok(runs)
}
