//! What stands behind the handles: engines, their sessions and listeners, and the count of calls that closing waits for.

use std::cell::RefCell;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use crm_core::{Crm, CrmError, ListenerId, Session};

use crate::boundary::{contain, misuse};
use crate::handle::Table;
use crate::host::{HostEnvironment, Listener};

static ENGINES: Table<Engine> = Table::new(1, "engine");
static SESSIONS: Table<OpenSession> = Table::new(2, "session");
static LISTENERS: Table<OpenListener> = Table::new(3, "listener");

/// Set in an engine's count of calls once it is closed.
const CLOSED: u64 = 1 << 63;

/// An opened engine.
pub(crate) struct Engine {
    /// Taken out by closing.
    crm: Mutex<Option<Crm>>,
    environment: Arc<HostEnvironment>,
    /// The process that opened it: a child may not even close what it inherited.
    process: u32,
    /// The number of calls under way, and [`CLOSED`].
    calls: AtomicU64,
    waiting: Mutex<()>,
    idle: Condvar,
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

thread_local! {
    /// The engines in which this thread is now, innermost last.
    static INSIDE: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes an opened engine in; gives its handle.
pub(crate) fn insert(crm: Crm, environment: Arc<HostEnvironment>) -> u64 {
    ENGINES.insert(Arc::new(Engine {
        crm: Mutex::new(Some(crm)),
        environment,
        process: std::process::id(),
        calls: AtomicU64::new(0),
        waiting: Mutex::default(),
        idle: Condvar::new(),
    }))
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

/// Closes an engine with its sessions and listeners: refuses new calls, waits for those under way, and lets go of the
/// database.
pub(crate) fn close(handle: u64) -> Result<(), CrmError> {
    ENGINES.with(handle, |engine| {
        // Those under way in the parent would be waited for without end.
        engine.not_inherited()?;
        if INSIDE.with_borrow(|inside| inside.contains(&engine.address())) {
            return Err(misuse("engine", "inside_a_call", "can't be closed from inside one of its calls"));
        }
        Ok(())
    })?;
    let engine = ENGINES.remove(handle)?;
    engine.calls.fetch_or(CLOSED, Ordering::SeqCst);
    let mut waiting = lock(&engine.waiting);
    while engine.calls.load(Ordering::SeqCst) != CLOSED {
        waiting = engine.idle.wait(waiting).unwrap_or_else(PoisonError::into_inner);
    }
    drop(waiting);
    // Only now: a call under way may have opened one more.
    let sessions = SESSIONS.remove_all(|open| Arc::ptr_eq(&open.engine, &engine));
    let listeners = LISTENERS.remove_all(|open| Arc::ptr_eq(&open.engine, &engine));
    // Nobody else holds the engine now: the file is closed when this returns.
    contain(|| {
        drop(sessions);
        drop(listeners);
        drop(lock(&engine.crm).take());
        Ok(())
    })
}

impl Engine {
    fn address(&self) -> usize {
        std::ptr::from_ref(self).addr()
    }

    /// Refuses a child of the process that opened the engine.
    fn not_inherited(&self) -> Result<(), CrmError> {
        if self.process == std::process::id() {
            return Ok(());
        }
        Err(CrmError::Storage { problem: "forked".into() })
    }

    fn leave(&self) {
        if self.calls.fetch_sub(1, Ordering::SeqCst) == CLOSED + 1 {
            // Whoever waits looked at the count under this lock.
            drop(lock(&self.waiting));
            self.idle.notify_all();
        }
    }
}

/// An engine that can't be closed until this is dropped.
struct Entered(Arc<Engine>);

impl Entered {
    fn new(engine: &Arc<Engine>) -> Result<Entered, CrmError> {
        engine.not_inherited()?;
        if engine.calls.fetch_add(1, Ordering::SeqCst) & CLOSED != 0 {
            engine.leave();
            return Err(misuse("engine", "closed", "was closed"));
        }
        INSIDE.with_borrow_mut(|inside| inside.push(engine.address()));
        Ok(Entered(engine.clone()))
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        INSIDE.with_borrow_mut(|inside| inside.pop());
        self.0.leave();
    }
}

/// A call to an engine under way.
pub(crate) struct EngineCall {
    entered: Entered,
}

impl EngineCall {
    /// The engine itself.
    pub(crate) fn crm(&self) -> Result<Crm, CrmError> {
        lock(&self.entered.0.crm).clone().ok_or_else(|| misuse("engine", "closed", "was closed"))
    }

    /// What the host supplies.
    pub(crate) fn environment(&self) -> &HostEnvironment {
        &self.entered.0.environment
    }

    /// Takes a session in; gives its handle.
    pub(crate) fn open_session(&self, session: Session) -> u64 {
        SESSIONS.insert(Arc::new(OpenSession { engine: self.entered.0.clone(), session }))
    }

    /// Registers a listener; gives its handle.
    pub(crate) fn add_listener(&self, listener: Listener) -> Result<u64, CrmError> {
        let callback = Arc::new(listener);
        let id = self.crm()?.on_change(callback.clone());
        Ok(LISTENERS.insert(Arc::new(OpenListener { engine: self.entered.0.clone(), id, callback })))
    }

    /// Removes a listener, and waits until it is not called any more.
    pub(crate) fn remove_listener(&self, handle: u64) -> Result<(), CrmError> {
        LISTENERS.with(handle, |open| {
            if Arc::ptr_eq(&open.engine, &self.entered.0) {
                return Ok(());
            }
            Err(misuse("listener", "unknown_handle", "is not a listener of this engine"))
        })?;
        let open = LISTENERS.remove(handle)?;
        self.crm()?.remove_listener(open.id);
        open.callback.retire();
        Ok(())
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

    /// Takes another session of the same engine in; gives its handle.
    pub(crate) fn open_session(&self, session: Session) -> u64 {
        SESSIONS.insert(Arc::new(OpenSession { engine: self.entered.0.clone(), session }))
    }
}
