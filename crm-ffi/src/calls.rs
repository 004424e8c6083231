//! How many calls and callbacks of an engine are under way, and waiting until they are over.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Set in the count of calls once the engine is being closed.
const CLOSED: u64 = 1 << 63;

/// The calls and callbacks of one engine.
#[derive(Debug)]
pub(crate) struct Calls {
    /// The number of calls under way, and [`CLOSED`].
    calls: AtomicU64,
    /// How many of them are inside a callback of the host's now.
    in_callbacks: AtomicU64,
    /// The callbacks that no call made: those on the thread of a scheduler.
    on_own_thread: AtomicU64,
    waiting: Mutex<()>,
    idle: Condvar,
    patience: Duration,
}

/// What became of waiting for the host's callbacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Waited {
    Over,
    /// A callback did not return in time.
    GaveUp,
}

impl Calls {
    /// `patience` is how long closing and removing wait for a callback that does not return.
    pub(crate) fn new(patience: Duration) -> Self {
        Calls {
            calls: AtomicU64::new(0),
            in_callbacks: AtomicU64::new(0),
            on_own_thread: AtomicU64::new(0),
            waiting: Mutex::default(),
            idle: Condvar::new(),
            patience,
        }
    }

    pub(crate) fn patience(&self) -> Duration {
        self.patience
    }

    /// Counts one more call; whether the engine takes calls.
    pub(crate) fn enter(&self) -> bool {
        if self.calls.fetch_add(1, Ordering::SeqCst) & CLOSED == 0 {
            return true;
        }
        self.leave();
        false
    }

    pub(crate) fn leave(&self) {
        if self.calls.fetch_sub(1, Ordering::SeqCst) == CLOSED + 1 {
            // Whoever waits looked at the count under this lock.
            drop(lock(&self.waiting));
            self.idle.notify_all();
        }
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.calls.load(Ordering::SeqCst) & CLOSED != 0
    }

    pub(crate) fn callback_begins(&self, in_a_call: bool) {
        if in_a_call { &self.in_callbacks } else { &self.on_own_thread }.fetch_add(1, Ordering::SeqCst);
    }

    pub(crate) fn callback_ends(&self, in_a_call: bool) {
        if in_a_call { &self.in_callbacks } else { &self.on_own_thread }.fetch_sub(1, Ordering::SeqCst);
    }

    /// Whether a scheduler's thread is inside a callback of the host's.
    pub(crate) fn own_thread_is_in_a_callback(&self) -> bool {
        self.on_own_thread.load(Ordering::SeqCst) > 0
    }

    /// Refuses calls from here on; whether they were taken until now.
    pub(crate) fn close(&self) -> bool {
        self.calls.fetch_or(CLOSED, Ordering::SeqCst) & CLOSED == 0
    }

    /// Takes calls again, where closing was given up.
    pub(crate) fn reopen(&self) {
        self.calls.fetch_and(!CLOSED, Ordering::SeqCst);
    }

    /// Waits for the calls under way in a closed engine. The engine's own work is waited for as long as it takes; where
    /// all that is left are callbacks that do not return, it gives up.
    pub(crate) fn wait_until_idle(&self) -> Waited {
        let mut waiting = lock(&self.waiting);
        let mut until = Instant::now() + self.patience;
        loop {
            let calls = self.calls.load(Ordering::SeqCst);
            if calls == CLOSED {
                return Waited::Over;
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                if self.in_callbacks.load(Ordering::SeqCst) >= calls & !CLOSED {
                    return Waited::GaveUp;
                }
                until = Instant::now() + self.patience;
                continue;
            }
            waiting = self.idle.wait_timeout(waiting, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

/// How often one callback is running now, and whether it may be called again.
#[derive(Debug, Default)]
pub(crate) struct Runs {
    state: Mutex<State>,
    idle: Condvar,
}

#[derive(Debug, Default)]
struct State {
    retired: bool,
    running: usize,
}

impl Runs {
    /// Notes one more; whether it may be called.
    pub(crate) fn begin(&self) -> bool {
        let mut state = lock(&self.state);
        if !state.retired {
            state.running += 1;
        }
        !state.retired
    }

    pub(crate) fn end(&self) {
        let mut state = lock(&self.state);
        state.running -= 1;
        if state.retired && state.running == 0 {
            self.idle.notify_all();
        }
    }

    /// It is not called any more from here on, but where it runs now.
    pub(crate) fn retire(&self) {
        lock(&self.state).retired = true;
    }

    /// Waits until it runs nowhere, or gives up.
    pub(crate) fn wait_until_idle(&self, patience: Duration) -> Waited {
        let state = lock(&self.state);
        let (state, _) = self
            .idle
            .wait_timeout_while(state, patience, |state| state.running > 0)
            .unwrap_or_else(PoisonError::into_inner);
        if state.running == 0 { Waited::Over } else { Waited::GaveUp }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
