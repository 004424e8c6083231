//! `include/operations.json`: everything that a generator for another language needs to make names, records and calls.
//!
//! A type is a word (`"text"`, `"integer"` …) or an object with one member: `{"record": "Money"}`, `{"choice": "…"}`,
//! `{"id": "CustomerId"}`, `{"list": type}`, `{"optional": type}`.

use std::fmt::Write;

use crm_core::sales::SalesPull;
use crm_core::schema::{ChoiceInfo, FieldInfo, RecordInfo, Schema, Type};
use crm_core::{Access, ChangeEvent, Operation};
use serde_json::{Map, Value, json};

use crate::errors;

/// The text of the file: one line an operation, record, choice and error, so that versions compare well.
pub fn make() -> Result<String, String> {
    let (records, choices) = types();
    let errors: Vec<_> = errors::all()?
        .iter()
        .map(|e| {
            let carries: Vec<_> = e.carries.iter().map(|(name, _)| *name).collect();
            json!({"code": e.code, "number": e.number, "carries": carries})
        })
        .collect();
    let mut text = format!("{{\n\"version\": \"{}\",\n", env!("CARGO_PKG_VERSION"));
    list(&mut text, "operations", Operation::all().map(operation), false);
    list(&mut text, "records", records.iter().map(|r| record(r)), false);
    list(&mut text, "choices", choices.iter().map(|c| choice(c)), false);
    list(&mut text, "errors", errors.into_iter(), true);
    text.push_str("}\n");
    Ok(text)
}

fn list(text: &mut String, name: &str, items: impl Iterator<Item = Value>, last: bool) {
    // What an item is called comes first, for people who look into the file.
    let line = |mut item: Value| {
        let key = if item["name"].is_null() { "code" } else { "name" };
        let named = item.as_object_mut().and_then(|members| members.remove(key)).unwrap_or_default();
        format!("{{\"{key}\":{named},{}", item.to_string().trim_start_matches('{'))
    };
    let lines: Vec<String> = items.map(line).collect();
    let _ = writeln!(text, "\"{name}\": [\n{}\n]{}", lines.join(",\n"), if last { "" } else { "," });
}

/// Every record and choice that crosses the boundary, by name.
pub fn types() -> (Vec<&'static RecordInfo>, Vec<&'static ChoiceInfo>) {
    let (mut records, mut choices) = (Vec::new(), Vec::new());
    for operation in Operation::all() {
        for argument in operation.arguments {
            argument.ty.collect(&mut records, &mut choices);
        }
        operation.result.collect(&mut records, &mut choices);
    }
    // What is told and given outside of the operations.
    for ty in [<ChangeEvent as Schema>::TYPE, <SalesPull as Schema>::TYPE, <crm_core::FieldError as Schema>::TYPE] {
        ty.collect(&mut records, &mut choices);
    }
    records.sort_by_key(|r| r.name);
    choices.sort_by_key(|c| c.name);
    (records, choices)
}

fn operation(operation: &Operation) -> Value {
    json!({
        "name": operation.name,
        "area": operation.area,
        "writes": operation.access == Access::Write,
        "confirm": operation.confirm,
        "public": operation.public,
        "bulk": operation.bulk,
        "doc": words(operation.doc),
        "arguments": operation.arguments.iter().map(field).collect::<Vec<_>>(),
        "result": type_of(&operation.result),
    })
}

fn record(record: &RecordInfo) -> Value {
    json!({
        "name": record.name,
        "doc": words(record.doc),
        "fields": record.fields.iter().map(field).collect::<Vec<_>>(),
    })
}

fn choice(choice: &ChoiceInfo) -> Value {
    let values: Vec<_> = choice.values.iter().map(|(value, doc)| json!({"value": value, "doc": words(doc)})).collect();
    json!({"name": choice.name, "doc": words(choice.doc), "values": values})
}

fn field(field: &FieldInfo) -> Value {
    let mut rules = Value::Object(Map::new());
    for rule in field.rules {
        rule.describe(&mut rules);
    }
    let mut described = json!({"name": field.name(), "type": type_of(&field.ty)});
    if !field.doc().trim().is_empty() {
        described["doc"] = words(field.doc()).into();
    }
    if field.optional {
        described["may_be_absent"] = true.into();
    }
    if rules.as_object().is_some_and(|rules| !rules.is_empty()) {
        described["rules"] = rules;
    }
    if let Some(default) = field.default() {
        described["default"] = serde_json::from_str(default).unwrap_or_default();
    }
    described
}

fn type_of(ty: &Type) -> Value {
    match ty {
        Type::Id(name) => json!({"id": name}),
        Type::Record(record) => json!({"record": record.name}),
        Type::Choice(choice) => json!({"choice": choice.name}),
        Type::List(of) => json!({"list": type_of(of)}),
        Type::Optional(of) => json!({"optional": type_of(of)}),
        plain => plain.name().into(),
    }
}

fn words(doc: &str) -> String {
    doc.split_whitespace().collect::<Vec<_>>().join(" ")
}
