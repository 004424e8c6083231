//! Values between Python and the engine: how a record prints, and how plain Python data becomes JSON.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::pyclass::CompareOp;
use pyo3::sync::PyOnceLock;
use pyo3::types::{
    PyAny, PyBool, PyBytes, PyDate, PyDateTime, PyDict, PyFloat, PyInt, PyList, PyMapping, PyNotImplemented, PyString,
    PyTuple, PyType,
};
use pyo3::{PyClass, PyTypeInfo, intern};
use serde_json::Value;

use crate::engine::exact;
use crate::engine::schema::{Schema, Type};
use crate::engine::wire::{self, Wire, Written};

/// `NewOpportunity(source=None, customer_name='华东')`.
pub(crate) fn repr(record: &Bound<'_, PyAny>, name: &str, fields: &[&str]) -> PyResult<String> {
    let mut text = String::from(name);
    text.push('(');
    for (i, field) in fields.iter().enumerate() {
        if i > 0 {
            text.push_str(", ");
        }
        text.push_str(field);
        text.push('=');
        text.push_str(&record.getattr(*field)?.repr()?.to_string_lossy());
    }
    text.push(')');
    Ok(text)
}

/// The fields as a dictionary, nested records too.
pub(crate) fn asdict<'py>(record: &Bound<'py, PyAny>, fields: &[&str]) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(record.py());
    for field in fields {
        dict.set_item(field, plain(&record.getattr(*field)?)?)?;
    }
    Ok(dict)
}

/// A value without records: they become dictionaries, also inside lists and values by their names.
pub(super) fn plain<'py>(value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    if let Ok(list) = value.cast::<PyList>() {
        return Ok(PyList::new(value.py(), list.iter().map(|v| plain(&v)).collect::<PyResult<Vec<_>>>()?)?.into_any());
    }
    if let Ok(values) = value.cast::<PyDict>() {
        let dict = PyDict::new(value.py());
        for (name, inner) in values {
            dict.set_item(name, plain(&inner)?)?;
        }
        return Ok(dict.into_any());
    }
    match value.getattr_opt(intern!(value.py(), "asdict"))? {
        Some(asdict) => asdict.call0(),
        None => Ok(value.clone()),
    }
}

/// A record's JSON.
pub(crate) fn to_json_text(record: &dyn Written) -> String {
    wire::to_json(record)
}

/// A record from its JSON.
pub(crate) fn from_json<T: Wire + Schema>(text: &str) -> PyResult<T> {
    if let Ok(json) = serde_json::from_str(text) {
        kept_exactly(&json, &T::TYPE)?;
    }
    wire::from_json(text).map_err(|misfit| PyValueError::new_err(misfit.0))
}

/// Refuses a decimal that can't be kept to its last digit: in an object of Python there would stand another in its place.
fn kept_exactly(json: &Value, ty: &Type) -> PyResult<()> {
    if exact::is_kept(json, ty) {
        return Ok(());
    }
    Err(PyValueError::new_err("a decimal number has more digits than can be kept exactly"))
}

/// A value for a field: of its own type, or whatever JSON would have there (a UUID or date as text, a mapping for a
/// record).
pub(crate) fn given<'py, T>(value: &Bound<'py, PyAny>) -> PyResult<T>
where
    T: FromPyObjectOwned<'py> + Wire + Schema,
{
    let extracted =
        if suits(value, &T::TYPE)? { value.extract::<T>().map_err(Into::into) } else { Err(other_type::<T>(value)) };
    extracted.or_else(|refusal: PyErr| {
        // Through text, so that records are read in one way only: each further one would be compiled for every record.
        let mut json = to_json(value)?;
        spell_decimals(&mut json, &T::TYPE);
        kept_exactly(&json, &T::TYPE)?;
        wire::from_json(&json.to_string()).map_err(|_| refusal)
    })
}

/// Whole numbers of Python where decimals are wanted, as texts: so they stand in JSON.
pub fn spell_decimals(json: &mut Value, ty: &Type) {
    match (json, ty.required()) {
        (number @ Value::Number(_), Type::Decimal) => {
            let whole = number.as_i64().map(|whole| whole.to_string());
            // One beyond 64 bits, which no field takes. Any other is a binary fraction, and no decimal.
            let huge = || number.as_f64().filter(|f| f.abs() >= i64::MAX as f64).map(|f| format!("{f:.0}"));
            if let Some(text) = whole.or_else(huge) {
                *number = Value::String(text);
            }
        }
        (Value::Array(items), Type::List(item)) => items.iter_mut().for_each(|json| spell_decimals(json, item)),
        (Value::Object(values), Type::Record(record)) => {
            for field in record.fields {
                if let Some(json) = values.get_mut(field.name()) {
                    spell_decimals(json, &field.ty);
                }
            }
        }
        _ => {}
    }
}

