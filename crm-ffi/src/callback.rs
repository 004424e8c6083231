//! A function of the host's with its user data: when it may still be called, and when it certainly will not be.

use std::ffi::{c_char, c_void};
use std::sync::Arc;

use crm_core::CrmError;

use crate::boundary::misuse;
use crate::calls::{Calls, Runs, Waited};
use crate::inside;
use crate::throwing::{self, Function, Gave};

/// What the host wants handed back to its function.
#[derive(Clone, Copy)]
pub(crate) struct UserData(pub(crate) *mut c_void);

// SAFETY: never read here; the header tells the host that its function is called on any thread.
unsafe impl Send for UserData {}
// SAFETY: as above.
unsafe impl Sync for UserData {}

/// A function of the host's.
pub(crate) struct Callback {
    function: Function,
    user_data: UserData,
    calls: Arc<Calls>,
    runs: Arc<Runs>,
}

/// What became of calling the host.
pub(crate) enum Answer {
    /// What the function gave.
    Gave(Gave),
    /// An exception left it.
    Threw,
    /// It was retired, and was not called.
    NotCalled,
}

impl Callback {
    /// A function that an engine calls, whose calls these are.
    pub(crate) fn new(function: Function, user_data: *mut c_void, calls: &Arc<Calls>) -> Self {
        Callback { function, user_data: UserData(user_data), calls: calls.clone(), runs: Arc::default() }
    }

    /// Calls the host, unless the callback was retired.
    ///
    /// # Safety
    /// `text` is what the function expects, and lives until it returns.
    // Not inlined: where it begins on the stack must lie below the frame of the call that makes it.
    #[inline(never)]
    pub(crate) unsafe fn run(&self, text: *const c_char) -> Answer {
        if !self.runs.begin() {
            return Answer::NotCalled;
        }
        let _inside = inside::callback(&self.calls, &self.runs, inside::here());
        // SAFETY: the host gave the function with its user data, and as the caller promises.
        unsafe { throwing::call(self.function, self.user_data.0, text) }.map_or(Answer::Threw, Answer::Gave)
    }

    /// Whether this thread is inside it now.
    pub(crate) fn is_running_here(&self) -> bool {
        inside::is_running(&self.runs)
    }

    /// Ends the callback: once this returns well, the host is not called any more, and may free its user data. Called
    /// from inside the callback itself, it does not wait for that to end.
    pub(crate) fn retire(&self, argument: &str) -> Result<(), CrmError> {
        self.runs.retire();
        if self.is_running_here() {
            return Ok(());
        }
        match self.runs.wait_until_idle(self.calls.patience()) {
            Waited::Over => Ok(()),
            Waited::GaveUp => Err(does_not_return(argument)),
        }
    }
}

/// Waiting for a callback was given up.
pub(crate) fn does_not_return(argument: &str) -> CrmError {
    misuse(
        argument,
        "inside_a_callback",
        "a callback has not returned: either it still runs (and waits, perhaps, for this very thread), or an exception \
         or a jump (longjmp) left it. Its user data must stay; call again later",
    )
}
