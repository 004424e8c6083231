//! Stories are replayed through typed interfaces too, where an argument that does not exist or has another type can't
//! be written down: each story keeps to the schema, but those marked `json_only`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use crm_core::Operation;
use crm_core::schema::{FieldInfo, Type};
use serde_json::{Map, Value};

use crate::story::all;

#[test]
fn arguments_are_well_typed() {
    let mut wrong = Vec::new();
    for story in all().iter().filter(|s| !s.json_only) {
        for (i, step) in story.steps.iter().enumerate() {
            let Some(name) = step.get("call").and_then(Value::as_str) else { continue };
            let place = format!("{} step {} {name}", story.file, i + 1);
            let Some(operation) = Operation::find(name) else {
                wrong.push(format!("{place}: no such operation"));
                continue;
            };
            let given = step.get("with").and_then(Value::as_object).cloned().unwrap_or_default();
            object(&given, operation.arguments, &place, &mut wrong);
        }
    }
    assert!(wrong.is_empty(), "not well-typed, and not marked json_only:\n{}", wrong.join("\n"));
}

#[test]
fn files_are_what_they_are_said_to_be() {
    for story in all() {
        let steps = serde_json::to_string(&story.steps).unwrap();
        for (name, text) in &story.files {
            let encoded = [text.as_bytes(), &encoding_rs::GB18030.encode(text).0].map(|bytes| STANDARD.encode(bytes));
            assert!(encoded.iter().any(|e| steps.contains(e)), "{}: no step holds {name}: {}", story.file, encoded[0]);
        }
    }
}

fn object(given: &Map<String, Value>, fields: &[FieldInfo], place: &str, wrong: &mut Vec<String>) {
    for (name, value) in given {
        match fields.iter().find(|f| f.name() == name) {
            Some(field) => check(value, &field.ty, &format!("{place}.{name}"), wrong),
            None => wrong.push(format!("{place}.{name} does not exist")),
        }
    }
    for field in fields.iter().filter(|f| !f.optional && !given.contains_key(f.name())) {
        wrong.push(format!("{place}.{} is missing", field.name()));
    }
}

fn check(value: &Value, ty: &Type, place: &str, wrong: &mut Vec<String>) {
    // A kept value has the type it was given with.
    if value.as_str().is_some_and(|text| text.starts_with('$')) {
        return;
    }
    let text = value.as_str();
    let fits = match ty {
        Type::Nothing => false,
        Type::Text | Type::Secret | Type::Json => text.is_some(),
        Type::Tree | Type::Value => true,
        Type::Values => value.is_object(),
        Type::Integer => value.is_i64(),
        Type::Boolean => value.is_boolean(),
        Type::Decimal => text.is_some_and(|t| t.parse::<rust_decimal::Decimal>().is_ok()),
        Type::Date => text.is_some_and(|t| t.parse::<crm_core::Date>().is_ok()),
        Type::Instant => text.is_some_and(|t| t.parse::<crm_core::Timestamp>().is_ok()),
        Type::Id(_) => text.is_some_and(|t| t.parse::<uuid::Uuid>().is_ok()),
        Type::Bytes => text.is_some_and(|t| t.len() % 4 == 0),
        Type::Choice(_) | Type::Name(_) => {
            text.is_some_and(|t| ty.choice().is_some_and(|choice| choice.values.iter().any(|(v, _)| *v == t)))
        }
        // What is not given is left out.
        Type::Optional(inner) => return check(value, inner, place, wrong),
        Type::List(inner) => {
            if let Value::Array(items) = value {
                for (i, item) in items.iter().enumerate() {
                    check(item, inner, &format!("{place}[{i}]"), wrong);
                }
            }
            value.is_array()
        }
        Type::Record(record) => {
            if let Value::Object(map) = value {
                object(map, record.fields, place, wrong);
            }
            value.is_object()
        }
    };
    if !fits {
        wrong.push(format!("{place} is not of its type: {value}"));
    }
}
