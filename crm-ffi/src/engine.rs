//! What stands behind the handles: engines, their sessions, listeners and schedulers.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crm_core::jobs::Scheduler;
use crm_core::{Crm, CrmError, FileStore, ListenerId, Session};

use crate::boundary::{contain, misuse};
use crate::callback::does_not_return;
use crate::calls::{Calls, Waited};
use crate::files::HostFiles;
use crate::handle::Table;
use crate::host::{HostEnvironment, Listener};
use crate::inside::{self, Inside};

static ENGINES: Table<Engine> = Table::new(1, "engine");
static SESSIONS: Table<OpenSession> = Table::new(2, "session");
static LISTENERS: Table<OpenListener> = Table::new(3, "listener");
static SCHEDULERS: Table<OpenScheduler> = Table::new(4, "scheduler");

/// An opened engine.
pub(crate) struct Engine {
    /// Taken out by closing.
    crm: Mutex<Option<Crm>>,
    environment: Arc<HostEnvironment>,
    files: Mutex<Option<Arc<HostFiles>>>,
    /// The process that opened it: a child may not even close what it inherited.
    process: u32,
    calls: Arc<Calls>,
}

/// A session of an engine.
pub(crate) struct OpenSession {
    engine: Arc<Engine>,
    session: Session,
}

/// A listener of an engine.
struct OpenListener {
    engine: Arc<Engine>,
    id: ListenerId,
    callback: Arc<Listener>,
}

/// A thread that runs due jobs.
struct OpenScheduler {
    engine: Arc<Engine>,
    /// Taken out once its thread has ended.
    scheduler: Mutex<Option<Scheduler>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes an opened engine in; gives its handle.
pub(crate) fn insert(crm: Crm, environment: Arc<HostEnvironment>) -> Result<u64, CrmError> {
    let calls = environment.calls().clone();
    let (crm, files) = (Mutex::new(Some(crm)), Mutex::default());
    ENGINES.insert(Arc::new(Engine { crm, environment, files, process: std::process::id(), calls }))
}

/// Enters an engine for one call.
pub(crate) fn engine(handle: u64) -> Result<EngineCall, CrmError> {
    ENGINES.with(handle, |engine| Ok(EngineCall { entered: Entered::new(engine)? }))
}

/// Enters an engine through one of its sessions, for one call.
pub(crate) fn session(handle: u64) -> Result<SessionCall, CrmError> {
    SESSIONS.with(handle, |open| {
        let entered = Entered::new(&open.engine)?;
        Ok(SessionCall { open: open.clone(), entered })
    })
}

/// Closes a session; calls under way through it go on.
pub(crate) fn close_session(handle: u64) -> Result<(), CrmError> {
    SESSIONS.with(handle, |open| open.engine.not_inherited())?;
    SESSIONS.remove(handle).map(drop)
}

/// Looks for due jobs now.
pub(crate) fn wake_scheduler(handle: u64) -> Result<(), CrmError> {
    SCHEDULERS.with(handle, |open| {
        open.engine.not_inherited()?;
        if let Some(scheduler) = lock(&open.scheduler).as_ref() {
            scheduler.wake();
        }
        Ok(())
    })
}

/// Stops a scheduler, and waits for a job under way.
pub(crate) fn stop_scheduler(handle: u64) -> Result<(), CrmError> {
    let open = SCHEDULERS.with(handle, |open| {
        open.engine.not_inherited()?;
        Ok(open.clone())
    })?;
    open.stop("scheduler")?;
    SCHEDULERS.remove(handle).map(drop)
}

/// Closes an engine with its sessions, listeners and schedulers: refuses new calls, waits for those under way, and lets
/// go of the database. Where a callback of the host's does not return, the engine stays open.
pub(crate) fn close(handle: u64) -> Result<(), CrmError> {
    let engine = ENGINES.with(handle, |engine| {
        // Those under way in the parent would be waited for without end.
        engine.not_inherited()?;
        if inside::is_inside(&engine.calls) {
            return Err(misuse(
                "engine",
                "inside_a_call",
                "can't be closed from inside one of its calls. Where an exception or a jump (longjmp) left a callback, \
                 close from where the call was made, or further out",
            ));
        }
        if engine.calls.close() { Ok(engine.clone()) } else { Err(misuse("engine", "closed", "was closed")) }
    })?;
    if let Some(crm) = lock(&engine.crm).as_ref() {
        crm.end_waits();
    }
    let outcome = match engine.calls.wait_until_idle() {
        Waited::Over => stop_schedulers(&engine),
        Waited::GaveUp => Err(does_not_return("engine")),
    };
    if let Err(refusal) = outcome {
        engine.calls.reopen();
        return Err(refusal);
    }
    let removed = ENGINES.remove(handle);
    // Only now: a call under way may have opened one more.
    let sessions = SESSIONS.remove_all(|open| Arc::ptr_eq(&open.engine, &engine));
    let listeners = LISTENERS.remove_all(|open| Arc::ptr_eq(&open.engine, &engine));
    contain(|| {
        drop(sessions);
        drop(listeners);
        drop(lock(&engine.crm).take());
        removed.map(drop)
    })
}

/// Stops the schedulers of an engine that takes no calls.
fn stop_schedulers(engine: &Arc<Engine>) -> Result<(), CrmError> {
    let theirs = |open: &OpenScheduler| Arc::ptr_eq(&open.engine, engine);
    for open in SCHEDULERS.all(theirs) {
        open.stop("engine")?;
    }
    SCHEDULERS.remove_all(theirs);
    Ok(())
}

impl Engine {
    /// Refuses a child of the process that opened the engine.
    fn not_inherited(&self) -> Result<(), CrmError> {
        if self.process == std::process::id() {
            return Ok(());
        }
        Err(CrmError::Storage { problem: "forked".into() })
    }
}

impl OpenScheduler {
    /// A job is waited for as long as it takes; one that stays inside a callback of the host's is not.
    fn stop(&self, argument: &str) -> Result<(), CrmError> {
        let mut scheduler = lock(&self.scheduler);
        while let Some(running) = scheduler.as_mut() {
            if running.stop(self.engine.calls.patience()) {
                *scheduler = None;
            } else if self.engine.calls.own_thread_is_in_a_callback() {
                return Err(does_not_return(argument));
            }
        }
        Ok(())
    }
}

/// An engine that can't be closed until this is dropped.
struct Entered {
    // First, so that the call has ended when the engine is let go.
    _inside: Inside,
    engine: Arc<Engine>,
}

impl Entered {
    fn new(engine: &Arc<Engine>) -> Result<Entered, CrmError> {
        engine.not_inherited()?;
        if !engine.calls.enter() {
            return Err(misuse("engine", "closed", "was closed"));
        }
        Ok(Entered { _inside: inside::call(&engine.calls), engine: engine.clone() })
    }
}

/// A call to an engine under way.
pub(crate) struct EngineCall {
    entered: Entered,
}

impl EngineCall {
    /// The engine itself.
    pub(crate) fn crm(&self) -> Result<Crm, CrmError> {
        lock(&self.entered.engine.crm).clone().ok_or_else(|| misuse("engine", "closed", "was closed"))
    }

