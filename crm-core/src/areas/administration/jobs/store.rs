//! The statements on jobs.

use chrono::TimeDelta;

use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::schedule::{Job, Served};
use crate::engine::storage::{Transaction, params};

/// A database that was made further ahead than this was made by a clock gone wrong. Less is two processes whose clocks
/// differ.
const AHEAD: TimeDelta = TimeDelta::days(7);

/// What the job was served for; before the first time, when the database was created: what fell due before was not
/// missed.
pub(super) fn served(tx: &mut dyn Transaction, job: &Job, now: Timestamp) -> Result<Served> {
    let mut before: Option<Timestamp> =
        tx.value("SELECT max(due_at) FROM job_runs WHERE job = ? AND due_at <= ?", params![job, now])?;
    if before.is_none() {
        let made: Option<Timestamp> = tx.value("SELECT min(applied_at) FROM schema_migrations", &[])?;
        before = made.filter(|made| *made <= now + AHEAD);
    }
    let ahead =
        tx.all("SELECT due_at FROM job_runs WHERE job = ? AND due_at > ? ORDER BY due_at", params![job, now], |c| {
            c.next()
        })?;
    Ok(Served { before, ahead })
}

/// Notes that the job was served for an instant.
pub(super) fn note(tx: &mut dyn Transaction, job: &Job, due_at: Timestamp, ran_at: Timestamp) -> Result<usize> {
    tx.execute("INSERT INTO job_runs (job, due_at, ran_at) VALUES (?, ?, ?)", params![job, due_at, ran_at])
}
