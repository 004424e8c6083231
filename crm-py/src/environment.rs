//! A clock of the host's.

use std::panic::resume_unwind;

use crm_core::{Environment, SystemEnvironment, Timestamp};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyDateTime;

use crate::ending;

/// Takes the time from a callable that gives an aware `datetime`.
pub(crate) struct Clock(pub(crate) Py<PyAny>);

impl Environment for Clock {
    fn now(&self) -> Timestamp {
        if ending::is_ending() {
            return SystemEnvironment.now();
        }
        let now = Python::try_attach(|py| -> PyResult<Timestamp> {
            let value = self.0.bind(py).call0()?;
            let aware = value.is_instance_of::<PyDateTime>() && !value.call_method0("utcoffset")?.is_none();
            if !aware {
                return Err(PyTypeError::new_err("a clock gives a datetime with a time zone"));
            }
            // Any time zone will do: it is the instant that counts.
            value.call_method1("astimezone", (chrono::Utc,))?.extract()
        });
        // A scheduler's thread may ask while the interpreter is being shut down.
        let Some(now) = now else { return SystemEnvironment.now() };
        // The engine asks before it begins anything; the unwinding ends in `session::run`, which gives the exception
        // to the caller.
        now.unwrap_or_else(|exception| resume_unwind(Box::new(exception)))
    }

    fn random(&self, bytes: &mut [u8; 32]) {
        SystemEnvironment.random(bytes);
    }
}
