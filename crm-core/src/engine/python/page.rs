//! A page of a list, as Python sees it.

use pyo3::PyClass;
use pyo3::prelude::*;
use pyo3::pyclass::boolean_struct::True;
use pyo3::types::{PyDict, PyIterator, PyTuple};

use super::convert::plain;
use crate::engine::page::Total;

/// A page of a list: a sequence of its records, with the place where the next one begins.
#[pyclass(frozen, generic, eq, module = "crm")]
pub struct Page {
    /// The records, in the list's order.
    #[pyo3(get)]
    pub(super) items: Py<PyTuple>,
    /// Pass it as `after` to get the next page; None on the last one.
    #[pyo3(get)]
    next: Option<String>,
    /// The rows of the whole list, where the request asked for a count.
    #[pyo3(get)]
    total: Option<Total>,
    /// Whether something is left out that the caller does not see, where the list says so.
    partial: Option<bool>,
    #[cfg(feature = "arrow")]
    pub(super) columns: super::arrow::Columns,
}

/// A record that a page can hold.
#[cfg(feature = "arrow")]
pub(crate) trait Listed: PyClass<Frozen = True> + Sync + crate::engine::arrow::Column {}
#[cfg(feature = "arrow")]
impl<T: PyClass<Frozen = True> + Sync + crate::engine::arrow::Column> Listed for T {}

/// A record that a page can hold.
#[cfg(not(feature = "arrow"))]
pub(crate) trait Listed: PyClass<Frozen = True> + Sync {}
#[cfg(not(feature = "arrow"))]
impl<T: PyClass<Frozen = True> + Sync> Listed for T {}

impl std::fmt::Debug for Page {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Page").finish_non_exhaustive()
    }
}

impl Page {
    /// A page that takes the records over.
    pub(crate) fn of<'py, T: Listed + IntoPyObject<'py>>(
        py: Python<'py>,
        items: Vec<T>,
        next: Option<String>,
        total: Option<Total>,
        partial: Option<bool>,
    ) -> PyResult<Bound<'py, Page>> {
        let items = PyTuple::new(py, items)?.unbind();
        let page = Page {
            items,
            next,
            total,
            partial,
            #[cfg(feature = "arrow")]
            columns: super::arrow::columns::<T>,
        };
        Bound::new(py, page)
    }
}

impl PartialEq for Page {
    fn eq(&self, other: &Self) -> bool {
        self.next == other.next
            && self.total == other.total
            && self.partial == other.partial
            && Python::attach(|py| self.items.bind(py).eq(other.items.bind(py)).unwrap_or(false))
    }
}

#[pymethods]
impl Page {
    fn __len__(&self, py: Python<'_>) -> usize {
        self.items.bind(py).len()
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyIterator>> {
        self.items.bind(py).try_iter()
    }

    fn __getitem__<'py>(&self, index: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        self.items.bind(index.py()).as_any().get_item(index)
    }

    /// Whether records are left out that the caller does not see. Reports say so; for other lists, which hold what is
    /// seen and nothing else, it is False.
    #[getter]
    fn partial(&self) -> bool {
        self.partial.unwrap_or(false)
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        self.items.bind(py).hash()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let total = match &self.total {
            Some(total) => Bound::new(py, total.clone())?.repr()?.to_string(),
            None => "None".into(),
        };
        let next = self.next.as_ref().map_or("None", |_| "...");
        Ok(format!("Page({} items, next={next}, total={total})", self.items.bind(py).len()))
    }

    /// The page as a dictionary, its records as dictionaries too.
    fn asdict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        let items = self.items.bind(py).iter().map(|item| plain(&item)).collect::<PyResult<Vec<_>>>()?;
        dict.set_item("items", items)?;
        dict.set_item("next", &self.next)?;
        dict.set_item(
            "total",
            self.total.clone().map(|t| Bound::new(py, t)).transpose()?.map(|t| plain(t.as_any())).transpose()?,
        )?;
        if let Some(partial) = self.partial {
            dict.set_item("partial", partial)?;
        }
        Ok(dict)
    }
}
