//! A connection that waits, and works, no longer than the patience of the transaction on it.

use std::ops::Deref;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::hooks::Wal;

use super::transaction::translate;
use crate::engine::error::Result;
use crate::engine::patience::Patience;

/// Steps of SQLite's machine between two looks at the patience: some ten microseconds, of which a look costs little.
const STEPS: i32 = 2_000;

/// Between two tries for a lock of another process.
const MOMENT: Duration = Duration::from_millis(2);

/// The connection, with what SQLite asks while it works and while it waits.
pub(super) struct Patient {
    connection: Connection,
    present: Arc<Present>,
    /// Whether somebody has read on it.
    used: AtomicBool,
}

/// The transaction under way.
#[derive(Default)]
struct Present {
    patience: Mutex<Patience>,
    /// A commit or rollback is not to be broken off: where its last step is, nobody could tell what became of it.
    finishing: AtomicBool,
}

impl Present {
    fn patience(&self) -> Patience {
        self.patience.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Patient {
    pub(super) fn new(mut connection: Connection) -> Result<Patient> {
        let present = Arc::new(Present::default());
        let waiting = Arc::clone(&present);
        connection.busy_handler(Some(move |_| waiting.patience().pause(MOMENT))).map_err(translate)?;
        let working = Arc::clone(&present);
        let over = move || {
            !working.finishing.load(Ordering::Relaxed)
                && working.patience.lock().unwrap_or_else(PoisonError::into_inner).is_over()
        };
        connection.progress_handler(STEPS, Some(over)).map_err(translate)?;
        let patient = Patient { connection, present, used: AtomicBool::new(false) };
        // For what opening it takes.
        patient.begin(&Patience::default().with_deadline());
        Ok(patient)
    }

    /// Has each commit tell how many pages the log holds behind it; SQLite then moves none of them by itself.
    pub(super) fn tell_pages(&mut self, pages: Arc<AtomicI32>) -> Result<()> {
        let tell = move |_: &mut Wal, now| {
            pages.store(now, Ordering::Relaxed);
            Ok(())
        };
        self.connection.wal_hook(Some(tell)).map_err(translate)
    }

    /// Does once what a connection needs before it is read on; where it fails it is done by who reads next.
    pub(super) fn before_first_use(&self, make_ready: impl FnOnce(&Connection) -> Result<()>) -> Result<()> {
        if !self.used.load(Ordering::Relaxed) {
            make_ready(&self.connection)?;
            self.used.store(true, Ordering::Relaxed);
        }
        Ok(())
    }

    /// From here on this is the patience that counts.
    pub(super) fn begin(&self, patience: &Patience) {
        *self.present.patience.lock().unwrap_or_else(PoisonError::into_inner) = patience.clone();
        self.present.finishing.store(false, Ordering::Relaxed);
    }

    /// From here on statements run to their end; only waiting still ends.
    pub(super) fn finish(&self) {
        self.present.finishing.store(true, Ordering::Relaxed);
    }
}

impl Deref for Patient {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.connection
    }
}
