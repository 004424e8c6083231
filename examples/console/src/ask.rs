//! Calls of the engine, by the names of operations, as JSON.

use crm_core::{CrmError, Session};
use serde_json::{Value, json};

/// Calls an operation.
///
/// # Errors
/// What the operation says.
pub fn ask(session: &Session, operation: &str, arguments: &Value) -> Result<Value, CrmError> {
    let answer = session.call(operation, &arguments.to_string())?;
    serde_json::from_str(&answer).map_err(|e| CrmError::Bug { detail: format!("{operation} answers no JSON: {e}") })
}

/// A text inside a value; empty where there is none.
pub fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

/// The texts of a list inside a value.
pub fn texts(value: &Value, name: &str) -> Vec<String> {
    list(value, name).iter().filter_map(|one| one.as_str().map(str::to_owned)).collect()
}

/// A list inside a value; empty where there is none.
pub fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value[name].as_array().map(Vec::as_slice).unwrap_or_default()
}

/// Puts a value where a path leads: `new.price` into `{"new": {…}}`.
pub fn put(into: &mut Value, path: &str, value: Value) {
    let mut place = into;
    for step in path.split('.') {
        if !place.is_object() {
            *place = json!({});
        }
        place = &mut place[step];
    }
    *place = value;
}
