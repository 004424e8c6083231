//! A host's own store for what is in files.

use std::cell::RefCell;
use std::io;

use crm_core::{CrmError, FileStore};
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::ending;

/// Keeps contents by an object with `put`, `read` and `delete`.
pub(crate) struct Files(pub(crate) Py<PyAny>);

thread_local! {
    /// What the store raised last in the call under way on this thread.
    static RAISED: RefCell<Option<PyErr>> = const { RefCell::new(None) };
}

impl Files {
    fn call<T>(&self, work: impl FnOnce(&Bound<'_, PyAny>) -> PyResult<T>) -> io::Result<T> {
        let ending = || io::Error::other("the interpreter is being shut down");
        if ending::is_ending() {
            return Err(ending());
        }
        let outcome = Python::try_attach(|py| work(self.0.bind(py))).ok_or_else(ending)?;
        outcome.map_err(|exception| {
            let told = io::Error::other(exception.to_string());
            RAISED.with(|raised| *raised.borrow_mut() = Some(exception));
            told
        })
    }
}

impl FileStore for Files {
    fn put(&self, key: &str, piece: u64, bytes: &[u8]) -> io::Result<()> {
        self.call(|store| store.call_method1("put", (key, piece, PyBytes::new(store.py(), bytes))).map(drop))
    }

    fn read(&self, key: &str, piece: u64) -> io::Result<Option<Vec<u8>>> {
        self.call(|store| {
            let read = store.call_method1("read", (key, piece))?;
            if read.is_none() {
                return Ok(None);
            }
            Ok(Some(read.cast_into::<PyBytes>()?.as_bytes().to_vec()))
        })
    }

    fn delete(&self, key: &str) -> io::Result<()> {
        self.call(|store| store.call_method1("delete", (key,)).map(drop))
    }
}

/// A call begins: what was raised before is another's.
pub(crate) fn forget() {
    RAISED.with(|raised| drop(raised.borrow_mut().take()));
}

/// The error as the caller gets it: where the store raised, with that exception as its cause.
pub(crate) fn told(py: Python<'_>, error: CrmError) -> PyErr {
    let raised = RAISED.with(|raised| raised.borrow_mut().take());
    let by_store = matches!(&error, CrmError::Storage { problem } if problem == "file_store");
    let error = PyErr::from(error);
    if let Some(raised) = raised.filter(|_| by_store) {
        error.set_cause(py, Some(raised));
    }
    error
}
