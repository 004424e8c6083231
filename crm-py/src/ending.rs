//! The end of the interpreter. A thread that wants the interpreter while it is being taken down is ended by Python in
//! the midst of whatever it does, frames of the engine included, and that ends the process. So before it is taken down
//! calls under way are interrupted and waited for, schedulers are stopped, and from then on nothing calls Python any
//! more: whatever the program forgot to close.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use pyo3::prelude::*;
use pyo3::types::PyCFunction;

use crate::engine::Crm;

static ENDING: AtomicBool = AtomicBool::new(false);

/// Calls under way, counted from before the interpreter is let go until it is held again.
static UNDER_WAY: AtomicUsize = AtomicUsize::new(0);

/// The engines that are open.
static ENGINES: Mutex<Vec<Py<PyAny>>> = Mutex::new(Vec::new());

static CALL_ENDED: (Mutex<()>, Condvar) = (Mutex::new(()), Condvar::new());

/// How long calls under way and listeners may take to end.
const PATIENCE: Duration = Duration::from_secs(30);

/// Whether the interpreter is ending, so that Python must not be called.
pub(crate) fn is_ending() -> bool {
    ENDING.load(Ordering::SeqCst)
}

/// A call under way.
pub(crate) struct UnderWay(());

impl UnderWay {
    /// Begins one, unless the interpreter is ending.
    pub(crate) fn begin() -> Option<UnderWay> {
        UNDER_WAY.fetch_add(1, Ordering::SeqCst);
        let call = UnderWay(());
        (!is_ending()).then_some(call)
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        UNDER_WAY.fetch_sub(1, Ordering::SeqCst);
        if is_ending() {
            let _held = CALL_ENDED.0.lock().unwrap_or_else(PoisonError::into_inner);
            CALL_ENDED.1.notify_all();
        }
    }
}

/// Notes an engine, so that its schedulers are stopped in the end. It is held weakly.
pub(crate) fn note(engine: &Bound<'_, Crm>) -> PyResult<()> {
    let py = engine.py();
    let weak = py.import("weakref")?.call_method1("ref", (engine,))?;
    let mut engines = ENGINES.lock().unwrap_or_else(PoisonError::into_inner);
    engines.retain(|known| known.bind(py).call0().is_ok_and(|engine| !engine.is_none()));
    engines.push(weak.unbind());
    Ok(())
}

fn end(py: Python<'_>) {
    ENDING.store(true, Ordering::SeqCst);
    let engines = std::mem::take(&mut *ENGINES.lock().unwrap_or_else(PoisonError::into_inner));
    let open: Vec<Py<Crm>> = engines
        .iter()
        .filter_map(|weak| weak.bind(py).call0().ok()?.cast_into::<Crm>().ok().map(Bound::unbind))
        .collect();
    for engine in &open {
        let engine = engine.get();
        engine.interrupt_quietly();
        py.detach(|| engine.stop_schedulers());
    }
    // A call that has ended wants the interpreter once more, so it is let go while we wait.
    py.detach(|| {
        let held = CALL_ENDED.0.lock().unwrap_or_else(PoisonError::into_inner);
        drop(CALL_ENDED.1.wait_timeout_while(held, PATIENCE, |()| UNDER_WAY.load(Ordering::SeqCst) > 0));
    });
}

/// Has Python call [`end`] before it takes itself down. Registered last, such a function is called first.
pub(crate) fn add(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let hook = PyCFunction::new_closure(module.py(), None, None, |arguments, _| end(arguments.py()))?;
    module.py().import("atexit")?.call_method1("register", (hook,))?;
    Ok(())
}
