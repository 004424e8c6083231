//! What every Python class of a record shares: how it prints, and how it becomes a dictionary.

use pyo3::prelude::*;
use pyo3::types::{PyAny, PyDict, PyList};

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

fn plain<'py>(value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    if value.hasattr("asdict")? {
        return value.call_method0("asdict");
    }
    if let Ok(list) = value.cast::<PyList>() {
        let items = PyList::empty(value.py());
        for item in list.iter() {
            items.append(plain(&item)?)?;
        }
        return Ok(items.into_any());
    }
    Ok(value.clone())
}

/// `OpportunityStatus.UNASSIGNED`.
pub(crate) fn choice_repr(name: &str, value: &str) -> String {
    format!("{name}.{}", value.to_uppercase().replace('-', "_"))
}
