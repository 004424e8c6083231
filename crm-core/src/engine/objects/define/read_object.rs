//! Reads objects and extensions.

use serde_json::Value;

use super::behaviour::{Change, Check};
use super::document::{Adjust, Extension, Object, PartOf, Span, Unique};
use super::limits;
use super::read_field::fields;
use super::read_machine::machine;
use super::reading::{Keys, Reading};
use crate::engine::objects::shape::Name;

const KEYS: &[&str] = &[
    "title",
    "fields",
    "owner",
    "number",
    "key",
    "part_of",
    "unique",
    "no_overlap",
    "checks",
    "change",
    "status",
    "off",
    "doc",
    "was",
];

/// Reads an object. One that is no object of JSON is remembered as unread.
pub(super) fn object(reading: &mut Reading, name: Name, path: &str, json: &Value) -> Option<Object> {
    let Some(keys) = reading.keys(path, json, KEYS) else {
        reading.unread.name(&name);
        return None;
    };
    let title = reading.needed_expr(&keys, "title").unwrap_or_default();
    reading.needed(&keys, "fields");
    if !keys.get("fields").is_some_and(Value::is_object) {
        reading.unread.name(&name);
    }
    Some(Object {
        name,
        title,
        fields: fields(reading, &keys),
        owner: reading.name_at(&keys, "owner"),
        number: number(reading, &keys),
        key: reading.name_at(&keys, "key"),
        part_of: part_of(reading, &keys),
        unique: unique(reading, &keys),
        no_overlap: spans(reading, &keys),
        checks: checks(reading, &keys, limits::CHECKS),
        change: changes(reading, &keys),
        status: keys.get("status").and_then(|json| machine(reading, &keys.at("status"), json)),
        off: reading.names(&keys, "off", limits::FIELDS, false),
        doc: reading.text(&keys, "doc", limits::DOC),
        was: reading.was(&keys),
    })
}

/// Reads what is added to an object of others.
pub(super) fn extension(reading: &mut Reading, object: Name, path: &str, json: &Value) -> Option<Extension> {
    let keys = reading.keys(path, json, &["fields", "checks", "needs", "adjust"])?;
    Some(Extension {
        object,
        fields: fields(reading, &keys),
        checks: checks(reading, &keys, limits::CHECKS),
        needs: needs(reading, &keys),
        adjust: adjust(reading, &keys),
    })
}

fn number(reading: &mut Reading, keys: &Keys<'_>) -> Option<String> {
    let json = keys.get("number")?;
    let inner = reading.keys(&keys.at("number"), json, &["pattern"]);
    let pattern = inner.and_then(|inner| reading.needed_text(&inner, "pattern", limits::PATTERN));
    if pattern.is_none() {
        reading.unread.name("number");
    }
    pattern
}

fn part_of(reading: &mut Reading, keys: &Keys<'_>) -> Option<PartOf> {
    let inner = reading.keys(&keys.at("part_of"), keys.get("part_of")?, &["field", "name"])?;
    let (field, name) = (reading.needed_name(&inner, "field"), reading.needed_name(&inner, "name"));
    if field.is_none() {
        reading.unread.name(name.as_deref().unwrap_or_default());
    }
    Some(PartOf { field: field?, name: name? })
}

fn states(reading: &mut Reading, keys: &Keys<'_>) -> Option<Vec<Name>> {
    keys.has("while").then(|| reading.names(keys, "while", limits::STATES, true))
}

fn unique(reading: &mut Reading, keys: &Keys<'_>) -> Vec<Unique> {
    let mut read = Vec::new();
    for (path, json) in reading.list(keys, "unique", limits::UNIQUE) {
        let Some(keys) = reading.keys(&path, json, &["fields", "while", "text"]) else { continue };
        read.push(Unique {
            fields: reading.names(&keys, "fields", limits::UNIQUE_FIELDS, true),
            states: states(reading, &keys),
            text: reading.text(&keys, "text", limits::WORDS),
        });
    }
    read
}

fn spans(reading: &mut Reading, keys: &Keys<'_>) -> Vec<Span> {
    let mut read = Vec::new();
    for (path, json) in reading.list(keys, "no_overlap", limits::SPANS) {
        let Some(keys) = reading.keys(&path, json, &["by", "from", "to", "while", "text"]) else { continue };
        reading.needed(&keys, "by");
        let by = reading.names(&keys, "by", limits::SPAN_BY, false);
        let (from, to) = (reading.needed_name(&keys, "from"), reading.needed_name(&keys, "to"));
        let (states, text) = (states(reading, &keys), reading.text(&keys, "text", limits::WORDS));
        read.push(Span { by, from: from.unwrap_or_default(), to: to.unwrap_or_default(), states, text });
    }
    read
}

/// Checks of an object or of an action.
pub(super) fn checks(reading: &mut Reading, keys: &Keys<'_>, most: usize) -> Vec<Check> {
    let mut read = Vec::new();
    for (name, path, json) in reading.named(keys, "checks", most) {
        let Some(keys) = reading.keys(&path, json, &["check", "text"]) else { continue };
        let check = reading.needed_expr(&keys, "check").unwrap_or_default();
        let text = reading.needed_text(&keys, "text", limits::WORDS).unwrap_or_default();
        read.push(Check { name, check, text });
    }
    read
}

fn changes(reading: &mut Reading, keys: &Keys<'_>) -> Vec<Change> {
    let mut read = Vec::new();
    for (path, json) in reading.list(keys, "change", limits::CHANGES) {
        let Some(keys) = reading.keys(&path, json, &["fields", "when", "text"]) else { continue };
        read.push(Change {
            fields: reading.names(&keys, "fields", limits::FIELDS, true),
            when: reading.needed_expr(&keys, "when").unwrap_or_default(),
            text: reading.text(&keys, "text", limits::WORDS),
        });
    }
    read
}

fn needs(reading: &mut Reading, keys: &Keys<'_>) -> Vec<(Name, Vec<Name>)> {
    let mut read = Vec::new();
    let Some(json) = keys.get("needs") else { return read };
    let names: Vec<&str> = json.as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect();
    let Some(inner) = reading.keys(&keys.at("needs"), json, &names) else { return read };
    for name in names {
        read.push((Name::new(name), reading.names(&inner, name, limits::FIELDS, true)));
    }
    read
}

fn adjust(reading: &mut Reading, keys: &Keys<'_>) -> Vec<Adjust> {
    let mut read = Vec::new();
    for (field, path, json) in reading.named(keys, "adjust", limits::FIELDS) {
        let Some(keys) = reading.keys(&path, json, &["required", "default", "before"]) else { continue };
        read.push(Adjust {
            field,
            required: reading.truth(&keys, "required"),
            default: reading.expr(&keys, "default"),
            before: reading.name_at(&keys, "before"),
        });
    }
    read
}
