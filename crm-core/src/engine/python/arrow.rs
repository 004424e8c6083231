//! Tables for pandas and polars: the Arrow C stream of some records, without a copy and without their libraries.

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{RecordBatch, RecordBatchIterator};
use arrow_schema::ArrowError;
use pyo3::PyClass;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};

use super::Page;
use crate::engine::arrow::{Column, table};

/// How a page finds the columns of its records, whose type it has forgotten.
pub(super) type Columns = fn(&Bound<'_, PyTuple>) -> PyResult<RecordBatch>;

pub(super) fn columns<T>(items: &Bound<'_, PyTuple>) -> PyResult<RecordBatch>
where
    T: PyClass<Frozen = pyo3::pyclass::boolean_struct::True> + Sync + Column,
{
    let records = items.iter().map(|item| Ok(item.cast_into::<T>()?)).collect::<PyResult<Vec<_>>>()?;
    let records: Vec<&T> = records.iter().map(Bound::get).collect();
    table(&records).map_err(refused)
}

/// The records as an Arrow C stream of one batch.
pub(crate) fn stream<'py, T: Column>(py: Python<'py>, records: &[T]) -> PyResult<Bound<'py, PyCapsule>> {
    let records: Vec<&T> = records.iter().collect();
    capsule(py, table(&records).map_err(refused)?)
}

fn capsule(py: Python<'_>, batch: RecordBatch) -> PyResult<Bound<'_, PyCapsule>> {
    let schema = batch.schema();
    let batches = RecordBatchIterator::new([Ok(batch)], schema);
    PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(batches)), c"arrow_array_stream")
}

fn refused(error: ArrowError) -> PyErr {
    PyRuntimeError::new_err(error.to_string())
}

#[pymethods]
impl Page {
    /// The records as an Arrow C stream: `polars.DataFrame(page)`, `pandas.DataFrame.from_arrow(page)`.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // The protocol lets a producer give its own schema where it can't give another.
        let _ = requested_schema;
        capsule(py, (self.columns)(self.items.bind(py))?)
    }
}

/// A record that is a table too: that of its `rows`.
macro_rules! table_class {
    ($Name:ident) => {
        #[pyo3::pymethods]
        impl $Name {
            /// The rows as an Arrow C stream: `polars.DataFrame(report)`, `pandas.DataFrame.from_arrow(report)`.
            #[pyo3(signature = (requested_schema = None))]
            fn __arrow_c_stream__<'py>(
                &self,
                py: pyo3::Python<'py>,
                requested_schema: Option<pyo3::Bound<'py, pyo3::PyAny>>,
            ) -> pyo3::PyResult<pyo3::Bound<'py, pyo3::types::PyCapsule>> {
                let _ = requested_schema;
                $crate::engine::python::stream(py, &self.rows)
            }
        }
    };
}
pub(crate) use table_class;