fn other_type<T: Schema>(value: &Bound<'_, PyAny>) -> PyErr {
    let found = value.get_type().name().map_or_else(|_| "another type".into(), |name| name.to_string());
    PyTypeError::new_err(format!("{} is wanted, not {found}", T::TYPE.name()))
}

/// Whether a value that Python takes for one of the type is one: a `datetime` is no day, `True` is no number, and a
/// decimal is an exact one, which a `float` is not.
///
/// # Errors
/// What Python says to a number that it can't print.
pub fn suits(value: &Bound<'_, PyAny>, ty: &Type) -> PyResult<bool> {
    Ok(match ty.required() {
        _ if value.is_none() => true,
        Type::Date => !value.is_instance_of::<PyDateTime>(),
        Type::Integer => !value.is_instance_of::<PyBool>(),
        Type::Decimal => is_exact(value)?,
        Type::List(item) if matches!(item.required(), Type::Date | Type::Integer | Type::Decimal) => {
            let list = value
                .cast::<PyList>()
                .map(|list| list.as_any().clone())
                .or_else(|_| value.cast::<PyTuple>().map(|tuple| tuple.as_any().clone()));
            match list {
                Ok(list) => {
                    let mut all = true;
                    for item_value in list.try_iter()? {
                        all = all && suits(&item_value?, item)?;
                    }
                    all
                }
                Err(_) => true,
            }
        }
        _ => true,
    })
}

/// Whether the value is a whole number or a decimal that can be kept to its last digit.
fn is_exact(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    if value.is_instance_of::<PyBool>() || !(value.is_instance_of::<PyInt>() || is_decimal(value)?) {
        return Ok(false);
    }
    Ok(exact::decimal(&value.str()?.to_cow()?).is_ok())
}

fn is_decimal(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    static DECIMAL: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    value.is_instance(DECIMAL.import(value.py(), "decimal", "Decimal")?.as_any())
}

