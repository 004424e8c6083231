//! The CRM engine as a Python module. Areas, operations and records are projected from the core's tables; what is
//! written here by hand is opening, sessions and listeners.

mod areas;
mod arguments;
mod describe;
mod ending;
mod engine;
mod environment;
mod files;
mod session;

use pyo3::prelude::*;

/// For what the engine allocates; Python's own objects stay with Python.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The native part of the package `crm`.
#[pymodule]
fn _crm(module: &Bound<'_, PyModule>) -> PyResult<()> {
    engine::add(module)?;
    session::add(module)?;
    areas::add(module)?;
    describe::add(module)?;
    ending::add(module)?;
    module.setattr("__version__", env!("CARGO_PKG_VERSION"))
}
