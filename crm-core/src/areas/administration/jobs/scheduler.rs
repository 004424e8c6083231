//! The ready-made thread for hosts that want the engine to run its due jobs itself.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use super::rules::LIMIT;
use crate::engine::crm::Crm;
use crate::engine::error::{CrmError, Result};
use crate::engine::patience::Patience;
use crate::engine::session::Session;

/// The longest sleep. The host's clock may be set, and the company's time zone changed, while the thread sleeps; and
/// after a failure it tries again by then.
const LONGEST: Duration = Duration::from_secs(60);

/// The sleep between two runs where there was more than one serves.
const SHORTEST: Duration = Duration::from_millis(1);

/// Runs due jobs on a thread of its own until it is dropped; see [`Crm::start_scheduler`].
///
/// It keeps the database open. Dropping it waits for a job under way, unless a listener drops it on its own thread.
#[derive(Debug)]
pub struct Scheduler {
    signal: Arc<Signal>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Signal {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    stop: bool,
    look_now: bool,
    ended: bool,
}

impl Crm {
    /// Starts a thread that runs due jobs when they fall due, such as the churn scan, as `jobs.run_due` does, and stops
    /// when the handle is dropped. Several processes may each run one on the same file: each job still runs once. For
    /// hosts that have no timer of their own; the engine starts no thread unasked.
    ///
    /// A job that fails is tried again within a minute, and a panic ends neither thread nor host.
    ///
    /// ```
    /// # fn main() -> crm_core::Result<()> {
    /// # let crm = crm_core::Crm::open_in_memory()?;
    /// let scheduler = crm.start_scheduler()?; // keep it as long as the program runs
    /// drop(scheduler); // waits for a job under way
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`CrmError::Storage`] where the database was opened for reading only (`read_only`) or no thread can be had.
    pub fn start_scheduler(&self) -> Result<Scheduler> {
        Scheduler::start(self)
    }
}

impl Scheduler {
    fn start(crm: &Crm) -> Result<Scheduler> {
        if crm.is_read_only() {
            return Err(CrmError::storage("read_only"));
        }
        let signal = Arc::new(Signal::default());
        let session = crm.system();
        let thread = std::thread::Builder::new()
            .name("crm-scheduler".into())
            .spawn({
                let signal = Arc::clone(&signal);
                move || {
                    signal.serve(&session);
                    // The database is let go before anybody hears that this is over.
                    drop(session);
                    signal.set(|state| state.ended = true);
                }
            })
            .map_err(|_| CrmError::storage("out_of_memory"))?;
        Ok(Scheduler { signal, thread: Some(thread) })
    }

    /// Tells the thread to end, and waits at most this long for a job under way; whether it has ended. From a listener
    /// on that thread itself it does not wait: the thread ends when it comes back.
    pub fn stop(&mut self, patience: Duration) -> bool {
        self.signal.set(|state| state.stop = true);
        if self.thread.as_ref().is_none_or(|thread| thread.thread().id() == std::thread::current().id()) {
            return true;
        }
        let state = self.signal.state.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.signal.changed.wait_timeout_while(state, patience, |state| !state.ended);
        waited.unwrap_or_else(PoisonError::into_inner).0.ended
    }

    /// Looks for due jobs now instead of within a minute: for a host that knows of a jump of the clock, such as a
    /// device that was asleep.
    pub fn wake(&self) {
        self.signal.set(|state| state.look_now = true);
    }
}

impl Drop for Scheduler {
    fn drop(&mut self) {
        self.signal.set(|state| state.stop = true);
        if let Some(thread) = self.thread.take()
            && thread.thread().id() != std::thread::current().id()
        {
            // The thread contains every panic, so there is nothing to hear from it.
            let _ = thread.join();
        }
    }
}

impl Signal {
    fn set(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner));
        self.changed.notify_all();
    }

    /// The thread's life.
    fn serve(&self, session: &Session) {
        loop {
            // A panic, of the host's clock perhaps, ends this look and not the thread.
            let sleep = match catch_unwind(AssertUnwindSafe(|| look(session))) {
                Ok(sleep) => sleep,
                Err(payload) => {
                    // Dropping the payload may panic too.
                    let _ = catch_unwind(AssertUnwindSafe(|| drop(payload)));
                    LONGEST
                }
            };
            if !self.sleep(sleep) {
                return;
            }
        }
    }

    /// Sleeps, unless told to look now; whether to go on.
    fn sleep(&self, time: Duration) -> bool {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut state, _) = self
            .changed
            .wait_timeout_while(state, time, |s| !s.stop && !s.look_now)
            .unwrap_or_else(PoisonError::into_inner);
        state.look_now = false;
        !state.stop
    }
}

/// Runs what is due; how long to sleep afterwards. What failed (another process holds the database, the disk is full) is still
/// due, and is tried again.
fn look(session: &Session) -> Duration {
    let jobs = session.jobs();
    let wait = || -> Result<Duration> {
        let due_at = jobs.next_due()?.due_at;
        Ok((due_at - session.crm().now()?).to_std().unwrap_or_default())
    };
    let outcome = wait().and_then(|time| {
        if !time.is_zero() {
            return Ok(time);
        }
        let runs = jobs.run_due(None)?;
        // As many items as one call serves: there are more, for which others are let by, whatever failed beside them.
        let many = runs.iter().map(|run| run.changed + run.failed).sum::<i64>() >= LIMIT;
        if many { Ok(SHORTEST) } else { wait() }
    });
    // What was refused meanwhile need not wait for somebody to write, unless somebody does just now.
    let _ = session.crm().write_refusals(&Patience::of(Duration::ZERO));
    match outcome {
        // Still due behind a run that succeeded: no reason to spin.
        Ok(time) if time.is_zero() => LONGEST,
        Ok(time) => time.min(LONGEST),
        Err(_) => LONGEST,
    }
}
