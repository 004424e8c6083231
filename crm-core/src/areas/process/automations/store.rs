//! The statements on the log of runs. The engine writes it.

use super::types::*;
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::ids::RecordId;
use crate::engine::storage::{Columns, Transaction, params};
use crate::engine::value::ObjectRef;

/// A run with its place in the log, and the table of its record.
pub(super) struct Kept {
    pub(super) place: i64,
    pub(super) home: String,
    pub(super) run: AutomationRun,
}

/// By what runs are found: one of what a filter says.
#[derive(Debug, Clone)]
pub(super) enum By {
    /// The rule, by its id.
    Rule(RecordId),
    /// The rule, by the name that it had.
    Name(String),
    /// The record, by its table and id.
    Record(String, RecordId),
    /// What became of them.
    Outcome(RunOutcome),
    /// Nothing.
    All,
}

/// The statement for runs before a place, the newest first, under a condition.
macro_rules! select {
    ($condition:literal) => {
        concat!(
            "SELECT r.id, r.home, r.record, r.name, r.version, r.operation, r.outcome, r.error, r.changes, r.ran_at \
             FROM automation_runs r WHERE ",
            $condition,
            "r.id < ? ORDER BY r.id DESC LIMIT ?"
        )
    };
}

fn read(c: &mut Columns<'_>) -> Result<Kept> {
    let (place, home, id) = (c.next()?, c.next()?, RecordId(c.next()?));
    let record = ObjectRef { object: String::new(), id, title: None };
    let run = AutomationRun {
        rule: c.next()?,
        rule_version: c.next()?,
        record,
        operation: c.next()?,
        outcome: c.next()?,
        error: c.next()?,
        changes: c.next()?,
        ran_at: c.next()?,
    };
    Ok(Kept { place, home, run })
}

/// Some runs before a place.
pub(super) fn some(tx: &mut dyn Transaction, by: &By, (below, most): (i64, i64)) -> Result<Vec<Kept>> {
    match by {
        By::Rule(id) => tx.all(select!("r.rule = ? AND "), params![&id.0, below, most], read),
        By::Name(name) => tx.all(select!("r.name_folded = ? AND "), params![name.as_str(), below, most], read),
        By::Record(home, id) => {
            tx.all(select!("r.home = ? AND r.record = ? AND "), params![home.as_str(), &id.0, below, most], read)
        }
        By::Outcome(outcome) => tx.all(select!("r.outcome = ? AND "), params![outcome, below, most], read),
        By::All => tx.all(select!(""), params![below, most], read),
    }
}

/// How often the condition of a rule did not hold.
pub(super) fn unmet(tx: &mut dyn Transaction, rule: RecordId) -> Result<i64> {
    let found = tx.one("SELECT times FROM automation_unmet WHERE rule = ?", params![&rule.0], |c| c.next())?;
    Ok(found.unwrap_or_default())
}

/// When the first run in the log was.
pub(super) fn first(tx: &mut dyn Transaction) -> Result<Option<Timestamp>> {
    tx.value("SELECT min(ran_at) FROM automation_runs", &[])
}

/// The place of the newest run that is one too many, where so many may be kept.
pub(super) fn beyond(tx: &mut dyn Transaction, most: i64) -> Result<Option<i64>> {
    tx.one("SELECT id FROM automation_runs ORDER BY id DESC LIMIT 1 OFFSET ?", params![most], |c| c.next())
}

/// Removes some that ran until then; gives how many.
pub(super) fn remove_old(tx: &mut dyn Transaction, until: Timestamp, most: i64) -> Result<usize> {
    tx.execute(
        "DELETE FROM automation_runs WHERE id IN \
         (SELECT id FROM automation_runs WHERE ran_at <= ? ORDER BY ran_at LIMIT ?)",
        params![until, most],
    )
}

/// Removes some up to a place; gives how many.
pub(super) fn remove_up_to(tx: &mut dyn Transaction, place: i64, most: i64) -> Result<usize> {
    tx.execute(
        "DELETE FROM automation_runs WHERE id IN (SELECT id FROM automation_runs WHERE id <= ? ORDER BY id LIMIT ?)",
        params![place, most],
    )
}
