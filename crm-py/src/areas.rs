//! The projection of the operation tables: a class for each area, a method for each operation.

use std::sync::LazyLock;

use crm_core::named::*;
use crm_core::schema::Schema;
use crm_core::{ChangeEvent, FieldError, Operation};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::arguments::{self, Given};
use crate::session::{Session, Shared, run};

/// The operation behind a method.
fn operation(name: &'static str) -> PyResult<&'static Operation> {
    Ok(Operation::find(name).ok_or_else(|| CrmError::UnknownOperation { operation: name.into() })?)
}

/// What the engine says to arguments that could not be read.
fn refusal(
    py: Python<'_>,
    session: &crm_core::Session,
    name: &str,
    json: serde_json::Map<String, serde_json::Value>,
) -> PyErr {
    let json = serde_json::Value::Object(json).to_string();
    match run(py, || session.call(name, &json)) {
        Err(error) => error,
        Ok(_) => CrmError::Bug { detail: format!("{name} took arguments that Python could not read") }.into(),
    }
}

/// The default of an argument, if it has one.
macro_rules! default {
    () => {
        None
    };
    ($default:tt) => {
        Some($default)
    };
}

/// A method for one operation. A required record (`new`, `changes`, `record`) is optional in Python's signature, since its
/// fields may stand in its place; the first part of the macro looks for such arguments by their names.
macro_rules! method {
    // Sorting the arguments: [how the signature has them] [whether fields may stand as keywords] then those to sort.
    (@sort $head:tt $all:tt [$($sorted:tt)*] [$($open:tt)*] $kw:ident; new $(= $def:tt)?, $($rest:tt)*) => {
        method!(@sort $head $all [$($sorted)* new = None,] [open] $kw; $($rest)*);
    };
    (@sort $head:tt $all:tt [$($sorted:tt)*] [$($open:tt)*] $kw:ident; changes $(= $def:tt)?, $($rest:tt)*) => {
        method!(@sort $head $all [$($sorted)* changes = None,] [open] $kw; $($rest)*);
    };
    (@sort $head:tt $all:tt [$($sorted:tt)*] [$($open:tt)*] $kw:ident; record $(= $def:tt)?, $($rest:tt)*) => {
        method!(@sort $head $all [$($sorted)* record = None,] [open] $kw; $($rest)*);
    };
    (@sort $head:tt $all:tt [$($sorted:tt)*] [$($open:tt)*] $kw:ident; filter = $def:tt, $($rest:tt)*) => {
        method!(@sort $head $all [$($sorted)* filter = None,] [open] $kw; $($rest)*);
    };
    (@sort $head:tt $all:tt [$($sorted:tt)*] [$($open:tt)*] $kw:ident; page = $def:tt, $($rest:tt)*) => {
        method!(@sort $head $all [$($sorted)* page = None,] [open] $kw; $($rest)*);
    };
    (@sort $head:tt $all:tt [$($sorted:tt)*] [$($open:tt)*] $kw:ident; $arg:ident = $def:tt, $($rest:tt)*) => {
        method!(@sort $head $all [$($sorted)* $arg = None,] [$($open)*] $kw; $($rest)*);
    };
    // Behind such an argument the signature can't have a required one: the engine tells where it is missing.
    (@sort $head:tt $all:tt [$($sorted:tt)*] [open] $kw:ident; $arg:ident, $($rest:tt)*) => {
        method!(@sort $head $all [$($sorted)* $arg = None,] [open] $kw; $($rest)*);
    };
    (@sort $head:tt $all:tt [$($sorted:tt)*] [$($open:tt)*] $kw:ident; $arg:ident, $($rest:tt)*) => {
        method!(@sort $head $all [$($sorted)* $arg,] [$($open)*] $kw; $($rest)*);
    };
    (@sort $head:tt $all:tt [$($sorted:tt)*] [] $kw:ident;) => {
        method!(@emit $head $all ($($sorted)*) () $kw);
    };
    (@sort $head:tt $all:tt [$($sorted:tt)*] [open] $kw:ident;) => {
        method!(@emit $head $all ($($sorted)* **$kw) ($kw: Option<Bound<'py, PyDict>>) $kw);
    };
    // Beforehand: what is a word of Python's own gets a line behind it, as is usual there.
    (@begin $head:tt [$($all:tt)*] with : $ty:ty [$($def:tt)?], $($rest:tt)*) => {
        method!(@begin $head [$($all)* with_ : $ty [$($def)?],] $($rest)*);
    };
    (@begin $head:tt [$($all:tt)*] $arg:ident : $ty:ty [$($def:tt)?], $($rest:tt)*) => {
        method!(@begin $head [$($all)* $arg : $ty [$($def)?],] $($rest)*);
    };
    (@begin $head:tt [$($arg:ident : $ty:ty [$($def:tt)?],)*]) => {
        method!(@sort $head [$($arg : $ty [$($def)?],)*] [] [] more; $($arg $(= $def)?,)*);
    };
    (@emit [$Area:ident $area:ident $name:ident $ret:ty, $($doc:tt)*] [$($arg:ident : $ty:ty [$($def:tt)?],)*]
        ($($signature:tt)*) ($($parameter:tt)*) $kw:ident) => {
        #[pymethods]
        impl $Area {
            $(#[doc = $doc])*
            #[pyo3(signature = ($($signature)*))]
            #[allow(clippy::too_many_arguments, reason = "the table's arguments")]
            fn $name<'py>(&self, py: Python<'py>, $($arg: Given<'py>,)* $($parameter)*) -> PyResult<$ret> {
                const NAME: &str = concat!(stringify!($area), ".", stringify!($name));
                let session = self.0.get()?;
                let fields = method!(@fields $kw $($parameter)*);
                let given = arguments::gather(|| operation(NAME), [$((arguments::named(stringify!($arg)), $arg)),*], fields)?;
                let direct = || {
                    let mut _given = given.iter();
                    Some(($(arguments::direct::<$ty>(&mut _given, default!($($def)?))?,)*))
                };
                let ($($arg,)*) = match direct() {
                    Some(arguments) => arguments,
                    None => {
                        let json = arguments::to_json(operation(NAME)?, &given)?;
                        let read = || Some(($(arguments::read::<$ty>(&json, arguments::named(stringify!($arg)), default!($($def)?))?,)*));
                        match read() {
                            Some(arguments) => arguments,
                            None => return Err(refusal(py, &session, NAME, json)),
                        }
                    }
                };
                run(py, || session.$area().$name($($arg),*))
            }
        }
    };
    (@fields $kw:ident) => {
        None::<Bound<'py, PyDict>>
    };
    (@fields $kw:ident $($parameter:tt)+) => {
        $kw
    };
}

/// The projection of an area's table.
macro_rules! as_python {
    ($area:ident : $Area:ident, $area_doc:tt; $(
        $(#[doc = $doc:tt])*
        $access:ident $([$($flag:ident),*])? fn $name:ident($($arg:ident : $ty:ty $(= $def:tt)? $([ $($rule:tt)* ])?),* $(,)?) -> $ret:ty;
    )*) => {
        #[doc = $area_doc]
        #[pyclass(frozen, module = "crm")]
        struct $Area(Shared);

        #[pymethods]
        impl $Area {
            /// The session that it is of: a pack may bear the name of an area (OBJ-3).
            #[getter]
            fn _session(&self) -> Session {
                Session(self.0.clone())
            }
        }

        #[pymethods]
        impl Session {
            #[doc = $area_doc]
            #[getter]
            fn $area(&self) -> $Area {
                $Area(self.0.clone())
            }
        }

        $(
            method!(@begin [$Area $area $name $ret, $($doc)*] [] $($arg : $ty [$($def)?],)*);
        )*
    };
}

crm_core::for_each_area!(as_python);

/// Name, class and documentation of every area.
pub(crate) static AREAS: LazyLock<Vec<(&str, &str, &str)>> = LazyLock::new(|| {
    let mut areas = Vec::new();
    macro_rules! name_area {
        ($area:ident : $Area:ident, $area_doc:tt; $($operations:tt)*) => {
            areas.push((stringify!($area), stringify!($Area), $area_doc));
        };
    }
    crm_core::for_each_area!(name_area);
    areas
});

pub(crate) fn add(module: &Bound<'_, PyModule>) -> PyResult<()> {
    macro_rules! add_area {
        ($area:ident : $Area:ident, $area_doc:tt; $(
            $(#[doc = $doc:tt])*
            $access:ident $([$($flag:ident),*])? fn $name:ident($($arg:ident : $ty:ty $(= $def:tt)? $([ $($rule:tt)* ])?),* $(,)?) -> $ret:ty;
        )*) => {
            module.add_class::<$Area>()?;
            $(
                $( <$ty as Schema>::classes(module)?; )*
                <$ret as Schema>::classes(module)?;
            )*
        };
    }
    crm_core::for_each_area!(add_area);
    ChangeEvent::classes(module)?;
    FieldError::classes(module)?;
    SalesPull::classes(module)?;
    Client::classes(module)?;
    Locale::classes(module)
}
