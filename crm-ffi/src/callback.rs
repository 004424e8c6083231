//! A function of the host's with its user data: when it may still be called, and when it certainly will not be.

use std::cell::RefCell;
use std::ffi::c_void;
use std::sync::{Condvar, Mutex, PoisonError};

/// What the host wants handed back to its function.
#[derive(Clone, Copy)]
pub(crate) struct UserData(pub(crate) *mut c_void);

// SAFETY: never read here; the header tells the host that its function is called on any thread.
unsafe impl Send for UserData {}
// SAFETY: as above.
unsafe impl Sync for UserData {}

/// A function of the host's.
pub(crate) struct Callback<F> {
    function: F,
    user_data: UserData,
    state: Mutex<State>,
    idle: Condvar,
}

#[derive(Default)]
struct State {
    retired: bool,
    running: usize,
}

thread_local! {
    /// The callbacks that run on this thread now, innermost last.
    static RUNNING: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
}

impl<F: Copy> Callback<F> {
    pub(crate) fn new(function: F, user_data: *mut c_void) -> Self {
        Callback { function, user_data: UserData(user_data), state: Mutex::default(), idle: Condvar::new() }
    }

    /// Calls the host, unless the callback was retired.
    pub(crate) fn run<R>(&self, call: impl FnOnce(F, *mut c_void) -> R) -> Option<R> {
        {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            if state.retired {
                return None;
            }
            state.running += 1;
        }
        RUNNING.with_borrow_mut(|running| running.push(self.address()));
        let _running = Running(self);
        Some(call(self.function, self.user_data.0))
    }

    /// Ends the callback: once this returns, the host is not called any more, and may free its user data. Called from
    /// inside the callback itself, it does not wait for that to end.
    pub(crate) fn retire(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.retired = true;
        if RUNNING.with_borrow(|running| running.contains(&self.address())) {
            return;
        }
        while state.running > 0 {
            state = self.idle.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn address(&self) -> usize {
        std::ptr::from_ref(self).addr()
    }
}

/// A call under way; ends with its drop.
struct Running<'a, F: Copy>(&'a Callback<F>);

impl<F: Copy> Drop for Running<'_, F> {
    fn drop(&mut self) {
        RUNNING.with_borrow_mut(|running| running.pop());
        let mut state = self.0.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.running -= 1;
        if state.retired && state.running == 0 {
            self.0.idle.notify_all();
        }
    }
}
