//! Kinds of due work that tests alone know; they are in no library. What was served stands in a table of theirs, in the
//! order in which it was.

use std::time::Duration;

use chrono::TimeDelta;

use crate::engine::due::{Again, Item, Kind};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::Context;
use crate::engine::schedule::Job;
use crate::engine::storage::params;

/// The tables: what was served, and the subjects of which none can be.
pub(super) const TABLES: [&str; 2] = [
    "CREATE TABLE served (id INTEGER PRIMARY KEY, kind TEXT, subject INTEGER, due_at INTEGER, at INTEGER)",
    "CREATE TABLE failing (subject INTEGER PRIMARY KEY)",
];

/// The subject whose work takes that of the one behind it away.
pub(super) const TAKES_AWAY: i64 = 500;

/// The subject whose work takes as long as a transaction goes on taking items.
pub(super) const SLOW: i64 = 600;

/// The subject at which the disk is full: that ends the transaction.
pub(super) const FULL: i64 = 700;

/// The variable that names the subject at which the process waits to be killed.
pub(super) const KILLED_AT: &str = "CRM_TEST_DUE_KILLED_AT";

pub(super) static KINDS: &[Kind] = &[
    Kind { job: Job::named("once"), doc: "", serve: |cx, item| serve(cx, "once", item), again: None },
    Kind {
        job: Job::named("daily"),
        doc: "",
        serve: |cx, item| serve(cx, "daily", item),
        again: Some(Again {
            next: |cx, item| {
                // At the same time of the day, whichever of the two instants is the later.
                let passed = (cx.now() - item.due_at).num_seconds().div_euclid(24 * 60 * 60);
                Ok(Some(item.due_at + TimeDelta::days(passed + 1)))
            },
            ahead: TimeDelta::days(2),
        }),
    },
];

fn serve(cx: &mut Context<'_>, kind: &str, item: &Item) -> Result<()> {
    let now = cx.now();
    let note = "INSERT INTO served (kind, subject, due_at, at) VALUES (?, ?, ?, ?)";
    cx.tx().execute(note, params![kind, item.subject, item.due_at, now])?;
    if std::env::var(KILLED_AT).is_ok_and(|subject| subject == item.subject.to_string()) {
        println!("\nwaits");
        loop {
            std::thread::park();
        }
    }
    if item.subject == SLOW {
        // By the processor's time alone: that is what ends a transaction, since the context's clock stands still in a call.
        std::thread::sleep(Duration::from_millis(100));
    }
    if item.subject == FULL {
        return Err(CrmError::storage("full"));
    }
    if item.subject == TAKES_AWAY {
        KINDS[0].forget(cx.tx(), TAKES_AWAY + 1)?;
    }
    if cx.tx().value("SELECT EXISTS (SELECT 1 FROM failing WHERE subject = ?)", params![item.subject])? {
        return Err(CrmError::conflict("department", "", "in_use"));
    }
    Ok(())
}
