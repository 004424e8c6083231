//! What rules name beside what is defined (AUTO-14): people, and setup documents by their names. These must be there while a rule
//! is enabled, and stay as long.

use serde_json::Value;

use crate::engine::area;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::operations::Operation;
use crate::engine::people::People;
use crate::engine::schema::{FieldInfo, Type};
use crate::engine::setup::{self, Kind, Named};
use crate::engine::tree::Tree;
use crate::engine::wire::{Fields as _, from_json};

/// What these effects name, each by its path.
pub(super) fn names(cx: &mut Context<'_>, actions: &[Tree]) -> Result<Vec<Named>> {
    let mut named = documents(actions);
    for (at, action) in actions.iter().enumerate() {
        let (path, action) = (format!("actions[{at}]"), action.value());
        for (nth, one) in action.get("notify").and_then(Value::as_array).into_iter().flatten().enumerate() {
            if let Some(people) = people(one) {
                named.extend(people.names(cx, &format!("{path}.notify[{nth}]"))?);
            }
        }
        let called = action.get("call").and_then(Value::as_str).and_then(Operation::find);
        let with = action.get("with").and_then(Value::as_object);
        for (operation, with) in called.into_iter().zip(with) {
            for argument in operation.arguments {
                let Some(given) = with.get(argument.name()) else { continue };
                let path = format!("{path}.with.{}", argument.name());
                if let Some(people) = given.get("value").and_then(people).filter(|_| takes_people(argument)) {
                    named.extend(people.names(cx, &format!("{path}.value"))?);
                }
            }
        }
    }
    Ok(named)
}

/// The setup documents that these effects name.
pub(super) fn documents(actions: &[Tree]) -> Vec<Named> {
    let mut named = Vec::new();
    for (at, action) in actions.iter().enumerate() {
        let action = action.value();
        let called = action.get("call").and_then(Value::as_str).and_then(Operation::find);
        let with = action.get("with").and_then(Value::as_object);
        for (operation, with) in called.into_iter().zip(with) {
            for argument in operation.arguments {
                let Some(given) = with.get(argument.name()) else { continue };
                if let Some(kind) = kind_of(operation, argument) {
                    let names = texts(&format!("actions[{at}].with.{}", argument.name()), given);
                    named.extend(names.into_iter().map(|(path, name)| Named::document(path, kind.name, &name)));
                }
            }
        }
    }
    named
}

fn people(json: &Value) -> Option<People> {
    json.is_object().then(|| from_json(&json.to_string()).ok()).flatten()
}

fn takes_people(argument: &FieldInfo) -> bool {
    argument.ty.required().record().is_some_and(|record| record.name == People::INFO.name)
}

/// Of which kind of setup documents an argument names some: the one that it is called after, or the one that the operation's area
/// keeps.
fn kind_of(operation: &Operation, argument: &FieldInfo) -> Option<&'static Kind> {
    let is_text = |ty: &Type| matches!(ty, Type::Text);
    let names = match argument.ty.required() {
        Type::List(inner) => is_text(inner),
        other => is_text(other),
    };
    // What acts by itself is named by nobody who calls something.
    let own = || {
        let area = area::all().find(|area| area.name() == operation.area)?;
        area.setup.first().copied().filter(|kind| kind.begins_enabled)
    };
    setup::find(argument.name()).or_else(own).filter(|_| names)
}

/// The texts that are given as they stand, each by its path: as JSON, or as expressions that are nothing but a text.
fn texts(path: &str, given: &Value) -> Vec<(String, String)> {
    match given {
        Value::Array(items) => {
            let some = items.iter().enumerate().map(|(at, item)| texts(&format!("{path}[{at}]"), item));
            some.flatten().collect()
        }
        Value::Object(_) => match given.get("value") {
            Some(Value::String(text)) => vec![(format!("{path}.value"), text.clone())],
            Some(Value::Array(items)) => {
                let some = items.iter().enumerate();
                some.filter_map(|(at, item)| Some((format!("{path}.value[{at}]"), item.as_str()?.to_owned()))).collect()
            }
            _ => Vec::new(),
        },
        Value::String(text) => {
            let inner = text.trim().strip_prefix('\'').and_then(|text| text.strip_suffix('\''));
            inner
                .filter(|inner| !inner.contains('\''))
                .map(|inner| (path.to_owned(), inner.to_owned()))
                .into_iter()
                .collect()
        }
        _ => Vec::new(),
    }
}
