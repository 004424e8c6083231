//! Serving what is due.

use std::time::Duration;

use chrono::TimeDelta;

use super::store::{self, Again, Kept};
use super::{Kind, Run, find, kinds};
use crate::engine::clock::Timestamp;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Slices};
use crate::engine::patience::Patience;
use crate::engine::schedule::Job;

/// The most items of one transaction.
const MOST: i64 = 200;

/// How long one goes on taking items. That of the processor and not the context's, which stands still in a call: it says
/// where a transaction ends, and nothing of what is done.
const LONGEST: Duration = Duration::from_millis(100);

/// After how many minutes an item that failed is tried again, each time; then it is given up.
const RETRIES: [i64; 3] = [1, 5, 30];

/// Serves what is due, oldest first, at most so many items: in transactions of at most [`MOST`], so that others write
/// between them. Tells what became of them, kind by kind. Where a transaction fails, what others committed before it is told,
/// and the failure beside it: at its kind, where an item was at hand.
///
/// # Errors
/// An interruption.
pub(crate) fn run(slices: &mut Slices<'_>, limit: i64) -> Result<(Vec<Run>, Option<CrmError>)> {
    let (mut runs, mut at) = (Vec::new(), None);
    match serve(slices, limit, &mut runs, &mut at) {
        Ok(()) => Ok((runs, None)),
        Err(CrmError::Interrupted) => Err(CrmError::Interrupted),
        Err(failure) => {
            if let Some((job, due_at)) = at {
                add(&mut runs, Run { job, due_at, done: 0, failed: 0, failure: Some(failure.code()) });
            }
            Ok((runs, Some(failure)))
        }
    }
}

/// An item at hand: its kind, and when it fell due.
type At = Option<(Job, Timestamp)>;

fn serve(slices: &mut Slices<'_>, limit: i64, runs: &mut Vec<Run>, at: &mut At) -> Result<()> {
    // Hosts ask often, and mostly nothing is due: that keeps no writer waiting.
    let (now, astray, mut due) = slices.read(|cx| {
        let now = cx.now();
        Ok((now, astray(cx)?, !store::due(cx.tx(), now, 1)?.is_empty()))
    })?;
    if !astray.is_empty() {
        slices
            .write(|cx| astray.iter().try_for_each(|(again, span)| store::bring_back(cx.tx(), again, (now, *span))))?;
        due = true;
    }
    let mut left = limit;
    while due && left > 0 {
        let (taken, some, more) = slices.write(|cx| some(cx, left.min(MOST), at))?;
        left -= taken;
        due = more;
        some.into_iter().for_each(|run| add(runs, run));
    }
    Ok(())
}

/// Which items stand further ahead than they may, as retries or as next runs: set by a clock gone wrong.
fn astray(cx: &mut Context<'_>) -> Result<Vec<(Again, TimeDelta)>> {
    let retries = (1..).zip(RETRIES).map(|(tries, minutes)| (Again::Retry(tries), TimeDelta::minutes(minutes)));
    let next = kinds().filter_map(|kind| Some((Again::Next(kind.job.clone()), kind.again.as_ref()?.ahead)));
    let (now, mut found) = (cx.now(), Vec::new());
    for (again, span) in retries.chain(next) {
        if store::any_astray(cx.tx(), &again, now + span)? {
            found.push((again, span));
        }
    }
    Ok(found)
}

/// Serves some of what is due, in one transaction; how many were taken, and whether more is due.
fn some(cx: &mut Context<'_>, most: i64, at: &mut At) -> Result<(i64, Vec<Run>, bool)> {
    let (now, time) = (cx.now(), Patience::of(LONGEST));
    let (mut taken, mut runs) = (0, Vec::new());
    for kept in store::due(cx.tx(), now, most)? {
        if taken > 0 && time.has_waited() {
            break;
        }
        taken += 1;
        *at = Some((kept.job.clone(), kept.item.due_at));
        if !store::stands(cx.tx(), &kept)? {
            continue;
        }
        let kind = find(&kept.job);
        let outcome = cx.savepoint(|cx| one(cx, kind, &kept));
        let failed = match outcome {
            Ok(()) => 0,
            // These end the transaction, or would end the next item as well.
            Err(failure @ (CrmError::Busy | CrmError::Interrupted | CrmError::Clock { .. })) => return Err(failure),
            Err(failure @ CrmError::Storage { .. }) if !is_its_own(&failure) => return Err(failure),
            Err(failure) => {
                again(cx, kind, &kept, now, failure.code())?;
                1
            }
        };
        let Kept { job, item, .. } = kept;
        add(&mut runs, Run { job, due_at: item.due_at, done: 1 - failed, failed, failure: None });
    }
    let more = taken > 0 && !store::due(cx.tx(), now, 1)?.is_empty();
    Ok((taken, runs, more))
}

/// Does the work of one item, and takes it from the table or gives it its next instant.
fn one(cx: &mut Context<'_>, kind: Option<&Kind>, kept: &Kept) -> Result<()> {
    let kind = kind.ok_or_else(|| CrmError::bug(format!("no area does {}", kept.job)))?;
    (kind.serve)(cx, &kept.item)?;
    cx.check_fields()?;
    // What a rule refuses is this item's failure.
    cx.run_rules()?;
    let next = next(cx, kind, kept)?;
    store::served(cx.tx(), kept, next)
}

fn next(cx: &mut Context<'_>, kind: &Kind, kept: &Kept) -> Result<Option<Timestamp>> {
    kind.again.as_ref().map_or(Ok(None), |again| (again.next)(cx, &kept.item))
}

/// What becomes of an item that failed: it is tried again, then given up; what comes again waits for its next instant.
fn again(cx: &mut Context<'_>, kind: Option<&Kind>, kept: &Kept, now: Timestamp, failure: &str) -> Result<()> {
    let minutes = usize::try_from(kept.tries).ok().and_then(|tries| RETRIES.get(tries));
    if let Some(minutes) = minutes {
        return store::failed(cx.tx(), kept, Some(now + TimeDelta::minutes(*minutes)), failure);
    }
    // Where not even that can be told, it is over.
    let next = kind.and_then(|kind| cx.savepoint(|cx| next(cx, kind, kept)).ok().flatten());
    match next {
        Some(next) => store::served(cx.tx(), kept, Some(next))?,
        None => store::failed(cx.tx(), kept, None, failure)?,
    }
    cx.tell_of_work_given_up(&kept.job)
}

/// Whether a failure of the storage is about what the item read.
fn is_its_own(failure: &CrmError) -> bool {
    matches!(failure, CrmError::Storage { problem } if matches!(problem.as_str(), "corrupt" | "too_large"))
}

/// Adds a run to those of its kind.
fn add(runs: &mut Vec<Run>, run: Run) {
    match runs.iter_mut().find(|known| known.job == run.job) {
        Some(known) => {
            known.due_at = known.due_at.max(run.due_at);
            known.done += run.done;
            known.failed += run.failed;
            known.failure = known.failure.or(run.failure);
        }
        None => runs.push(run),
    }
}
