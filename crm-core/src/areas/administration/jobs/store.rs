//! The statements on jobs.

use crate::clock::Timestamp;
use crate::engine::schedule::Job;
use crate::error::Result;
use crate::storage::{Transaction, params};

/// When the job ran last; where it never did, when the database was created: what fell due before was not missed.
pub(super) fn last_run(tx: &mut dyn Transaction, job: &Job) -> Result<Timestamp> {
    let ran: Option<Timestamp> = tx.one("SELECT last_run_at FROM jobs WHERE name = ?", params![job], |c| c.next())?;
    match ran {
        Some(at) => Ok(at),
        None => tx.value("SELECT min(applied_at) FROM schema_migrations", &[]),
    }
}

/// Notes that the job ran.
pub(super) fn set_last_run(tx: &mut dyn Transaction, job: &Job, at: Timestamp) -> Result<usize> {
    tx.execute(
        "INSERT INTO jobs (name, last_run_at) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET last_run_at = ?",
        params![job, at, at],
    )
}
