//! What is done.

use super::store;
use super::types::*;
use crate::activities::redated;
use crate::customers::recount;
use crate::engine::clock::Timestamp;
use crate::engine::due;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Slices};
use crate::engine::schedule::{self, Task};

/// The items that are served at most, where nobody says how many.
pub(super) const LIMIT: i64 = 1_000;

/// Design §7: the engine owns no thread; this says when to call.
pub(super) fn next_due(cx: &mut Context<'_>) -> Result<DueJob> {
    let (zone, now) = (cx.company()?.zone.clone(), cx.now());
    let mut next: Option<DueJob> = None;
    for task in schedule::tasks() {
        let Some(from) = task.work_from(cx)? else { continue };
        let due_at = task.due_or_next(&zone, now, from, &store::served(cx.tx(), &task.job, now)?);
        if next.as_ref().is_none_or(|n| due_at < n.due_at) {
            next = Some(DueJob { job: task.job.clone(), due_at });
        }
    }
    if let Some((job, due_at)) = due::next(cx.tx())?
        && next.as_ref().is_none_or(|n| due_at < n.due_at)
    {
        next = Some(DueJob { job, due_at });
    }
    next.ok_or_else(|| CrmError::bug("there are no jobs"))
}

/// CHURN-1: each due instant once. Each job has transactions of its own, so that one that fails undoes no other and keeps
/// none from running. Behind them come the items (PROC-8). What was committed is told whatever failed beside it.
pub(super) fn run_due(slices: &mut Slices<'_>, limit: &Option<i64>) -> Result<Vec<JobRun>> {
    slices.act_for_the_engine();
    // What a process left half done when it ended.
    recount::finish(slices)?;
    redated::finish(slices)?;
    // Hosts ask often, and mostly nothing is due: that keeps no writer waiting.
    let (now, tasks) = slices.read(|cx| Ok((cx.now(), due_tasks(cx)?)))?;
    let (mut runs, failed) = each(&tasks, now, |task| run(slices, task))?;
    let (items, ended) = due::run(slices, limit.unwrap_or(LIMIT))?;
    runs.extend(items.into_iter().map(|run| {
        let due::Run { job, due_at, done, failed, failure } = run;
        JobRun { job, due_at, ran_at: now, changed: done, failed, failure: failure.map(str::to_owned) }
    }));
    told(runs, failed.or(ended))
}

/// What ran, and beside it what failed; the failure alone, where nothing ran.
fn told(mut runs: Vec<JobRun>, failure: Option<CrmError>) -> Result<Vec<JobRun>> {
    let Some(failure) = failure else { return Ok(runs) };
    if !runs.iter().any(|run| run.failure.is_none() || run.changed + run.failed > 0) {
        return Err(failure);
    }
    // No item was at hand at which it could be told.
    if runs.iter().all(|run| run.failure.is_none())
        && let Some(last) = runs.last_mut()
    {
        last.failure = Some(failure.code().to_owned());
    }
    Ok(runs)
}

/// A job that is due, and since when.
type Due = (&'static Task, Timestamp);

/// Runs one job after the other, all of them; the first failure is given too.
fn each(
    tasks: &[Due],
    now: Timestamp,
    mut run: impl FnMut(&'static Task) -> Result<Option<JobRun>>,
) -> Result<(Vec<JobRun>, Option<CrmError>)> {
    let (mut runs, mut failed) = (Vec::new(), None);
    for (task, due_at) in tasks {
        match run(task) {
            Ok(run) => runs.extend(run),
            // Whoever interrupts means all of it.
            Err(CrmError::Interrupted) => return Err(CrmError::Interrupted),
            Err(error) => {
                let (job, failure) = (task.job.clone(), Some(error.code().to_owned()));
                runs.push(JobRun { job, due_at: *due_at, ran_at: now, changed: 0, failed: 0, failure });
                failed = failed.or(Some(error));
            }
        }
    }
    Ok((runs, failed))
}

fn due_tasks(cx: &mut Context<'_>) -> Result<Vec<Due>> {
    let mut found = Vec::new();
    for task in schedule::tasks() {
        if let Some(from) = task.work_from(cx)? {
            found.extend(since(cx, task, from)?.map(|due_at| (task, due_at)));
        }
    }
    Ok(found)
}

/// The instant since when the job is due, where it is, and there is something to do from an instant on.
fn since(cx: &mut Context<'_>, task: &Task, from: Timestamp) -> Result<Option<Timestamp>> {
    let (zone, now) = (cx.company()?.zone.clone(), cx.now());
    Ok(task.due(&zone, now, from, &store::served(cx.tx(), &task.job, now)?))
}

/// Runs a job, and notes in its last transaction that it ran. Of several processes that run it at once the first to be
/// done notes it, and the run is that one's.
fn run(slices: &mut Slices<'_>, task: &Task) -> Result<Option<JobRun>> {
    let mut noted = None;
    let changed = (task.run)(slices, &mut |cx| {
        let now = cx.now();
        // What there was to do is done by now.
        noted = since(cx, task, Timestamp::MIN_UTC)?.map(|due_at| (due_at, now));
        match noted {
            Some((due_at, _)) => store::note(cx.tx(), &task.job, due_at, now).map(drop),
            None => Ok(()),
        }
    })?;
    Ok(noted.map(|(due_at, ran_at)| JobRun {
        job: task.job.clone(),
        due_at,
        ran_at,
        changed,
        failed: 0,
        failure: None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    // CHURN-1, PROC-8: what ran is told beside what failed; the failure alone, where nothing ran.
    #[test]
    fn a_job_that_fails_keeps_no_other_from_running_or_from_being_told() {
        let task = schedule::tasks().next().expect("a job");
        let at = "2026-03-06T18:00:00Z".parse::<Timestamp>().expect("an instant");
        let done = JobRun { job: task.job.clone(), due_at: at, ran_at: at, changed: 3, failed: 0, failure: None };
        let failed = |code: &str| JobRun { changed: 0, failure: Some(code.to_owned()), ..done.clone() };
        let tasks = [(task, at); 4];
        let (full, bug) = (CrmError::storage("full"), CrmError::bug("a defect of one job"));
        for (outcomes, expected, ran) in [
            (
                vec![Ok(Some(done.clone())), Ok(None), Ok(Some(done.clone())), Ok(None)],
                Ok(vec![done.clone(), done.clone()]),
                4,
            ),
            (
                vec![Err(full.clone()), Ok(Some(done.clone())), Err(bug.clone()), Ok(None)],
                Ok(vec![failed("storage"), done.clone(), failed("bug")]),
                4,
            ),
            (vec![Ok(None), Ok(None), Err(full.clone()), Err(bug)], Err(full), 4),
            (vec![Ok(Some(done.clone())), Err(CrmError::Interrupted)], Err(CrmError::Interrupted), 2),
        ] {
            let (mut outcomes, mut tried) = (outcomes.into_iter(), 0);
            let runs = each(&tasks, at, |_| {
                tried += 1;
                outcomes.next().expect("no more is run")
            });
            assert_eq!((runs.and_then(|(runs, failed)| told(runs, failed)), tried), (expected, ran));
        }
        // What failed with no item at hand stands at the last.
        let ended = told(vec![done.clone(), done.clone()], Some(CrmError::Busy));
        assert_eq!(ended, Ok(vec![done.clone(), JobRun { failure: Some("busy".to_owned()), ..done }]));
    }
}
