//! What the Python classes of the public types share. The classes are the core's own types (`record!`, `choices!`),
//! so this stands here and not in the binding.

#[cfg(feature = "arrow")]
mod arrow;
mod class;
mod convert;
mod error;
mod page;

#[cfg(feature = "arrow")]
pub(crate) use arrow::{stream, table_class};
pub(crate) use class::{choice_class, input_class, page_class, record_class};
pub(crate) use convert::{
    asdict, choice_from, compare, from_json, given, name_as_text, record_from, repr, to_json_text, to_tree,
};

pub use convert::{spell_decimals, suits, to_json};
pub use page::Page;

use pyo3::prelude::*;
use pyo3::types::PyModule;
use pyo3::{PyClass, PyTypeInfo};

/// A type with a class of its own in the Python module.
pub trait Class {
    /// Adds the class to the module; whether it was not there yet.
    fn add_class(module: &Bound<'_, PyModule>) -> PyResult<bool>;
}

/// Adds a class to the module unless it is there; whether it was added.
pub(crate) fn add_class<T: PyClass + PyTypeInfo>(module: &Bound<'_, PyModule>) -> PyResult<bool> {
    if module.dict().contains(<T as PyClass>::NAME)? {
        return Ok(false);
    }
    module.add_class::<T>()?;
    Ok(true)
}
