//! An exception class for each error code. The classes themselves are Python (`crm/errors.py`); this finds and fills
//! them.

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyTuple};

use crate::engine::error::CrmError;

impl From<CrmError> for PyErr {
    fn from(error: CrmError) -> PyErr {
        Python::attach(|py| raise(py, &error).unwrap_or_else(|failure| failure))
    }
}

/// The exception for an error.
fn raise(py: Python<'_>, error: &CrmError) -> PyResult<PyErr> {
    static MAKE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let make = MAKE.get_or_try_init(py, || Ok::<_, PyErr>(py.import("crm.errors")?.getattr("_make")?.unbind()))?;
    let details = PyDict::new(py);
    match error {
        CrmError::Invalid { fields } => {
            details.set_item("fields", PyTuple::new(py, fields.iter().cloned())?)?;
        }
        other => {
            if let CrmError::Conflict { hits, .. } = other {
                details.set_item("hits", PyTuple::new(py, hits.iter().cloned())?)?;
            }
            let value = serde_json::to_value(other).map_err(|e| PyRuntimeError::new_err(e.to_string()))?;
            for (name, value) in value.as_object().into_iter().flatten() {
                if name != "code" && name != "hits" {
                    match value.as_i64() {
                        Some(number) => details.set_item(name, number)?,
                        None => details.set_item(name, value.as_str())?,
                    }
                }
            }
        }
    }
    let exception = make.bind(py).call1((
        error.code(),
        error.number(),
        error.to_string(),
        details,
        serde_json::to_string(error).map_err(|e| PyRuntimeError::new_err(e.to_string()))?,
    ))?;
    Ok(PyErr::from_value(exception))
}
