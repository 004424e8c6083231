//! Waiting for the next commit of this process.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Rung at every commit that changed something, and whenever those who wait should look about.
#[derive(Debug, Default)]
pub(crate) struct Bell {
    rung: Mutex<Rung>,
    changed: Condvar,
}

/// How often it was rung, and how often those who waited were sent away.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rung {
    times: u64,
    ends: u64,
}

impl Bell {
    /// Tells those who wait to look.
    pub(crate) fn ring(&self) {
        self.lock().times += 1;
        self.changed.notify_all();
    }

    /// Tells those who wait to wait no longer.
    pub(crate) fn end(&self) {
        self.lock().ends += 1;
        self.changed.notify_all();
    }

    /// What was rung until now: taken before looking about, so that no ring is slept through.
    pub(crate) fn heard(&self) -> Rung {
        *self.lock()
    }

    /// Waits for a ring behind `heard`, at most this long.
    pub(crate) fn wait(&self, heard: Rung, time: Duration) {
        let waited = self.changed.wait_timeout_while(self.lock(), time, |rung| *rung == heard);
        drop(waited.unwrap_or_else(PoisonError::into_inner));
    }

    fn lock(&self) -> MutexGuard<'_, Rung> {
        self.rung.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Rung {
    /// Whether those who waited were sent away since.
    pub(crate) fn has_ended_since(self, begun: Rung) -> bool {
        self.ends != begun.ends
    }
}
