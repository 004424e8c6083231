//! The log of sign-ins, as it is written: each that succeeded has a row; failures like one another are counted in one, and
//! of those there are so many a minute at the most (LOGIN-1). They wait with the refusals (`refusals.rs`).

use chrono::TimeDelta;

use super::refusals::{REPEAT, Row};
use super::store;
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::storage::Transaction;

/// Rows of failures that begin within a minute; the rest of them is counted in one row.
const FAILURES: i64 = 1_000;

/// The minute they are counted in.
const MINUTE: TimeDelta = TimeDelta::minutes(1);

/// What stands as outcome where it did not succeed.
const FAILED: &str = "failed";

/// What stands as reason where only a number was kept.
const MORE: &str = "more_failures";

/// A sign-in, or a try at one: a row of the log.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct SignIn {
    /// Whom the name belongs to, if anybody.
    pub(crate) user: Option<i64>,
    /// The folded name, or what stands for one that nobody has.
    pub(crate) login: String,
    pub(crate) means: Option<&'static str>,
    pub(crate) outcome: &'static str,
    /// Why it failed; empty otherwise.
    pub(crate) reason: String,
    pub(crate) address: String,
    pub(crate) device: String,
}

impl SignIn {
    pub(crate) fn is_failure(&self) -> bool {
        self.outcome == FAILED
    }

    /// Whether it is counted with the other as a failure.
    pub(super) fn repeats(&self, other: &SignIn) -> bool {
        (self.outcome, &self.login, &self.address, &self.reason)
            == (other.outcome, &other.login, &other.address, &other.reason)
    }

    /// What is left where only the number is kept.
    pub(super) fn rest(self) -> SignIn {
        let reason = if self.is_failure() { MORE.to_owned() } else { String::new() };
        SignIn { outcome: self.outcome, reason, ..SignIn::default() }
    }

    /// Writes it in a call's own transaction.
    pub(crate) fn write(&self, tx: &mut dyn Transaction, at: Timestamp) -> Result<()> {
        write(tx, &Row { note: self, first_at: at, last_at: at, times: 1 })
    }
}

/// Writes a row, or counts it in one that is there.
pub(super) fn write(tx: &mut dyn Transaction, row: &Row<&SignIn>) -> Result<()> {
    if !row.note.is_failure() {
        return store::insert_sign_in(tx, row);
    }
    if store::count_sign_in(tx, row, REPEAT)? {
        return Ok(());
    }
    let at = row.first_at;
    if store::sign_ins(tx, FAILED, at - MINUTE, at, FAILURES)? < FAILURES {
        return store::insert_sign_in(tx, row);
    }
    let rest = row.note.clone().rest();
    let row = Row { note: &rest, first_at: row.first_at, last_at: row.last_at, times: row.times };
    if store::count_sign_in(tx, &row, REPEAT)? { Ok(()) } else { store::insert_sign_in(tx, &row) }
}
