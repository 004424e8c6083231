//! What the module holds, for Python code that lists operations, and for the generator of the type stubs.

use pyo3::prelude::*;

pub(crate) fn add(_module: &Bound<'_, PyModule>) -> PyResult<()> {
    Ok(())
}
