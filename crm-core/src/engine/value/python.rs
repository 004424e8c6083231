//! Values in Python: of the types that the same values have in records of their own, in a dictionary by their names.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyType};

use super::{Value, Values};
use crate::engine::python::to_tree;
use crate::engine::wire;

impl<'py> IntoPyObject<'py> for Value {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        Ok(match self {
            Value::Text(value) => value.into_pyobject(py)?.into_any(),
            Value::Integer(value) => value.into_pyobject(py)?.into_any(),
            Value::Boolean(value) => value.into_pyobject(py)?.to_owned().into_any(),
            Value::Decimal(value) => value.into_pyobject(py)?.into_any(),
            Value::Money(value) => value.into_pyobject(py)?.into_any(),
            Value::Date(value) => value.into_pyobject(py)?.into_any(),
            Value::Instant(value) => value.into_pyobject(py)?.into_any(),
            Value::Record(value) => value.into_pyobject(py)?.into_any(),
            Value::Null => py.None().into_bound(py),
        })
    }
}

impl<'py> IntoPyObject<'py> for &Value {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        self.clone().into_pyobject(py)
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for Values {
    type Error = PyErr;

    /// A mapping whose values are of Python's own types: dates and decimals stand in it as they do in JSON, since the field
    /// that takes one knows its type.
    fn extract(values: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let tree = to_tree(&values)?;
        wire::from_json(&tree.to_string()).map_err(|misfit| PyValueError::new_err(misfit.0))
    }
}

impl<'py> IntoPyObject<'py> for Values {
    type Target = PyDict;
    type Output = Bound<'py, PyDict>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        (&self).into_pyobject(py)
    }
}

impl<'py> IntoPyObject<'py> for &Values {
    type Target = PyDict;
    type Output = Bound<'py, PyDict>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        // A dictionary whose entries are attributes too. Its class is of the package's own Python part.
        static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
        let values = CLASS.import(py, "crm._values", "Values")?.call0()?.cast_into::<PyDict>()?;
        for (name, value) in self.iter() {
            values.set_item(name, value)?;
        }
        Ok(values)
    }
}
