//! Refusals on their way into the audit (PERM-2), and sign-ins on their way into their log (LOGIN-1).
//!
//! Writing each would make a refused read wait for the writer and cost a commit, so that whoever is refused often enough
//! keeps everybody else from writing. So they are counted in memory, and whatever call of this process writes next takes
//! them along; `audit.refusals` has them written before it reads, and closing the engine writes them too. A process that
//! is killed loses those since the last write.
//!
//! What is counted is bounded, here and in the database: what guesses at names leaves so many of them behind and a number.

use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::TimeDelta;

use super::SignIn;
use super::{sign_ins, store};
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::storage::Transaction;

/// Refusals of the same kind within this time are counted in one row.
pub(super) const REPEAT: TimeDelta = TimeDelta::minutes(1);

/// Rows in memory; then somebody should write them. Behind that only their operation and reason are counted.
const ROWS: usize = 256;

/// Names that nobody has which one process leaves in the database in a day; the rest of them is counted in one row.
const NAMES: i64 = 1_000;

/// How long that row, and the count of the names, lasts.
pub(super) const DAY: TimeDelta = TimeDelta::days(1);

/// What was refused: a row of the audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refused {
    /// Who was refused; for a log-in, whom the name belongs to, if anybody.
    pub(crate) user: Option<i64>,
    /// The folded name of a log-in; otherwise empty.
    pub(crate) login: String,
    pub(crate) operation: String,
    pub(crate) reason: String,
}

/// What is written beside what calls write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Note {
    Refused(Refused),
    SignIn(SignIn),
}

impl Note {
    /// Whether another is counted in the same row as this one: within a minute, or whenever memory is full.
    fn counts_with(&self, other: &Note, within: bool, full: bool) -> bool {
        match (self, other) {
            (Note::SignIn(one), Note::SignIn(other)) if one.is_failure() => (within || full) && one.repeats(other),
            // Each success has a row, while there is room for it.
            (Note::SignIn(_), other) => full && self == other,
            (one, other) => (within || full) && one == other,
        }
    }

    /// What is left of it where memory is full. There are as many of these as operations and reasons at the most.
    fn rest(self) -> Note {
        match self {
            Note::Refused(refused) => Note::Refused(Refused { user: None, login: String::new(), ..refused }),
            Note::SignIn(sign_in) => Note::SignIn(sign_in.rest()),
        }
    }
}

/// A row that is not written yet.
#[derive(Debug)]
pub(super) struct Row<N = Note> {
    pub(super) note: N,
    pub(super) first_at: Timestamp,
    pub(super) last_at: Timestamp,
    pub(super) times: i64,
}

/// The refusals of one engine that wait to be written.
#[derive(Debug, Default)]
pub(crate) struct Refusals(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    waiting: Vec<Row>,
    /// Batches that are being written.
    under_way: usize,
    names: Names,
}

/// The names that nobody has which were written lately.
#[derive(Debug, Default)]
struct Names {
    counted_at: Option<Timestamp>,
    count: i64,
}

impl Names {
    /// Whether another may be written.
    fn admit(&mut self, tx: &mut dyn Transaction, at: Timestamp) -> Result<bool> {
        if self.counted_at.is_none_or(|counted| at < counted || at - counted > DAY) {
            // The rows of the day before, whoever wrote them: asked once a day.
            self.count = store::names(tx, at - DAY, at, NAMES)?;
            self.counted_at = Some(at);
        }
        self.count += 1;
        Ok(self.count <= NAMES)
    }
}

impl Refusals {
    fn state(&self) -> MutexGuard<'_, State> {
        // A count is never half done.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a refusal; whether there are so many kinds that they should be written.
    pub(crate) fn count(&self, refused: Refused, at: Timestamp) -> bool {
        self.add(Note::Refused(refused), at)
    }

    /// Notes a sign-in; likewise.
    pub(crate) fn sign_in(&self, sign_in: SignIn, at: Timestamp) -> bool {
        self.add(Note::SignIn(sign_in), at)
    }

    fn add(&self, note: Note, at: Timestamp) -> bool {
        let mut state = self.state();
        state.add(Row { note, first_at: at, last_at: at, times: 1 });
        state.waiting.len() >= ROWS
    }

    /// Whether all of them are in the database.
    pub(crate) fn are_written(&self) -> bool {
        let state = self.state();
        state.waiting.is_empty() && state.under_way == 0
    }

    /// A batch for a transaction to take along.
    pub(crate) fn batch(&self) -> Batch<'_> {
        Batch { refusals: self, taken: None }
    }
}

impl Refusals {
    /// Writes a refusal, the names that nobody has bounded.
    fn write(&self, tx: &mut dyn Transaction, row: &Row, refused: &Refused) -> Result<()> {
        if refused.user.is_some() || refused.login.is_empty() {
            return store::count_refusal(tx, &row.with(refused), REPEAT);
        }
        // Not locked while a statement runs, which may take its time.
        let mut names = std::mem::take(&mut self.state().names);
        let admitted = names.admit(tx, row.first_at);
        self.state().names = names;
        if admitted? {
            return store::count_refusal(tx, &row.with(refused), REPEAT);
        }
        let rest = Refused { login: String::new(), ..refused.clone() };
        store::count_refusal(tx, &row.with(&rest), DAY)
    }
}