/// A record given as one of its class, or as a mapping of its fields.
pub(crate) fn record_from<T>(value: &Bound<'_, PyAny>) -> PyResult<T>
where
    T: PyClass<Frozen = pyo3::pyclass::boolean_struct::True> + PyTypeInfo + Sync + Clone + Schema,
{
    if let Ok(record) = value.cast::<T>() {
        return Ok(record.get().clone());
    }
    let py = value.py();
    let Ok(mapping) = value.cast::<PyMapping>() else {
        let found = value.get_type().name()?;
        return Err(PyTypeError::new_err(format!("{} or a mapping is wanted, not {found}", T::NAME)));
    };
    let fields = PyDict::new(py);
    fields.update(mapping)?;
    // The constructor of an update takes None for "keep", in a mapping it would leave open whether to keep or to clear.
    let update = matches!(T::TYPE, Type::Record(record) if record.fields.iter().any(|f| f.name() == "clear"));
    if update && fields.values().iter().any(|v| v.is_none()) {
        return Err(PyTypeError::new_err("a field of an update must not be None; to empty it, list it in clear"));
    }
    let made = py.get_type::<T>().call((), Some(&fields))?;
    Ok(made.cast::<T>()?.get().clone())
}

/// A value of a fixed set, or its text.
pub(crate) fn choice_from<T>(value: &Bound<'_, PyAny>, name: &str) -> PyResult<T>
where
    T: PyClass<Frozen = pyo3::pyclass::boolean_struct::True> + Sync + Copy + std::str::FromStr,
{
    if let Ok(choice) = value.cast::<T>() {
        return Ok(*choice.get());
    }
    let text = value.cast::<PyString>()?.to_cow()?;
    text.parse().map_err(|_| PyValueError::new_err(format!("'{text}' is not a {name}")))
}

/// Compares a value of a fixed set with another, or with its text; leaves anything else to Python.
pub(crate) fn compare<'py, T>(value: &T, other: &Bound<'py, PyAny>, op: CompareOp, name: &str) -> Bound<'py, PyAny>
where
    T: PyClass<Frozen = pyo3::pyclass::boolean_struct::True> + Sync + Copy + Ord + std::str::FromStr,
{
    let py = other.py();
    match choice_from::<T>(other, name) {
        Ok(other) => PyBool::new(py, op.matches(value.cmp(&other))).to_owned().into_any(),
        Err(_) => PyNotImplemented::get(py).to_owned().into_any(),
    }
}

/// The levels of lists and mappings that plain data may have: far more than any record, and fewer than JSON may.
const DEEPEST: usize = 100;

/// Plain Python data, records among it, as JSON.
///
/// # Errors
/// `TypeError` for what has no place in JSON, `ValueError` for what is nested more than 100 levels deep, as a list that
/// holds itself is.
pub fn to_json(value: &Bound<'_, PyAny>) -> PyResult<Value> {
    below(value, DEEPEST, false)
}

/// The same, where a record in it stands for its id, since that is how one is referred to.
pub(crate) fn to_tree(value: &Bound<'_, PyAny>) -> PyResult<Value> {
    below(value, DEEPEST, true)
}

/// The same, where so many levels are left.
fn below(value: &Bound<'_, PyAny>, levels: usize, referring: bool) -> PyResult<Value> {
    let py = value.py();
    let inner = |item: &Bound<'_, PyAny>| match levels {
        0 => Err(PyValueError::new_err(format!("lists and mappings are nested more than {DEEPEST} levels deep"))),
        _ => below(item, levels - 1, referring),
    };
    if value.is_none() {
        return Ok(Value::Null);
    }
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(Value::String(text.to_cow()?.into_owned()));
    }
    if let Ok(flag) = value.cast::<PyBool>() {
        return Ok(Value::Bool(flag.is_true()));
    }
    if value.is_instance_of::<PyInt>() {
        // One that is too large for any field is still a number; the field's check then refuses it.
        return Ok(match value.extract::<i64>() {
            Ok(number) => number.into(),
            Err(_) => Value::from(value.extract::<f64>().unwrap_or(f64::MAX)),
        });
    }
    if let Ok(number) = value.cast::<PyFloat>() {
        return Ok(Value::from(number.value()));
    }
    if value.is_instance_of::<PyDateTime>() && !value.getattr(intern!(py, "tzinfo"))?.is_none() {
        // An offset of a zone can have seconds, which the text of an instant has not.
        let utc = value.call_method1(intern!(py, "astimezone"), (chrono::Utc,))?;
        return Ok(Value::String(utc.call_method0(intern!(py, "isoformat"))?.extract()?));
    }
    if value.is_instance_of::<PyDateTime>() || value.is_instance_of::<PyDate>() {
        return Ok(Value::String(value.call_method0(intern!(py, "isoformat"))?.extract()?));
    }
    if let Ok(bytes) = value.cast::<PyBytes>() {
        use base64::Engine as _;
        return Ok(Value::String(base64::engine::general_purpose::STANDARD.encode(bytes.as_bytes())));
    }
    if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
        return value.try_iter()?.map(|item| inner(&item?)).collect::<PyResult<Vec<_>>>().map(Value::Array);
    }
    if let Ok(mapping) = value.cast::<PyMapping>() {
        let mut object = serde_json::Map::new();
        for entry in mapping.items()?.iter() {
            let (key, item): (String, Bound<'_, PyAny>) = entry.extract()?;
            object.insert(key, inner(&item)?);
        }
        return Ok(Value::Object(object));
    }
    if let Some(method) = value.getattr_opt(intern!(py, "to_json"))? {
        if let Some(id) = value.getattr_opt(intern!(py, "id"))?.filter(|_| referring) {
            return inner(&id);
        }
        let text: String = method.call0()?.extract()?;
        return serde_json::from_str(&text).map_err(|e| PyValueError::new_err(e.to_string()));
    }
    // UUID, Decimal, and the values of a fixed set.
    let class = value.get_type();
    let module = class.module()?;
    let module = module.to_cow()?;
    if matches!(&*module, "uuid" | "decimal" | "_decimal" | "_pydecimal") || value.hasattr(intern!(py, "value"))? {
        return Ok(Value::String(value.str()?.to_cow()?.into_owned()));
    }
    Err(PyTypeError::new_err(format!("{} has no place in the arguments of an operation", class.name()?)))
}

/// Lets a type of names be a `str` in Python.
macro_rules! name_as_text {
    ($Name:ident) => {
        impl<'py> pyo3::IntoPyObject<'py> for $Name {
            type Target = pyo3::types::PyString;
            type Output = pyo3::Bound<'py, Self::Target>;
            type Error = std::convert::Infallible;

            fn into_pyobject(self, py: pyo3::Python<'py>) -> Result<Self::Output, Self::Error> {
                (&self).into_pyobject(py)
            }
        }

        impl<'py> pyo3::IntoPyObject<'py> for &$Name {
            type Target = pyo3::types::PyString;
            type Output = pyo3::Bound<'py, Self::Target>;
            type Error = std::convert::Infallible;

            fn into_pyobject(self, py: pyo3::Python<'py>) -> Result<Self::Output, Self::Error> {
                Ok(pyo3::types::PyString::new(py, self.as_str()))
            }
        }

        impl<'py> pyo3::FromPyObject<'_, 'py> for $Name {
            type Error = pyo3::PyErr;

            fn extract(value: pyo3::Borrowed<'_, 'py, pyo3::PyAny>) -> pyo3::PyResult<Self> {
                Ok(value.extract::<String>()?.as_str().into())
            }
        }
    };
}
pub(crate) use name_as_text;
