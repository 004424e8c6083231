//! Sessions, and how a call is run: without the GIL, and with every panic contained.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use crm_core::sales::{SalesChanges, SalesFeed, SalesPull};
use crm_core::{CrmError, Locale, UserId};
use pyo3::prelude::*;
use pyo3::types::{PyAny, PyString};

use crate::ending::UnderWay;
use crate::engine::Language;
use crate::files;

/// A core session that can be taken away while others hold on to it: by its own `close`, or by the engine's.
#[derive(Clone)]
pub(crate) struct Shared(Arc<RwLock<Option<crm_core::Session>>>);

impl Shared {
    pub(crate) fn new(session: crm_core::Session) -> Shared {
        Shared(Arc::new(RwLock::new(Some(session))))
    }

    /// The session, unless it was closed. A clone, so that a call under way finishes when another thread closes.
    pub(crate) fn get(&self) -> PyResult<crm_core::Session> {
        let session = self.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        session.ok_or_else(closed)
    }

    pub(crate) fn close(&self) {
        let session = self.0.write().unwrap_or_else(PoisonError::into_inner).take();
        // Dropped outside the lock: it may be what closes the database.
        drop(session);
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.0.read().unwrap_or_else(PoisonError::into_inner).is_none()
    }

    /// Whether nobody but the engine's list holds it.
    pub(crate) fn is_forgotten(&self) -> bool {
        Arc::strong_count(&self.0) == 1
    }
}

pub(crate) fn closed() -> PyErr {
    CrmError::Storage { problem: "closed".into() }.into()
}

/// Runs what calls the engine: the GIL is free meanwhile, and a panic becomes an error.
pub(crate) fn run<R: Send>(py: Python<'_>, call: impl FnOnce() -> crm_core::Result<R> + Send) -> PyResult<R> {
    // Until the interpreter is held again: see `ending`.
    let Some(_under_way) = UnderWay::begin() else { return Err(closed()) };
    files::forget();
    match py.detach(|| catch_unwind(AssertUnwindSafe(call))) {
        Ok(result) => result.map_err(|error| files::told(py, error)),
        Err(payload) => Err(match payload.downcast::<PyErr>() {
            // A clock of the host's raised: its exception is the caller's.
            Ok(exception) => *exception,
            Err(payload) => {
                let detail = match (payload.downcast_ref::<&str>(), payload.downcast_ref::<String>()) {
                    (Some(text), _) => (*text).to_owned(),
                    (_, Some(text)) => text.clone(),
                    _ => "a panic without a text".to_owned(),
                };
                // Dropping what it carries may panic too.
                let _ = catch_unwind(AssertUnwindSafe(|| drop(payload)));
                CrmError::Bug { detail }.into()
            }
        }),
    }
}

/// The engine as one acting user sees it; its areas are attributes.
///
/// Every call checks anew that the user is active and may do it. Free to use from many threads at once. As a context
/// manager it is closed at the end; it need not be.
#[pyclass(frozen, module = "crm")]
pub(crate) struct Session(pub(crate) Shared);

#[pymethods]
impl Session {
    /// The acting user.
    #[getter]
    fn user(&self) -> PyResult<Option<UserId>> {
        Ok(self.0.get()?.user())
    }

    /// The language of labels and texts.
    #[getter]
    fn locale(&self) -> PyResult<Locale> {
        Ok(self.0.get()?.locale())
    }

    /// The same session with labels and texts in another language.
    fn with_locale(&self, locale: Language) -> PyResult<Session> {
        Ok(Session(Shared::new(self.0.get()?.with_locale(locale.0))))
    }

    /// The same session whose calls each take at most this long, waiting included, and then end with
    /// `CallInterruptedError`; None is no limit.
    fn with_time_limit(&self, limit: Option<Duration>) -> PyResult<Session> {
        Ok(Session(Shared::new(self.0.get()?.with_time_limit(limit))))
    }

    /// Makes every call of this session that is under way, on any thread, end with `CallInterruptedError`; those of
    /// other sessions go on.
    fn interrupt(&self) -> PyResult<()> {
        self.0.get()?.interrupt();
        Ok(())
    }

    /// Calls an operation by its name. Arguments given as JSON text give the result as JSON text; given as a mapping,
    /// or not at all, as plain Python data.
    #[pyo3(signature = (operation, arguments = None, /))]
    fn call<'py>(
        &self,
        py: Python<'py>,
        operation: &str,
        arguments: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let session = self.0.get()?;
        if let Some(text) = arguments.and_then(|a| a.cast::<PyString>().ok()) {
            let text = text.to_cow()?;
            let result = run(py, || session.call(operation, &text))?;
            return Ok(PyString::new(py, &result).into_any());
        }
        let json = match arguments {
            None => "{}".to_owned(),
            Some(arguments) => crm_core::python::to_json(arguments)?.to_string(),
        };
        let result = run(py, || session.call(operation, &json))?;
        py.import("json")?.call_method1("loads", (result,))
    }

    /// Asks the host's sales system for its changes until it has no more, and stores each batch with its cursor.
    /// `source` is called with the cursor of the last batch, None at the beginning, and gives a `SalesChanges` (or a
    /// mapping of its fields). A batch with a wrong record is refused as a whole; with `per_record` that record alone.
    #[pyo3(signature = (feed, source, *, per_record = false))]
    fn pull_sales(&self, py: Python<'_>, feed: &str, source: Py<PyAny>, per_record: bool) -> PyResult<SalesPull> {
        let session = self.0.get()?;
        run(py, || session.pull_sales(feed, &Feed(source), per_record))
    }

    /// Ends the session: every later call is refused.
    fn close(&self) {
        self.0.close();
    }

    /// Whether the session was closed.
    #[getter]
    fn closed(&self) -> bool {
        self.0.is_closed()
    }

    fn __enter__(slf: Bound<'_, Self>) -> PyResult<Bound<'_, Self>> {
        slf.get().0.get()?;
        Ok(slf)
    }

    #[pyo3(signature = (*_error))]
    fn __exit__(&self, _error: &Bound<'_, pyo3::types::PyTuple>) {
        self.0.close();
    }

    fn __repr__(&self) -> String {
        match self.0.get() {
            Ok(session) => match session.user() {
                Some(user) => format!("<crm.Session of user {user}>"),
                None => "<crm.Session of the engine>".into(),
            },
            Err(_) => "<crm.Session, closed>".into(),
        }
    }
}

struct Feed(Py<PyAny>);

impl SalesFeed for Feed {
    fn changes_since(&self, cursor: Option<&str>) -> crm_core::Result<SalesChanges> {
        let changes = Python::attach(|py| self.0.bind(py).call1((cursor,))?.extract::<SalesChanges>());
        // No lock is held while a feed is asked. The unwinding ends in `run`, which gives the exception to the caller.
        Ok(changes.unwrap_or_else(|exception| resume_unwind(Box::new(exception))))
    }
}

/// For tests: what becomes of a panic inside the engine.
#[cfg(feature = "test-panic")]
#[pyfunction]
fn _panic(py: Python<'_>) -> PyResult<()> {
    struct Payload;
    impl Drop for Payload {
        fn drop(&mut self) {
            std::panic::panic_any("the payload of the panic that a test asked for");
        }
    }
    run(py, || std::panic::panic_any(Payload))
}

pub(crate) fn add(module: &Bound<'_, PyModule>) -> PyResult<()> {
    #[cfg(feature = "test-panic")]
    module.setattr("_panic", wrap_pyfunction!(_panic, module)?)?;
    module.add_class::<Session>()
}
