//! What the module holds, for its own Python part and for the generator of the type stubs (`crm-py/stubs.py`).

use crm_core::sales::SalesPull;
use crm_core::schema::{ChoiceInfo, FieldInfo, RecordInfo, Schema, Type};
use crm_core::sign_ins::Client;
use crm_core::{ChangeEvent, CrmError, ERROR_CODES, FieldError, Locale, Operation};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use serde_json::{Value, json};

use crate::arguments;

/// The record on the pages of this type, where it is a page.
fn item_of(record: &'static RecordInfo) -> Option<&'static Type> {
    let names: Vec<&str> = record.fields.iter().map(|f| f.name()).collect();
    match (names.as_slice(), record.fields.first().map(|f| &f.ty)) {
        (["items", "next", "total"] | ["items", "next", "total", "partial"], Some(Type::List(item))) => Some(item),
        _ => None,
    }
}

fn describe_type(ty: &Type) -> Value {
    match ty {
        Type::List(item) => json!({"kind": "list", "of": describe_type(item)}),
        Type::Optional(inner) => json!({"kind": "optional", "of": describe_type(inner)}),
        Type::Record(record) => match item_of(record) {
            Some(item) => json!({"kind": "page", "of": describe_type(item), "name": record.name}),
            None => json!({"kind": "record", "name": record.name}),
        },
        Type::Choice(choice) => json!({"kind": "choice", "name": choice.name}),
        Type::Name(_) => json!({"kind": "text"}),
        Type::Id(name) => json!({"kind": "id", "name": name}),
        other => json!({"kind": other.name()}),
    }
}

fn describe_field(field: &FieldInfo) -> Value {
    json!({"name": field.name(), "doc": field.doc().trim(), "type": describe_type(&field.ty), "optional": field.optional})
}

fn describe_record(record: &RecordInfo) -> Value {
    let fields: Vec<_> = record.fields.iter().map(describe_field).collect();
    json!({"name": record.name, "doc": record.doc.trim(), "fields": fields})
}

fn describe_choice(choice: &ChoiceInfo) -> Value {
    let values: Vec<_> = choice.values.iter().map(|(value, doc)| json!({"value": value, "doc": doc.trim()})).collect();
    json!({"name": choice.name, "doc": choice.doc.trim(), "values": values})
}

fn describe_operation(operation: &'static Operation) -> Value {
    let arguments: Vec<_> = operation
        .arguments
        .iter()
        .map(|argument| {
            let mut description = describe_field(argument);
            description["fields"] = arguments::record_fields(argument).iter().map(|f| f.name()).collect();
            description
        })
        .collect();
    json!({
        "name": operation.name,
        "doc": operation.doc.trim(),
        "arguments": arguments,
        "result": describe_type(&operation.result),
    })
}

/// The areas, operations, records and choices, as JSON.
#[pyfunction]
fn _describe() -> String {
    let (mut records, mut choices) = (Vec::new(), Vec::new());
    for operation in Operation::all() {
        for argument in operation.arguments {
            argument.ty.collect(&mut records, &mut choices);
        }
        operation.result.collect(&mut records, &mut choices);
    }
    for ty in [ChangeEvent::TYPE, FieldError::TYPE, SalesPull::TYPE, Client::TYPE, Locale::TYPE] {
        ty.collect(&mut records, &mut choices);
    }
    let records: Vec<_> = records.into_iter().filter(|record| item_of(record).is_none()).map(describe_record).collect();
    let choices: Vec<_> = choices.into_iter().filter(|choice| !choice.open).map(describe_choice).collect();
    let areas: Vec<_> = crate::areas::AREAS
        .iter()
        .map(|(name, class, doc)| {
            let operations: Vec<_> = Operation::all().filter(|o| o.area == *name).map(describe_operation).collect();
            json!({"name": name, "class": class, "doc": doc, "operations": operations})
        })
        .collect();
    let errors: Vec<_> = ERROR_CODES.iter().map(|(code, number)| json!({"code": code, "number": number})).collect();
    json!({"areas": areas, "records": records, "choices": choices, "errors": errors}).to_string()
}

/// Class of the area, method, the arguments but `page` and whether each may be left out.
type List = (&'static str, &'static str, Vec<(&'static str, bool)>);

/// The lists that page.
#[pyfunction]
fn _lists() -> Vec<List> {
    let class = |area: &str| crate::areas::AREAS.iter().find(|(name, ..)| *name == area).map(|(_, class, _)| *class);
    Operation::all()
        .filter(|o| matches!(o.result, Type::Record(r) if item_of(r).is_some()))
        .filter(|o| o.arguments.iter().any(|a| a.name() == "page"))
        .filter_map(|o| {
            let arguments = o.arguments.iter().filter(|a| a.name() != "page").map(|a| (a.name(), a.optional)).collect();
            Some((class(o.area)?, o.short_name(), arguments))
        })
        .collect()
}

/// Name and class of every area.
#[pyfunction]
fn _areas() -> Vec<(&'static str, &'static str)> {
    crate::areas::AREAS.iter().map(|(name, class, _)| (*name, *class)).collect()
}

/// The names of all operations: what `Session.call` takes.
#[pyfunction]
fn operations() -> Vec<&'static str> {
    Operation::all().map(|o| o.name).collect()
}

/// The text of an error for people.
#[pyfunction]
fn _error_text(error: &str, locale: Locale) -> PyResult<String> {
    let error: CrmError = serde_json::from_str(error).map_err(|e| PyValueError::new_err(e.to_string()))?;
    Ok(error.text(locale))
}

pub(crate) fn add(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(operations, module)?)?;
    // Not in `__all__`: these are the package's own.
    for (name, function) in [
        ("_describe", wrap_pyfunction!(_describe, module)?),
        ("_lists", wrap_pyfunction!(_lists, module)?),
        ("_areas", wrap_pyfunction!(_areas, module)?),
        ("_error_text", wrap_pyfunction!(_error_text, module)?),
    ] {
        module.setattr(name, function)?;
    }
    Ok(())
}
