//! Opening an engine, its sessions and its listeners.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use crm_core::sign_ins::Client;
use crm_core::{ChangeEvent, ChangeListener, ListenerId, Locale, Options, Secret, Synchronous, UserId};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::ending;
use crate::environment::Clock;
use crate::files::Files;
use crate::session::{Session, Shared, closed, run};

/// A language: a `Locale`, or a language tag such as `zh-CN`.
#[derive(Clone, Copy)]
pub(crate) struct Language(pub(crate) Locale);

impl<'a, 'py> FromPyObject<'a, 'py> for Language {
    type Error = PyErr;

    fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(tag) = value.extract::<String>() {
            return Ok(Language(Locale::matching(&tag)));
        }
        value.extract::<Locale>().map(Language)
    }
}

/// The opened engine. Free to use from many threads at once.
///
/// As a context manager it is closed at the end; else when it, its sessions and listeners are gone.
#[pyclass(frozen, weakref, module = "crm")]
pub(crate) struct Crm {
    engine: RwLock<Option<crm_core::Crm>>,
    /// What `close` has to take away.
    sessions: Mutex<Vec<Shared>>,
    schedulers: Mutex<Vec<Running>>,
}

/// A scheduler until it is stopped.
type Running = Arc<Mutex<Option<crm_core::jobs::Scheduler>>>;

impl Crm {
    fn new(engine: crm_core::Crm) -> Crm {
        Crm { engine: RwLock::new(Some(engine)), sessions: Mutex::default(), schedulers: Mutex::default() }
    }

    /// Interrupts what is under way, where the engine is open.
    pub(crate) fn interrupt_quietly(&self) {
        if let Ok(engine) = self.get() {
            engine.interrupt();
        }
    }

    /// Ends the schedulers' threads; called without the interpreter, which a job under way may want.
    pub(crate) fn stop_schedulers(&self) {
        let schedulers = std::mem::take(&mut *self.schedulers.lock().unwrap_or_else(PoisonError::into_inner));
        schedulers.iter().for_each(stop);
    }

    fn get(&self) -> PyResult<crm_core::Crm> {
        self.engine.read().unwrap_or_else(PoisonError::into_inner).clone().ok_or_else(closed)
    }

    fn keep(&self, session: crm_core::Session) -> Session {
        let shared = Shared::new(session);
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        if sessions.len() == sessions.capacity() {
            sessions.retain(|s| !s.is_forgotten());
        }
        sessions.push(shared.clone());
        Session(shared)
    }
}

#[pymethods]
impl Crm {
    /// Creates the first user of a new database, with the built-in roles named and `system_administrator` beside them;
    /// gives the user's id. The first user creates the others.
    fn bootstrap(&self, py: Python<'_>, login: &str, display_name: &str, roles: Vec<String>) -> PyResult<UserId> {
        let engine = self.get()?;
        run(py, || {
            let roles: Vec<&str> = roles.iter().map(String::as_str).collect();
            engine.bootstrap(login, display_name, &roles)
        })
    }

    /// A session of an active user, named by id or by login name, whom the host has authenticated itself. With a `client`
    /// the user signs in with it: the log of sign-ins tells it.
    #[pyo3(signature = (user = None, *, login = None, client = None, locale = None))]
    fn session(
        &self,
        py: Python<'_>,
        user: Option<UserId>,
        login: Option<&str>,
        client: Option<Client>,
        locale: Option<Language>,
    ) -> PyResult<Session> {
        let engine = self.get()?;
        let session = match (user, login) {
            (Some(user), None) => run(py, || match &client {
                Some(client) => engine.session_with(user, client),
                None => engine.session(user),
            })?,
            (None, Some(login)) => run(py, || {
                let session = engine.session_by_login(login)?;
                match (&client, session.user()) {
                    (Some(client), Some(user)) => engine.session_with(user, client),
                    _ => Ok(session),
                }
            })?,
            _ => return Err(PyTypeError::new_err("session() takes either a user's id or a login name")),
        };
        Ok(self.keep(match locale {
            Some(Language(locale)) => session.with_locale(locale),
            None => session,
        }))
    }

    /// A session of an active user who gives login name and password. The fifth wrong try in a row locks the login for
    /// fifteen minutes; `LoginFailedError` says why.
    #[pyo3(signature = (login, password, *, locale = None))]
    fn login(&self, py: Python<'_>, login: &str, password: Secret, locale: Option<Language>) -> PyResult<Session> {
        let engine = self.get()?;
        let session = run(py, || engine.login(login, &password))?;
        Ok(self.keep(match locale {
            Some(Language(locale)) => session.with_locale(locale),
            None => session,
        }))
    }

    /// The same with a code, where the user has a second factor, and with the client that the attempt comes from, for the
    /// log of sign-ins. `LoginFailedError` with the reason `code_required` says that the password is right: ask for the
    /// code, and call again with both.
    #[pyo3(signature = (login, password, code = None, *, client = None, locale = None))]
    fn sign_in(
        &self,
        py: Python<'_>,
        login: &str,
        password: Secret,
        code: Option<Secret>,
        client: Option<Client>,
        locale: Option<Language>,
    ) -> PyResult<Session> {
        let engine = self.get()?;
        let session = run(py, || engine.sign_in(login, &password, code.as_ref(), client.as_ref()))?;
        Ok(self.keep(match locale {
            Some(Language(locale)) => session.with_locale(locale),
            None => session,
        }))
    }