    /// What the host supplies.
    pub(crate) fn environment(&self) -> &HostEnvironment {
        &self.entered.engine.environment
    }

    /// The calls of the engine.
    pub(crate) fn calls(&self) -> &Arc<Calls> {
        &self.entered.engine.calls
    }

    /// Takes another store for what is in files; the one before is not called any more where this succeeds.
    pub(crate) fn set_file_store(&self, files: Option<Arc<HostFiles>>) -> Result<(), CrmError> {
        let crm = self.crm()?;
        let before = std::mem::replace(&mut *lock(&self.entered.engine.files), files.clone());
        crm.set_file_store(files.map(|files| -> Arc<dyn FileStore> { files }));
        before.map_or(Ok(()), |before| before.retire())
    }

    /// Takes a session in; gives its handle.
    pub(crate) fn open_session(&self, session: Session) -> Result<u64, CrmError> {
        SESSIONS.insert(Arc::new(OpenSession { engine: self.entered.engine.clone(), session }))
    }

    /// Registers a listener; gives its handle.
    pub(crate) fn add_listener(&self, listener: Listener) -> Result<u64, CrmError> {
        let callback = Arc::new(listener);
        let id = self.crm()?.on_change(callback.clone());
        LISTENERS.insert(Arc::new(OpenListener { engine: self.entered.engine.clone(), id, callback }))
    }

    /// Removes a listener, and waits until it is not called any more.
    pub(crate) fn remove_listener(&self, handle: u64) -> Result<(), CrmError> {
        let open = LISTENERS.with(handle, |open| {
            if Arc::ptr_eq(&open.engine, &self.entered.engine) {
                return Ok(open.clone());
            }
            Err(misuse("listener", "unknown_handle", "is not a listener of this engine"))
        })?;
        self.crm()?.remove_listener(open.id);
        open.callback.0.retire("listener")?;
        LISTENERS.remove(handle).map(drop)
    }

    /// Starts a thread that runs due jobs; gives its handle.
    pub(crate) fn start_scheduler(&self) -> Result<u64, CrmError> {
        let scheduler = Mutex::new(Some(self.crm()?.start_scheduler()?));
        SCHEDULERS.insert(Arc::new(OpenScheduler { engine: self.entered.engine.clone(), scheduler }))
    }
}

/// A call through a session under way. The session goes first: when the engine counts no call any more, nobody holds
/// a session that has left the table.
pub(crate) struct SessionCall {
    open: Arc<OpenSession>,
    entered: Entered,
}

impl SessionCall {
    /// The session.
    pub(crate) fn session(&self) -> &Session {
        &self.open.session
    }

    /// The calls of its engine.
    pub(crate) fn calls(&self) -> &Arc<Calls> {
        &self.entered.engine.calls
    }

    /// Takes another session of the same engine in; gives its handle.
    pub(crate) fn open_session(&self, session: Session) -> Result<u64, CrmError> {
        SESSIONS.insert(Arc::new(OpenSession { engine: self.entered.engine.clone(), session }))
    }
}
