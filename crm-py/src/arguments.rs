//! The arguments of a call. Values of the declared types go straight in. Everything else (mappings for records, a
//! record's fields as keywords, ids and dates as text) is read the way JSON is, and what can't be read is refused by
//! the engine itself, with every offending field at once, as in every other language.

use crm_core::Operation;
use crm_core::python::{spell_decimals, suits};
use crm_core::schema::{FieldInfo, Schema, Type};
use crm_core::wire::{self, Wire};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyAny, PyDict, PyString};
use serde_json::{Map, Value};

/// An argument as Python gave it.
pub(crate) type Given<'py> = Option<Bound<'py, PyAny>>;

/// The name of an argument, which in Python has a line behind it where it is a word of the language (`with_`).
pub(crate) fn named(name: &'static str) -> &'static str {
    name.trim_end_matches('_')
}

/// The arguments by name, with the record fields that came as keywords put into their records.
pub(crate) fn gather<'py, const N: usize>(
    operation: impl FnOnce() -> PyResult<&'static Operation>,
    mut given: [(&'static str, Given<'py>); N],
    fields: Option<Bound<'py, PyDict>>,
) -> PyResult<[(&'static str, Given<'py>); N]> {
    let Some(fields) = fields else { return Ok(given) };
    let operation = operation()?;
    let mut records: Vec<(&str, Bound<'py, PyDict>)> = Vec::new();
    for (key, value) in fields {
        let key = key.cast_into::<PyString>()?;
        let name = key.to_cow()?;
        let argument = operation.arguments.iter().find(|a| record_fields(a).iter().any(|f| f.name() == name));
        let Some(argument) = argument else {
            let operation = operation.short_name();
            return Err(PyTypeError::new_err(format!("{operation}() got an unexpected keyword argument '{name}'")));
        };
        let Some((_, place)) = given.iter_mut().find(|(name, _)| *name == argument.name()) else { continue };
        let record = match (records.iter().find(|(name, _)| *name == argument.name()), place.is_some()) {
            (Some((_, record)), _) => record.clone(),
            (None, true) => {
                let (operation, record) = (operation.short_name(), argument.name());
                let text = format!("{operation}() got '{name}' beside the '{record}' it is a field of");
                return Err(PyTypeError::new_err(text));
            }
            (None, false) => {
                let record = PyDict::new(value.py());
                *place = Some(record.clone().into_any());
                records.push((argument.name(), record.clone()));
                record
            }
        };
        record.set_item(&key, value)?;
    }
    Ok(given)
}

/// The next argument, where it is of its own type or absent with a default.
pub(crate) fn direct<'a, 'py: 'a, T: FromPyObjectOwned<'py> + Schema>(
    given: &mut impl Iterator<Item = &'a (&'static str, Given<'py>)>,
    default: Option<T>,
) -> Option<T> {
    match given.next()? {
        (_, Some(value)) if suits(value, &T::TYPE).ok()? => value.extract().ok(),
        (_, Some(_)) => None,
        (_, None) => default,
    }
}

/// The argument, read from its JSON.
pub(crate) fn read<T: Wire>(json: &Map<String, Value>, name: &str, default: Option<T>) -> Option<T> {
    match json.get(name) {
        Some(value) => wire::from_json(&value.to_string()).ok(),
        None => default,
    }
}

/// The arguments of a call as JSON.
pub(crate) fn to_json(
    operation: &'static Operation,
    given: &[(&'static str, Given<'_>)],
) -> PyResult<Map<String, Value>> {
    let mut json = Map::new();
    for (name, value) in given {
        if let Some(value) = value {
            let mut value = crm_core::python::to_json(value)?;
            if let Some(argument) = operation.arguments.iter().find(|a| a.name() == *name) {
                spell_decimals(&mut value, &argument.ty);
            }
            json.insert((*name).to_owned(), value);
        }
    }
    // So that a record without any of its fields is refused field by field.
    for argument in operation.arguments.iter().filter(|a| !a.optional && !record_fields(a).is_empty()) {
        json.entry(argument.name()).or_insert_with(|| Value::Object(Map::new()));
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