    /// Registers a callable that is told of each committed change, on the thread of the call. An exception in it goes
    /// to `sys.unraisablehook` and harms neither the call nor other listeners.
    fn on_change(slf: Bound<'_, Self>, listener: Py<PyAny>) -> PyResult<Listener> {
        if !listener.bind(slf.py()).is_callable() {
            return Err(PyTypeError::new_err("a listener must be callable"));
        }
        let id = slf.get().get()?.on_change(Arc::new(Callable(listener)));
        Ok(Listener { engine: slf.unbind(), id })
    }

    /// Makes every call under way, on any thread, end with `CallInterruptedError`. Nothing of theirs is kept.
    fn interrupt(&self) -> PyResult<()> {
        self.get()?.interrupt();
        Ok(())
    }

    /// Starts a thread that runs due jobs, such as the churn scan, when they fall due; it ends when it is stopped or the
    /// engine closed. For hosts without a timer of their own, which call `jobs.run_due` instead.
    fn start_scheduler(&self, py: Python<'_>) -> PyResult<Scheduler> {
        let engine = self.get()?;
        let running: Running = Arc::new(Mutex::new(Some(run(py, || engine.start_scheduler())?)));
        self.schedulers.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(&running));
        Ok(Scheduler(running))
    }

    /// Whether the database was opened for reading only.
    #[getter]
    fn read_only(&self) -> PyResult<bool> {
        Ok(self.get()?.is_read_only())
    }

    /// Closes the engine and its sessions: every later call is refused. Calls under way on other threads finish.
    fn close(&self, py: Python<'_>) {
        let engine = self.engine.write().unwrap_or_else(PoisonError::into_inner).take();
        let sessions = std::mem::take(&mut *self.sessions.lock().unwrap_or_else(PoisonError::into_inner));
        let schedulers = std::mem::take(&mut *self.schedulers.lock().unwrap_or_else(PoisonError::into_inner));
        // Without the GIL: a job under way is waited for, and its listeners may want it.
        py.detach(|| {
            schedulers.iter().for_each(stop);
            for session in sessions {
                session.close();
            }
            drop(engine);
        });
    }

    /// Whether the engine was closed.
    #[getter]
    fn closed(&self) -> bool {
        self.engine.read().unwrap_or_else(PoisonError::into_inner).is_none()
    }

    fn __enter__(slf: Bound<'_, Self>) -> PyResult<Bound<'_, Self>> {
        slf.get().get()?;
        Ok(slf)
    }

    #[pyo3(signature = (*_error))]
    fn __exit__(&self, py: Python<'_>, _error: &Bound<'_, PyTuple>) {
        self.close(py);
    }

    fn __repr__(&self) -> &'static str {
        if self.closed() { "<crm.Crm, closed>" } else { "<crm.Crm>" }
    }
}

impl Drop for Crm {
    fn drop(&mut self) {
        // Sessions live on. A scheduler is stopped, without the GIL as in `close`; where the interpreter is being shut
        // down, nobody waits for it any more.
        let schedulers = std::mem::take(&mut *self.schedulers.lock().unwrap_or_else(PoisonError::into_inner));
        if !schedulers.is_empty() {
            Python::try_attach(|py| py.detach(|| schedulers.iter().for_each(stop)));
        }
    }
}

fn stop(running: &Running) {
    let scheduler = running.lock().unwrap_or_else(PoisonError::into_inner).take();
    drop(scheduler);
}

/// A thread that runs due jobs; as a context manager it is stopped at the end.
#[pyclass(frozen, module = "crm")]
pub(crate) struct Scheduler(Running);

#[pymethods]
impl Scheduler {
    /// Looks for due jobs now instead of within a minute: for a host that knows of a jump of the clock.
    fn wake(&self) {
        if let Some(scheduler) = &*self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            scheduler.wake();
        }
    }

    /// Ends the thread; a job under way is waited for.
    fn stop(&self, py: Python<'_>) {
        py.detach(|| stop(&self.0));
    }

    fn __enter__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    #[pyo3(signature = (*_error))]
    fn __exit__(&self, py: Python<'_>, _error: &Bound<'_, PyTuple>) {
        self.stop(py);
    }
}

/// A registered listener, to remove it again; as a context manager it is removed at the end.
#[pyclass(frozen, module = "crm")]
pub(crate) struct Listener {
    engine: Py<Crm>,
    id: ListenerId,
}

#[pymethods]
impl Listener {
    /// Removes the listener; whether it was there. A call under way may still reach it once.
    fn remove(&self, py: Python<'_>) -> bool {
        match self.engine.get().get() {
            Ok(engine) => py.detach(|| engine.remove_listener(self.id)),
            Err(_) => false,
        }
    }

