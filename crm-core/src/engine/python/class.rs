//! The Python side of `record!`, `choices!` and `page!`: what a class has beside its getters.

/// What every record's class has.
macro_rules! record_class {
    ($Name:ident { $($field:ident),* $(,)? }) => {
        impl $crate::engine::python::Class for $Name {
            fn add_class(module: &pyo3::Bound<'_, pyo3::types::PyModule>) -> pyo3::PyResult<bool> {
                $crate::engine::python::add_class::<$Name>(module)
            }
        }

        #[pyo3::pymethods]
        impl $Name {
            fn __repr__(slf: pyo3::Bound<'_, Self>) -> pyo3::PyResult<String> {
                $crate::engine::python::repr(slf.as_any(), stringify!($Name), &[$(stringify!($field)),*])
            }

            /// The fields as a dictionary, records inside it as dictionaries too.
            fn asdict<'py>(slf: pyo3::Bound<'py, Self>) -> pyo3::PyResult<pyo3::Bound<'py, pyo3::types::PyDict>> {
                $crate::engine::python::asdict(slf.as_any(), &[$(stringify!($field)),*])
            }

            /// The record as JSON, as it stands on the wire.
            fn to_json(&self) -> String {
                $crate::engine::python::to_json_text(self)
            }

            /// The record from its JSON.
            #[staticmethod]
            fn from_json(text: &str) -> pyo3::PyResult<Self> {
                $crate::engine::python::from_json(text)
            }

            fn __copy__(slf: pyo3::Bound<'_, Self>) -> pyo3::Bound<'_, Self> {
                slf
            }

            fn __deepcopy__<'py>(slf: pyo3::Bound<'py, Self>, _memo: &pyo3::Bound<'py, pyo3::PyAny>) -> pyo3::Bound<'py, Self> {
                slf
            }

            fn __reduce__<'py>(slf: pyo3::Bound<'py, Self>) -> pyo3::PyResult<(pyo3::Bound<'py, pyo3::PyAny>, (String,))> {
                use pyo3::types::PyAnyMethods as _;
                Ok((slf.as_any().get_type().getattr("from_json")?, (slf.get().to_json(),)))
            }
        }
    };
}
pub(crate) use record_class;

/// What a record that the caller makes has beside that: a constructor, with keyword arguments unless said otherwise.
/// Wherever such a record is wanted, a mapping does as well.
macro_rules! input_class {
    ($Name:ident { $($fields:tt)* }) => {
        $crate::engine::python::input_class!($Name (*,) { $($fields)* });
    };
    ($Name:ident ($($keywords:tt)*) { $( $field:ident : $ty:ty [$($default:tt)?] ),* $(,)? }) => {
        #[pyo3::pymethods]
        impl $Name {
            #[new]
            #[pyo3(signature = ($($keywords)* $($field $(= $default)?),*))]
            #[allow(clippy::too_many_arguments, reason = "keyword arguments in Python")]
            fn py_new($( #[pyo3(from_py_with = $crate::engine::python::given)] $field: $ty ),*) -> Self {
                $Name { $($field),* }
            }
        }

        impl<'a, 'py> pyo3::FromPyObject<'a, 'py> for $Name {
            type Error = pyo3::PyErr;

            fn extract(value: pyo3::Borrowed<'a, 'py, pyo3::PyAny>) -> pyo3::PyResult<Self> {
                $crate::engine::python::record_from(&value)
            }
        }
    };
}
pub(crate) use input_class;

/// What the class of a fixed set of values has. Its values equal, and hash as, their text on the wire.
macro_rules! choice_class {
    ($Name:ident) => {
        impl $crate::engine::python::Class for $Name {
            fn add_class(module: &pyo3::Bound<'_, pyo3::types::PyModule>) -> pyo3::PyResult<bool> {
                $crate::engine::python::add_class::<$Name>(module)
            }
        }

        impl<'a, 'py> pyo3::FromPyObject<'a, 'py> for $Name {
            type Error = pyo3::PyErr;

            fn extract(value: pyo3::Borrowed<'a, 'py, pyo3::PyAny>) -> pyo3::PyResult<Self> {
                $crate::engine::python::choice_from(&value, stringify!($Name))
            }
        }

        #[pyo3::pymethods]
        impl $Name {
            /// The value of that text on the wire.
            #[new]
            fn py_new(value: &pyo3::Bound<'_, pyo3::PyAny>) -> pyo3::PyResult<Self> {
                $crate::engine::python::choice_from(value, stringify!($Name))
            }

            /// The value as it stands on the wire.
            #[getter]
            fn value(&self) -> &'static str {
                self.as_str()
            }

            /// Every value, in order.
            #[staticmethod]
            fn values() -> Vec<Self> {
                Self::ALL.to_vec()
            }

            fn __repr__(&self) -> String {
                format!("{}.{}", stringify!($Name), self.as_str().to_uppercase().replace('-', "_"))
            }

            fn __str__(&self) -> &'static str {
                self.as_str()
            }

            fn __hash__(&self, py: pyo3::Python<'_>) -> pyo3::PyResult<isize> {
                use pyo3::types::PyAnyMethods as _;
                pyo3::types::PyString::intern(py, self.as_str()).hash()
            }

            fn __richcmp__<'py>(
                &self,
                other: &pyo3::Bound<'py, pyo3::PyAny>,
                op: pyo3::pyclass::CompareOp,
            ) -> pyo3::Bound<'py, pyo3::PyAny> {
                $crate::engine::python::compare(self, other, op, stringify!($Name))
            }

            fn __reduce__<'py>(
                slf: pyo3::Bound<'py, Self>,
            ) -> (pyo3::Bound<'py, pyo3::types::PyType>, (&'static str,)) {
                use pyo3::types::PyAnyMethods as _;
                (slf.as_any().get_type(), (slf.get().as_str(),))
            }
        }
    };
}
pub(crate) use choice_class;

/// A page becomes the one Python class `Page`, which takes the records over instead of copying them at each access.
macro_rules! page_class {
    ($Name:ident of $Item:ty $(, $partial:ident)?) => {
        impl $crate::engine::python::Class for $Name {
            fn add_class(module: &pyo3::Bound<'_, pyo3::types::PyModule>) -> pyo3::PyResult<bool> {
                $crate::engine::python::add_class::<$crate::engine::python::Page>(module)?;
                // The records on the page may be new even where the class isn't.
                Ok(true)
            }
        }

        impl<'py> pyo3::IntoPyObject<'py> for $Name {
            type Target = $crate::engine::python::Page;
            type Output = pyo3::Bound<'py, $crate::engine::python::Page>;
            type Error = pyo3::PyErr;

            fn into_pyobject(self, py: pyo3::Python<'py>) -> pyo3::PyResult<Self::Output> {
                let partial = None $( .or(Some(self.$partial)) )?;
                $crate::engine::python::Page::of(py, self.items, self.next, self.total, partial)
            }
        }
    };
}
pub(crate) use page_class;