impl State {
    fn add(&mut self, row: Row) {
        let full = self.waiting.len() >= ROWS;
        let like = |waiting: &Row| row.note.counts_with(&waiting.note, row.first_at - waiting.first_at < REPEAT, full);
        if let Some(found) = self.waiting.iter_mut().rev().find(|waiting| like(waiting)) {
            return found.join(row);
        }
        if !full {
            return self.waiting.push(row);
        }
        let row = Row { note: row.note.rest(), ..row };
        match self.waiting.iter_mut().rev().find(|waiting| waiting.note == row.note) {
            Some(found) => found.join(row),
            None => self.waiting.push(row),
        }
    }
}

impl Row {
    /// The row of what it is of.
    fn with<'r, N>(&self, note: &'r N) -> Row<&'r N> {
        Row { note, first_at: self.first_at, last_at: self.last_at, times: self.times }
    }

    /// Counts another in this row, which tells what the last of them was.
    fn join(&mut self, other: Row) {
        self.times += other.times;
        self.first_at = self.first_at.min(other.first_at);
        if other.last_at >= self.last_at {
            self.note = other.note;
            self.last_at = other.last_at;
        }
    }
}

/// Refusals that one transaction writes: they wait again unless it is committed.
pub(crate) struct Batch<'r> {
    refusals: &'r Refusals,
    taken: Option<Vec<Row>>,
}

impl Batch<'_> {
    /// Writes what waits. It is taken here, where the transaction holds the writer already, so that there is one batch
    /// under way at a time; a transaction that runs again writes what it took the first time.
    pub(crate) fn write(&mut self, tx: &mut dyn Transaction) -> Result<()> {
        let rows = self.taken.get_or_insert_with(|| {
            let mut state = self.refusals.state();
            state.under_way += 1;
            std::mem::take(&mut state.waiting)
        });
        for row in rows {
            match &row.note {
                Note::Refused(refused) => self.refusals.write(tx, row, refused)?,
                Note::SignIn(sign_in) => sign_ins::write(tx, &row.with(sign_in))?,
            }
        }
        Ok(())
    }

    /// They are in the database.
    pub(crate) fn committed(mut self) {
        self.taken = self.taken.take().map(|_| Vec::new());
    }
}

impl Drop for Batch<'_> {
    fn drop(&mut self) {
        if let Some(rows) = self.taken.take() {
            let mut state = self.refusals.state();
            state.under_way -= 1;
            let later = std::mem::take(&mut state.waiting);
            rows.into_iter().chain(later).for_each(|row| state.add(row));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(user: i64, login: &str) -> Refused {
        let login = login.to_owned();
        Refused { user: Some(user), login, operation: "plans.get".into(), reason: "no_permission".into() }
    }

    #[test]
    fn memory_is_bounded_and_none_is_lost() {
        let refusals = Refusals::default();
        let at = |seconds: i64| {
            "2026-03-02T01:00:00Z".parse::<Timestamp>().expect("an instant") + TimeDelta::seconds(seconds)
        };
        // Repeats within a minute are one row; later ones another.
        assert!(!refusals.count(refused(1, ""), at(0)) && !refusals.count(refused(1, ""), at(59)));
        assert!(!refusals.count(refused(1, ""), at(60)));
        assert_eq!(refusals.state().waiting.iter().map(|row| row.times).collect::<Vec<_>>(), [2, 1]);
        for user in 0..100_000 {
            refusals.count(refused(user, &user.to_string()), at(70));
        }
        let state = refusals.state();
        assert_eq!(state.waiting.len(), ROWS + 1);
        assert_eq!(state.waiting.iter().map(|row| row.times).sum::<i64>(), 100_003);
        let rest = &state.waiting.last().expect("a row").note;
        let kept = refused(1, "");
        assert_eq!(*rest, Note::Refused(Refused { user: None, ..kept }));
        drop(state);
        assert!(refusals.count(refused(7, "7"), at(71)), "it is full");
    }

    #[test]
    fn a_batch_that_is_not_committed_waits_again() {
        let refusals = Refusals::default();
        let at = "2026-03-02T01:00:00Z".parse::<Timestamp>().expect("an instant");
        refusals.count(refused(1, ""), at);
        let mut batch = refusals.batch();
        assert!(!refusals.are_written());
        batch.taken = Some(std::mem::take(&mut refusals.state().waiting));
        refusals.state().under_way += 1;
        refusals.count(refused(1, ""), at);
        assert!(!refusals.are_written(), "one is under way");
        drop(batch);
        assert_eq!(refusals.state().waiting.iter().map(|row| row.times).collect::<Vec<_>>(), [2]);
        let mut batch = refusals.batch();
        batch.taken = Some(std::mem::take(&mut refusals.state().waiting));
        refusals.state().under_way += 1;
        batch.committed();
        assert!(refusals.are_written());
    }
}