    fn __enter__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    #[pyo3(signature = (*_error))]
    fn __exit__(&self, py: Python<'_>, _error: &Bound<'_, PyTuple>) {
        self.remove(py);
    }
}

struct Callable(Py<PyAny>);

impl ChangeListener for Callable {
    fn changed(&self, event: ChangeEvent) {
        // Nobody to tell where the interpreter is being shut down.
        if ending::is_ending() {
            return;
        }
        Python::try_attach(|py| {
            if let Err(error) = self.0.call1(py, (event,)) {
                error.write_unraisable(py, Some(self.0.bind(py)));
            }
        });
    }
}

#[derive(Default)]
struct Opening {
    time_zone: Option<String>,
    currency: Option<String>,
    locale: Option<Language>,
    synchronous: Option<String>,
    memory_map: bool,
    readers: Option<usize>,
    read_only: bool,
    must_exist: bool,
    any_time: bool,
    clock: Option<Py<PyAny>>,
    file_store: Option<Py<PyAny>>,
}

impl Opening {
    fn options(self) -> PyResult<Options> {
        let mut options = Options::new()
            .memory_map(self.memory_map)
            .read_only(self.read_only)
            .must_exist(self.must_exist)
            .any_time(self.any_time);
        if let Some(name) = self.time_zone {
            options = options.time_zone(&name);
        }
        if let Some(code) = self.currency {
            options = options.currency(&code);
        }
        if let Some(Language(locale)) = self.locale {
            options = options.locale(locale);
        }
        match self.synchronous.as_deref() {
            None | Some("full") => {}
            Some("normal") => options = options.synchronous(Synchronous::Normal),
            Some(_) => return Err(PyValueError::new_err("synchronous must be 'full' or 'normal'")),
        }
        if let Some(readers) = self.readers {
            options = options.readers(readers);
        }
        if let Some(clock) = self.clock {
            options = options.environment(Arc::new(Clock(clock)));
        }
        if let Some(store) = self.file_store {
            options = options.file_store(Arc::new(Files(store)));
        }
        Ok(options)
    }
}

fn opened(py: Python<'_>, engine: crm_core::Crm) -> PyResult<Py<Crm>> {
    let engine = Bound::new(py, Crm::new(engine))?;
    ending::note(&engine)?;
    Ok(engine.unbind())
}

/// Opens the database in a file, creating it where it is absent.
///
/// `time_zone` (IANA name) and `currency` (ISO 4217) are those of a new database; an existing one keeps its own.
/// `synchronous` is "full" (a commit survives a power cut) or "normal" (a crash of the process only, at a fraction of
/// the cost). `memory_map` maps the file into memory for readers, `readers` is the number of reading connections.
/// `must_exist` refuses a file that is not there. `clock` is a callable giving the present instant as an aware datetime;
/// one before 2020 or after 2199 is refused (`ClockError`) unless `any_time` is true. `file_store`
/// is an object that keeps what is in files, in place of the database: a `crm.FileStore`.
#[pyfunction]
#[pyo3(name = "open", signature = (path, *, time_zone = None, currency = None, locale = None, synchronous = None,
    memory_map = false, readers = None, read_only = false, must_exist = false, clock = None, any_time = false, file_store = None))]
#[allow(clippy::too_many_arguments, reason = "keyword arguments in Python")]
fn open_file(
    py: Python<'_>,
    path: PathBuf,
    time_zone: Option<String>,
    currency: Option<String>,
    locale: Option<Language>,
    synchronous: Option<String>,
    memory_map: bool,
    readers: Option<usize>,
    read_only: bool,
    must_exist: bool,
    clock: Option<Py<PyAny>>,
    any_time: bool,
    file_store: Option<Py<PyAny>>,
) -> PyResult<Py<Crm>> {
    let opening = Opening {
        time_zone,
        currency,
        locale,
        synchronous,
        memory_map,
        readers,
        read_only,
        must_exist,
        any_time,
        clock,
        file_store,
    };
    let options = opening.options()?;
    opened(py, run(py, || options.open(path))?)
}

/// Opens a new database in memory, gone with its last handle. The options are those of `open`.
#[pyfunction]
#[pyo3(signature = (*, time_zone = None, currency = None, locale = None, clock = None, any_time = false,
    file_store = None))]
#[allow(clippy::too_many_arguments, reason = "keyword arguments in Python")]
fn open_in_memory(
    py: Python<'_>,
    time_zone: Option<String>,
    currency: Option<String>,
    locale: Option<Language>,
    clock: Option<Py<PyAny>>,
    any_time: bool,
    file_store: Option<Py<PyAny>>,
) -> PyResult<Py<Crm>> {
    let opening = Opening { time_zone, currency, locale, clock, any_time, file_store, ..Opening::default() };
    let options = opening.options()?;
    opened(py, run(py, || options.open_in_memory())?)
}

pub(crate) fn add(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Crm>()?;
    module.add_class::<Listener>()?;
    module.add_class::<Scheduler>()?;
    module.add_function(wrap_pyfunction!(open_file, module)?)?;
    module.add_function(wrap_pyfunction!(open_in_memory, module)?)
}
