//! The arguments of a call. Values of the declared types go straight in. Everything else (mappings for records, a
//! record's fields as keywords, ids and dates as text) is read the way JSON is, and what can't be read is refused by
//! the engine itself, with every offending field at once, as in every other language.

use crm_core::Operation;
use crm_core::schema::{FieldInfo, Type};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyAny, PyDict, PyString};
use serde_json::{Map, Value};

/// An argument as Python gave it.
pub(crate) type Given<'py> = Option<Bound<'py, PyAny>>;

/// The argument, where it is of its own type or absent with a default.
pub(crate) fn direct<'py, T: FromPyObjectOwned<'py>>(given: &Given<'py>, default: Option<T>) -> Option<T> {
    match given {
        Some(value) => value.extract().ok(),
        None => default,
    }
}

/// The argument, read from its JSON.
pub(crate) fn read<T: serde::de::DeserializeOwned>(
    json: &Map<String, Value>,
    name: &str,
    default: Option<T>,
) -> Option<T> {
    match json.get(name) {
        Some(value) => T::deserialize(value).ok(),
        None => default,
    }
}

/// The arguments of a call as JSON.
pub(crate) fn to_json<'py>(
    operation: &'static Operation,
    given: &[(&'static str, &Given<'py>)],
    fields: Option<&Bound<'py, PyDict>>,
) -> PyResult<Map<String, Value>> {
    let mut json = Map::new();
    for (name, value) in given {
        if let Some(value) = value {
            json.insert((*name).to_owned(), crm_core::python::to_json(value)?);
        }
    }
    for (key, value) in fields.into_iter().flatten() {
        let key = key.cast_into::<PyString>()?.to_cow()?.into_owned();
        let argument = operation.arguments.iter().find(|a| record_fields(a).iter().any(|f| f.name == key));
        let Some(argument) = argument else {
            let name = operation.short_name();
            return Err(PyTypeError::new_err(format!("{name}() got an unexpected keyword argument '{key}'")));
        };
        if given.iter().any(|(name, value)| *name == argument.name && value.is_some()) {
            return Err(PyTypeError::new_err(format!(
                "{}() got '{key}' beside the '{}' it is a field of",
                operation.short_name(),
                argument.name
            )));
        }
        let record = json.entry(argument.name).or_insert_with(|| Value::Object(Map::new()));
        if let Value::Object(record) = record {
            record.insert(key, crm_core::python::to_json(&value)?);
        }
    }
    // So that a record without any of its fields is refused field by field.
    for argument in operation.arguments.iter().filter(|a| !a.optional && !record_fields(a).is_empty()) {
        json.entry(argument.name).or_insert_with(|| Value::Object(Map::new()));
    }
    Ok(json)
}

/// The fields of an argument that is a record.
pub(crate) fn record_fields(argument: &FieldInfo) -> &'static [FieldInfo] {
    match argument.ty.required() {
        Type::Record(record) => record.fields,
        _ => &[],
    }
}
