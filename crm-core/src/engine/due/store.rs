//! The statements on due work.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::{Item, Kind};
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::schedule::Job;
use crate::engine::storage::{Transaction, params};

/// An item as it stands in the table.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) id: i64,
    pub(super) job: Job,
    pub(super) item: Item,
    /// How often it failed.
    pub(super) tries: i64,
}

impl Kind {
    /// Sets the instant at which an item falls due; one that is there already is moved.
    pub(crate) fn set(&self, tx: &mut dyn Transaction, subject: i64, part: i64, at: Timestamp) -> Result<()> {
        tx.execute(
            "INSERT INTO due_items (kind, subject, part, due_at, next_at) VALUES (?, ?, ?, ?, ?) \
             ON CONFLICT (kind, subject, part) DO UPDATE SET due_at = excluded.due_at, next_at = excluded.next_at, \
             tries = 0, again = FALSE, failure = NULL",
            params![&self.job, subject, part, at, at],
        )
        .map(drop)
    }

    /// Brings an item forward to an instant, where it is there and would fall due later.
    pub(crate) fn sooner(&self, tx: &mut dyn Transaction, subject: i64, part: i64, at: Timestamp) -> Result<()> {
        tx.execute(
            "UPDATE due_items SET due_at = ?, next_at = ?, tries = 0, again = FALSE, failure = NULL \
             WHERE kind = ? AND subject = ? AND part = ? AND next_at > ?",
            params![at, at, &self.job, subject, part, at],
        )
        .map(drop)
    }

    /// Takes away one item of a record.
    pub(crate) fn forget_one(&self, tx: &mut dyn Transaction, subject: i64, part: i64) -> Result<()> {
        let sql = "DELETE FROM due_items WHERE kind = ? AND subject = ? AND part = ?";
        tx.execute(sql, params![&self.job, subject, part]).map(drop)
    }

    /// The items of a record, by their numbers: when each falls due.
    pub(crate) fn items(&self, tx: &mut dyn Transaction, subject: i64) -> Result<BTreeMap<i64, Timestamp>> {
        let sql = "SELECT part, due_at FROM due_items WHERE kind = ? AND subject = ?";
        Ok(tx.all(sql, params![&self.job, subject], |c| Ok((c.next()?, c.next()?)))?.into_iter().collect())
    }

    /// Whether there is any item of the kind.
    pub(crate) fn any(&self, tx: &mut dyn Transaction) -> Result<bool> {
        tx.value("SELECT EXISTS (SELECT 1 FROM due_items WHERE kind = ?)", params![&self.job])
    }

    /// Takes away what falls due for a record.
    pub(crate) fn forget(&self, tx: &mut dyn Transaction, subject: i64) -> Result<()> {
        tx.execute("DELETE FROM due_items WHERE kind = ? AND subject = ?", params![&self.job, subject]).map(drop)
    }
}

/// What falls due next, and when.
pub(crate) fn next(tx: &mut dyn Transaction) -> Result<Option<(Job, Timestamp)>> {
    tx.one("SELECT kind, next_at FROM due_items WHERE next_at IS NOT NULL ORDER BY next_at, id LIMIT 1", &[], |c| {
        Ok((c.next()?, c.next()?))
    })
}

/// What is due, oldest first.
pub(super) fn due(tx: &mut dyn Transaction, now: Timestamp, most: i64) -> Result<Vec<Kept>> {
    tx.all(
        "SELECT id, kind, subject, part, due_at, tries FROM due_items WHERE next_at <= ? ORDER BY next_at, id LIMIT ?",
        params![now, most],
        |c| {
            let (id, job) = (c.next()?, c.next()?);
            let item = Item { subject: c.next()?, part: c.next()?, due_at: c.next()? };
            Ok(Kept { id, job, item, tries: c.next()? })
        },
    )
}

/// Whether the item is as it was found: one that was served before it may have taken it away or moved it.
pub(super) fn stands(tx: &mut dyn Transaction, kept: &Kept) -> Result<bool> {
    tx.value("SELECT EXISTS (SELECT 1 FROM due_items WHERE id = ? AND due_at = ?)", params![kept.id, kept.item.due_at])
}

/// The item was served: it goes, or waits for its next instant. One that was set anew meanwhile stays as it was set.
pub(super) fn served(tx: &mut dyn Transaction, kept: &Kept, next: Option<Timestamp>) -> Result<()> {
    let done = match next {
        None => tx.execute("DELETE FROM due_items WHERE id = ? AND due_at = ?", params![kept.id, kept.item.due_at]),
        Some(next) => tx.execute(
            "UPDATE due_items SET due_at = ?, next_at = ?, tries = 0, again = TRUE, failure = NULL \
             WHERE id = ? AND due_at = ?",
            params![next, next, kept.id, kept.item.due_at],
        ),
    };
    done.map(drop)
}

/// The item failed: it waits for another try, or, without one, is given up and stays for whoever asks why.
pub(super) fn failed(tx: &mut dyn Transaction, kept: &Kept, retry: Option<Timestamp>, failure: &str) -> Result<()> {
    tx.execute(
        "UPDATE due_items SET next_at = ?, tries = tries + 1, again = TRUE, failure = ? WHERE id = ?",
        params![retry, failure, kept.id],
    )
    .map(drop)
}

/// How the engine came to set the instant of an item itself.
#[derive(Debug)]
pub(super) enum Again {
    /// As a retry, after so many tries.
    Retry(i64),
    /// As the next run of a kind that comes again.
    Next(Job),
}

/// Whether a clock gone wrong put items that were set so further ahead than they may be.
pub(super) fn any_astray(tx: &mut dyn Transaction, again: &Again, latest: Timestamp) -> Result<bool> {
    match again {
        Again::Retry(tries) => tx.value(
            "SELECT EXISTS (SELECT 1 FROM due_items WHERE again = TRUE AND tries > 0 AND tries = ? AND next_at > ?)",
            params![*tries, latest],
        ),
        Again::Next(kind) => tx.value(
            "SELECT EXISTS (SELECT 1 FROM due_items WHERE again = TRUE AND tries = 0 AND kind = ? AND next_at > ?)",
            params![kind, latest],
        ),
    }
}

/// Makes them due.
pub(super) fn bring_back(tx: &mut dyn Transaction, again: &Again, (now, span): (Timestamp, TimeDelta)) -> Result<()> {
    let latest = now + span;
    let done = match again {
        Again::Retry(tries) => tx.execute(
            "UPDATE due_items SET next_at = ? WHERE again = TRUE AND tries > 0 AND tries = ? AND next_at > ?",
            params![now, *tries, latest],
        ),
        Again::Next(kind) => tx.execute(
            "UPDATE due_items SET next_at = ? WHERE again = TRUE AND tries = 0 AND kind = ? AND next_at > ?",
            params![now, kind, latest],
        ),
    };
    done.map(drop)
}
